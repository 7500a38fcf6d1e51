"""Assessments, answers, scores and moves as a client meets them."""

from collections.abc import Mapping
from typing import Any

import pytest

from api_world import World, bearer
from bsc_audit.app.service.permissions import Role, Scope

PINNED = {"id": "food-hygiene-rating", "version": "1.0"}
TERMS: Mapping[str, Any] = {
    "title": "A year of service",
    "as_of": "2026-09-30",
    "period": "2026-Q3",
    "engagement": {"scope": {"statement": "All of it."}},
}


class Client:
    """Somebody of one organisation."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.org = world.organisation("Ours")
        self.key = bearer(world.key(self.org, Scope.ASSESSMENTS_WRITE))
        self.lead = world.session(world.person(self.org, Role.LEAD_AUDITOR))
        self.home = f"/v1/organisations/{self.org}/assessments"

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: Any = None, **more: str) -> Any:
        """The answer to a request below the assessments."""
        return self.world.client.request(method, self.home + path, json=body, headers={**headers, **more})

    def begun(self, kind: str = "self_assessment") -> str:
        """Address of an assessment in progress."""
        sent = {**TERMS, "kind": kind, "ruleset": PINNED}
        made = self.ask("POST", "", self.key, sent).json()
        path = f"/{made['id']}"
        assert self.ask("POST", f"{path}/start", self.key, {}).json()["state"] == "in_progress"
        return path


@pytest.fixture
def client(world: World) -> Client:
    return Client(world)


def test_an_organisation_audits_itself_by_its_key(stored_world: World) -> None:
    client = Client(stored_world)
    path = client.begun()
    items = [{"track": "self", "key": key, "value": 5} for key in ("FH-1", "FH-2", "FH-3")]
    done = client.ask("PATCH", f"{path}/answers", client.key, {"items": items}).json()
    assert (done["stored"], done["refused"]) == (3, 0)
    score = client.ask("GET", f"{path}/score?node=FH-1", client.key).json()
    (track,) = score["tracks"]
    assert (track["track"], track["counts"], track["overall"], track["missing"]) == ("self", True, 15, [])
    assert track["derivation"]["members"][0]["source"]["value"] == 5
    assert client.ask("POST", f"{path}/submission", client.key, {}).json()["state"] == "submitted"


def test_both_tracks_are_shown_side_by_side(client: Client) -> None:
    path = client.begun("certification")
    client.ask("PUT", f"{path}/answers/self/FH-1", client.key, {"value": 0})
    client.ask("PUT", f"{path}/answers/validated/FH-1", client.lead, {"value": 10})
    score = client.ask("GET", f"{path}/score?track=both&node=FH-1", client.key).json()
    shown = [(one["track"], one["counts"], one["kind"], one["derivation"]["score"]) for one in score["tracks"]]
    assert shown == [("self", False, "self_assessment", 0), ("validated", True, "certification", 10)]
    alone = client.ask("GET", f"{path}/score", client.key).json()
    assert [one["track"] for one in alone["tracks"]] == ["validated"]


def test_a_key_validates_nothing(client: Client) -> None:
    path = client.begun()
    refused = client.ask("PUT", f"{path}/answers/validated/FH-1", client.key, {"value": 0})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")


def test_a_first_answer_needs_no_version_and_a_change_does(client: Client) -> None:
    path = f"{client.begun()}/answers/self/FH-1"
    first = client.ask("PUT", path, client.key, {"value": 5})
    assert (first.status_code, first.headers["etag"]) == (201, '"1"')
    assert client.ask("PUT", path, client.key, {"value": 0}).status_code == 428
    stale = client.ask("PUT", path, client.key, {"value": 0}, **{"If-Match": '"7"'})
    assert (stale.status_code, stale.json()["current"]["content"]) == (412, {"value": 5})
    changed = client.ask("PUT", path, client.key, {"value": 0}, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    nothing = client.ask("PUT", path.replace("FH-1", "FH-2"), client.key, {"value": 0}, **{"If-Match": '"1"'})
    assert nothing.status_code == 412


def test_every_version_of_an_answer_stays_readable(client: Client) -> None:
    path = f"{client.begun()}/answers/self/FH-1"
    client.ask("PUT", path, client.key, {"value": 5})
    client.ask("PUT", path, client.lead, {"value": 10}, **{"If-Match": '"1"'})
    assert client.ask("DELETE", path, client.key, **{"If-Match": '"2"'}).status_code == 204
    versions = client.ask("GET", f"{path}/versions", client.key).json()["items"]
    assert [one["content"] for one in versions] == [{"value": 5}, {"value": 10}, {}]
    assert [one["actor"].partition(":")[0] for one in versions] == ["key", "person", "key"]


@pytest.mark.parametrize(
    ("subject", "body", "pointer", "code"),
    [
        ("FH-1", {"value": -1}, "/value", "answer-wrong-type"),
        ("FH-1", {"value": 5, "evidence": ["D-1"]}, "/evidence/0", "unknown-document"),
        ("FH-9", {"value": 5}, "", "unknown-criterion"),
        ("FH-1", {}, "", "answer-empty"),
        ("FH-1", {"value": 5, "colour": "blue"}, "/colour", "extra-forbidden"),
        ("FH-1", {"value": 10**15}, "/value", "json-number"),
        ("FH-1", {"value": {"a": "\u0000"}}, "/value", "json-text"),
        ("FH-1", {"value": 5, "at": "2026-09-30T12:00:00"}, "/at", "time-naive"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_at_its_place(
    client: Client, subject: str, body: Any, pointer: str, code: str
) -> None:
    refused = client.ask("PUT", f"{client.begun()}/answers/self/{subject}", client.key, body)
    assert refused.status_code == 422
    assert (pointer, code) in [(one["pointer"], one["code"]) for one in refused.json()["errors"]]


def test_of_many_answers_each_is_judged_by_itself(client: Client) -> None:
    path = f"{client.begun()}/answers"
    client.ask("PUT", f"{path}/self/FH-2", client.key, {"value": 5})
    items = [
        {"track": "self", "key": "FH-1", "value": 5},
        {"track": "self", "key": "FH-2", "value": 10},
        {"track": "self", "key": "FH-3", "value": "many"},
    ]
    done = client.ask("PATCH", path, client.key, {"items": items}).json()["items"]
    assert [one["stored"] for one in done] == [True, False, False]
    assert [one["version"] for one in done] == [1, 1, None]
    assert [one["errors"][0]["code"] for one in done[1:]] == ["version-conflict", "answer-wrong-type"]


def test_answers_are_listed_by_track_and_shown_with_the_assessment(client: Client) -> None:
    path = client.begun()
    client.ask("PUT", f"{path}/answers/self/FH-1", client.key, {"value": 5})
    client.ask("PUT", f"{path}/answers/validated/FH-1", client.lead, {"value": 10})
    listed = client.ask("GET", f"{path}/answers?track=validated", client.key).json()["items"]
    assert [one["content"] for one in listed] == [{"value": 10}]
    whole = client.ask("GET", f"{path}?expand=answers", client.key).json()
    assert len(whole["answers"]) == 2
    assert client.ask("GET", path, client.key).json()["answers"] is None


def test_findings_say_which_rules_could_not_tell(client: Client) -> None:
    path = client.begun()
    found = client.ask("GET", f"{path}/findings", client.key).json()
    kinds = {one["kind"] for one in found["items"]}
    only = client.ask("GET", f"{path}/findings?kind=observation", client.key).json()
    assert {one["kind"] for one in only["items"]} == kinds & {"observation"}
    assert all(one["truth"] == "undetermined" and one["missing"] for one in found["undetermined"])


def test_what_does_not_hold_together_is_refused_at_its_place(client: Client) -> None:
    sent = {**TERMS, "kind": "assessed", "ruleset": PINNED, "period": "2027", "engagement": {"colour": "blue"}}
    refused = client.ask("POST", "", client.key, sent)
    assert refused.status_code == 422
    pointers = {one["pointer"] for one in refused.json()["errors"]}
    assert {"/engagement/colour", "/engagement"} <= pointers


def test_a_ruleset_of_ones_own_is_uploaded_once(client: Client) -> None:
    text = SMALL.format(version="1.0", weight=1)
    address = f"/v1/organisations/{client.org}/rulesets"

    def upload(text: str) -> Any:
        return client.world.client.post(address, json={"ruleset": {"small.yaml": text}}, headers=client.lead)

    first = upload(text)
    assert first.status_code == 201
    assert (upload(text).status_code, upload(text).json()["id"]) == (200, first.json()["id"])
    assert upload(SMALL.format(version="1.0", weight=2)).status_code == 409
    wrong = upload("ruleset: [")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/ruleset/small.yaml")
    shown = client.world.client.get(first.headers["location"], headers=client.lead).json()
    assert shown["texts"] == {"rulesets/small/1.0/small.yaml": text}


def test_an_assessment_moves_as_previewed_and_back(client: Client) -> None:
    for version in ("1.0", "1.1"):
        body = {"ruleset": {"small.yaml": SMALL.format(version=version, weight=1)}}
        client.world.client.post(f"/v1/organisations/{client.org}/rulesets", json=body, headers=client.lead)
    sent = {**TERMS, "kind": "assessed", "ruleset": {"id": "small", "version": "1.0"}}
    path = f"/{client.ask('POST', '', client.key, sent).json()['id']}"
    client.ask("PUT", f"{path}/answers/self/A", client.key, {"value": 3})
    to = {"ruleset": {"id": "small", "version": "1.1"}}
    seen = client.ask("POST", f"{path}/ruleset-move-previews", client.key, to).json()
    assert (seen["kept"], seen["rescaled"], seen["lost"]) == (1, 0, 0)
    moved = client.ask("POST", f"{path}/ruleset-moves", client.key, {**to, "preview": seen["digest"]}).json()
    assert client.ask("GET", path, client.key).json()["ruleset_version"] == "1.1"
    undone = client.ask("POST", f"{path}/ruleset-moves/{moved['id']}/undo", client.key)
    assert undone.json()["undone_by"].startswith("key:")
    assert client.ask("GET", path, client.key).json()["ruleset_version"] == "1.0"


SMALL = """
ruleset: {{id: small, version: "{version}", title: Small}}
groups:
- {{id: overall, title: Overall, kind: overall, aggregate: weighted_mean}}
criteria:
- {{id: A, title: A, in: overall, weight: {weight},
   score: {{kind: rubric, levels: {{0: none, 1: a, 2: b, 3: c, 4: d, 5: all}}}}}}
decision:
  awards: [{{id: pass, title: Pass, needs: score.overall >= 60}}]
  otherwise: not_yet
"""
