"""The client against the real application: nouns, conditions, refusals, pages, and repetition where it is harmless."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_world import World
from bsc_audit.api.schemas.access import ApiKeyChange, ApiKeyIn, UnitChange, UnitIn
from bsc_audit.api.schemas.answers import AnswerIn, AnswerItemIn
from bsc_audit.api.schemas.assessments import AssessmentIn, RulesetPin
from bsc_audit.api.table import OWN
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.unit import UnitKind
from bsc_audit.app.service.permissions import PERMISSIONS, Scope
from bsc_audit.client import (
    Client,
    Conflicting,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    Outdated,
    Refused,
    Unanswered,
    Unavailable,
)
from bsc_audit.client.assessment import AssessmentClient
from bsc_audit.client.operations import OPERATIONS
from bsc_audit.client.organisation import OrganisationClient
from bsc_audit.client.wire import TRIES, Wire
from bsc_audit.core.vocabulary import AssessmentKind

DESCRIBED = json.loads((Path(__file__).resolve().parents[2] / "docs" / "openapi.json").read_text("utf-8"))
FOOD = RulesetPin(id="food-hygiene-rating", version="1.0")


@dataclass
class Ours:
    """A world with one organisation, and a client with its key."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.org = self.world.organisation("Ours")
        self.client = self.with_key(Scope.ADMIN)
        self.here = self.client.organisation(self.org)

    def with_key(self, *scopes: Scope) -> Client:
        return Client("", self.world.key(self.org, *scopes).written, http=self.world.client)

    def begun(self) -> AssessmentClient:
        new = AssessmentIn(
            title="A year of service",
            as_of=date(2026, 9, 30),
            period="2026-Q3",
            engagement={"scope": {"statement": "All of it."}},
            kind=AssessmentKind.SELF_ASSESSMENT,
            ruleset=FOOD,
        )
        begun = self.here.assessment(self.here.create_assessment(new).id)
        begun.start()
        return begun


@pytest.fixture
def ours() -> Ours:
    return Ours()


def test_every_operation_the_client_knows_is_described_like_this() -> None:
    described = {
        operation["operationId"]: f"{method.upper()} {path.removeprefix('/v1')}"
        for path, methods in DESCRIBED["paths"].items()
        for method, operation in methods.items()
    }
    assert {name: described.get(name) for name in OPERATIONS} == dict(OPERATIONS)


def test_every_operation_the_client_knows_has_a_method_that_uses_it() -> None:
    folder = Path(__file__).resolve().parents[2] / "src" / "bsc_audit" / "client"
    files = [file.read_text("utf-8") for file in folder.glob("*.py") if file.name != "operations.py"]
    used = set(re.findall(r'\.(?:one|each|send)\(\s*"(\w+)"', "\n".join(files)))
    assert used == OPERATIONS.keys()


# What a system with a key has no use for, or may not: the client leaves it out on purpose.
LEFT_OUT: Mapping[str, str] = {
    "sign_in": "a person signs in",
    "passkey_options": "a person signs in",
    "sign_in_by_passkey": "a person signs in",
    "set_password": "a person has a password",
    "start_external_sign_in": "a person signs in",
    "finish_external_sign_in": "a person signs in",
    "follow_job": "a stream for browsers; `jobs.wait` asks until the job has ended",
    "healthz": "the operator's machines ask",
    "readyz": "the operator's machines ask",
}


def test_the_client_reaches_every_operation_but_those_of_persons_and_those_left_out_for_a_reason() -> None:
    described = {one["operationId"] for methods in DESCRIBED["paths"].values() for one in methods.values()}
    of_persons = {name for name, one in PERMISSIONS.items() if not one.scopes} | (
        OWN - {"get_me", "list_organisations"}
    )
    assert described - OPERATIONS.keys() == (of_persons & described) | LEFT_OUT.keys()


def test_a_key_finds_its_organisation(ours: Ours) -> None:
    assert [one.org_id for one in ours.client.me().memberships] == [ours.org]
    assert [one.name for one in ours.client.organisations()] == ["Ours"]
    assert ours.here.rename(ours.here.get(), "Ours, renamed").version == 2


def test_a_list_is_followed_to_its_end(ours: Ours) -> None:
    made = [ours.here.create_unit(UnitIn(kind=UnitKind.TEAM, name=f"Team {at}")).id for at in range(130)]
    assert sorted(one.id for one in ours.here.units()) == sorted(made)


def test_a_change_of_what_somebody_else_changed_is_refused_with_what_is_stored(ours: Ours) -> None:
    seen = ours.here.create_unit(UnitIn(kind=UnitKind.TEAM, name="Desk"))
    ours.here.update_unit(seen, UnitChange(name="Front desk"))
    with pytest.raises(Outdated) as refused:
        ours.here.update_unit(seen, UnitChange(name="Back office"))
    assert (refused.value.kind, refused.value.current["name"]) == ("version-conflict", "Front desk")
    assert ours.here.unit(seen.id).name == "Front desk"


def test_answers_are_given_changed_and_scored(ours: Ours) -> None:
    begun = ours.begun()
    first = begun.put_answer("FH-1", AnswerIn(value=5))
    assert begun.put_answer("FH-1", AnswerIn(value=10), seen=first).version == 2
    (done,) = begun.put_answers(
        [AnswerItemIn(track=Track.SELF, key=key, value=value) for key, value in (("FH-2", 5), ("FH-3", -1))]
    )
    assert [(one.key, one.stored) for one in done.items] == [("FH-2", True), ("FH-3", False)]
    read = begun.get(with_answers=True)
    assert {one.key: one.content for one in read.answers or ()} == {"FH-1": {"value": 10}, "FH-2": {"value": 5}}
    (track,) = begun.score().tracks
    assert [one.criterion for one in track.missing] == ["FH-3"]
    assert [one.version for one in begun.answer_versions("FH-1").items] == [1, 2]
    begun.withdraw_answer(begun.answer("FH-2"))
    assert begun.answer("FH-2").content == {}
    assert begun.findings().track is Track.SELF


def test_a_mistake_says_where_and_how(ours: Ours) -> None:
    with pytest.raises(Invalid) as refused:
        ours.begun().put_answer("FH-1", AnswerIn(value=-1))
    (mistake,) = refused.value.mistakes
    assert mistake.pointer == "/value"
    assert mistake.detail in str(refused.value)
    assert refused.value.request_id


def test_each_kind_of_refusal_has_its_exception(ours: Ours) -> None:
    with pytest.raises(NotSignedIn):
        Client("", "bsca_none", http=ours.world.client).me()
    with pytest.raises(Forbidden):
        list(ours.with_key(Scope.REPORTS_READ).organisation(ours.org).api_keys())
    with pytest.raises(NotFound):
        ours.client.organisation(ours.world.organisation("Theirs")).get()
    begun = ours.begun()
    with pytest.raises(Conflicting):
        begun.start()
    begun.put_answer("FH-1", AnswerIn(value=5))
    with pytest.raises(Outdated) as unseen:
        begun.put_answer("FH-1", AnswerIn(value=10))
    assert unseen.value.kind == "version-needed"


def test_a_made_key_works_and_a_revoked_one_does_not(ours: Ours) -> None:
    made = ours.here.create_api_key(ApiKeyIn(name="nightly", scopes=[Scope.ASSESSMENTS_READ]))
    nightly = Client("", made.key, http=ours.world.client)
    assert nightly.me().memberships[0].scopes == [Scope.ASSESSMENTS_READ]
    seen = ours.here.api_key(made.id)
    changed = ours.here.update_api_key(seen, ApiKeyChange(name="hourly", scopes=[Scope.METRICS_WRITE]))
    assert (changed.name, changed.scopes) == ("hourly", [Scope.METRICS_WRITE])
    ours.here.revoke_api_key(made.id)
    with pytest.raises(NotSignedIn):
        nightly.me()


def test_a_head_that_was_kept_is_found_in_the_chain_later(ours: Ours) -> None:
    ours.here.create_unit(UnitIn(kind=UnitKind.TEAM, name="Desk"))
    head = ours.here.audit_log_head()
    ours.here.create_unit(UnitIn(kind=UnitKind.TEAM, name="Counter"))
    proof = ours.here.prove_audit_log(head.hash)
    assert (proof.holds, proof.places, proof.entries) == (True, [head.seq], len(list(ours.here.audit_log())))


# -- repetition -----------------------------------------------------------------------------------------------------


class Flaky(httpx.BaseTransport):
    """A way to the application on which things get lost."""

    def __init__(self, through: Callable[[httpx.Request], httpx.Response], mishaps: Iterator[str]) -> None:
        self.through, self.mishaps, self.sent = through, mishaps, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent += 1
        mishap = next(self.mishaps, "")
        if mishap == "unreached":
            raise httpx.ConnectError("nobody listens")
        if mishap == "busy":
            return httpx.Response(503, headers={"retry-after": "7"}, json={"type": "/problems/unavailable"})
        if mishap == "gateway":
            return httpx.Response(502, text="<h1>Bad gateway</h1>")
        answer = self.through(request)
        if mishap == "answer lost":
            raise httpx.ReadError("connection reset")
        return answer


def flaky(ours: Ours, *mishaps: str) -> tuple[OrganisationClient, Flaky, list[float]]:
    def through(request: httpx.Request) -> httpx.Response:
        sent: Any = ours.world.client.request(
            request.method, str(request.url), content=request.read(), headers=request.headers
        )
        return httpx.Response(sent.status_code, headers=sent.headers, content=sent.content)

    way = Flaky(through, iter(mishaps))
    waited: list[float] = []
    http = httpx.Client(transport=way, base_url="https://audit.example")
    wire = Wire(http, ours.world.key(ours.org, Scope.ADMIN).written, names={"org": ours.org}, wait=waited.append)
    return OrganisationClient(wire), way, waited


@pytest.mark.parametrize("mishap", ["unreached", "busy", "answer lost"])
def test_what_is_made_is_made_once_whatever_happens_on_the_way(ours: Ours, mishap: str) -> None:
    here, way, waited = flaky(ours, mishap)
    made = here.create_unit(UnitIn(kind=UnitKind.TEAM, name="Desk"))
    assert [one.id for one in here.units()] == [made.id]
    assert (way.sent, len(waited)) == (3, 1)


def test_it_waits_as_long_as_the_service_asks_and_gives_up_in_the_end(ours: Ours) -> None:
    here, way, waited = flaky(ours, *["busy"] * TRIES)
    with pytest.raises(Unavailable):
        here.get()
    assert (way.sent, waited) == (TRIES, [7.0] * (TRIES - 1))


def test_a_change_whose_answer_is_lost_is_not_sent_again(ours: Ours) -> None:
    seen = ours.here.create_unit(UnitIn(kind=UnitKind.TEAM, name="Desk"))
    here, way, _ = flaky(ours, "answer lost")
    with pytest.raises(Unanswered):
        here.update_unit(seen, UnitChange(name="Front desk"))
    assert (way.sent, ours.here.unit(seen.id).version) == (1, 2)


def test_an_answer_of_something_between_is_told_as_it_is(ours: Ours) -> None:
    here, _, _ = flaky(ours, "gateway")
    with pytest.raises(Refused) as refused:
        here.get()
    assert (refused.value.status, refused.value.detail) == (502, "<h1>Bad gateway</h1>")
