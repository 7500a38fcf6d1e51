"""Respondents: people without an account answer their sections by a link, and nothing else is there for them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from api_world import SETTINGS, StillClock
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import AnswerDesk
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import list_assessments, visible_assessment
from bsc_audit.app.service.memory import MemoryBlobStore, MemoryUnitOfWork
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Part
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.permissions import PERMISSIONS, RESPONDENTS, Role
from bsc_audit.app.service.ports import Query
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Invalid, NotFound, NotSignedIn, StateForbids, TooMany
from bsc_audit.app.service.respondent_links import (
    LONGEST,
    MadeLink,
    NewLink,
    create_respondent_link,
    revoke_respondent_link,
)
from bsc_audit.app.service.respondents import (
    SESSION,
    Opened,
    RespondentDoor,
    respondent_answers,
    respondent_sections,
)
from bsc_audit.app.service.section_status import SectionStatus
from bsc_audit.app.service.section_tasks import SectionDesk
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.throttle import Throttle
from bsc_audit.app.service.wiring import Wiring
from service_world import LIBRARY, RULESETS, Service

EDITOR, LEAD = Role.CLIENT_EDITOR, Role.LEAD_AUDITOR


class Door:
    """An assessment in progress with four sections, and a door that respondents come in by."""

    def __init__(self) -> None:
        self.clock = StillClock()
        store = MemoryUnitOfWork(self.clock, Uuid7(self.clock))
        self.service = Service(store=store)
        self.begun = self.service.begun()
        wiring = Wiring(
            settings=SETTINGS,
            library=LIBRARY,
            work=store,
            blobs=MemoryBlobStore(self.clock),
            clock=self.clock,
            ids=Uuid7(self.clock),
        )
        self.door = RespondentDoor(wiring, RULESETS, Throttle())

    def link(self, *named: str, **more: Any) -> MadeLink:
        given = NewLink(**{"name": "Mia Berg", "sections": named or ("CLI",), **more})
        with self.service.write() as work:
            return create_respondent_link(
                work, self.service.ids, RULESETS, self.service.people[EDITOR], self.begun, given
            )

    def open(self, token: str) -> Opened:
        return self.door.open(token, address="192.0.2.7")

    def come(self, *sections: str) -> Principal:
        return self.door.enter(self.open(self.link(*sections).token).session)

    def answer(self, who: Principal, key: str, track: Track = Track.SELF, **more: Any) -> Any:
        given = Given(track=track, key=key, content={"value": 3}, **more)
        with self.service.write() as work:
            return self.service.desk(work, who, self.begun).put(given)

    def revoke(self, link: RespondentLink) -> None:
        with self.service.write() as work:
            stored = work.respondent_links.get(link.id)
            revoke_respondent_link(work, self.service.people[LEAD], stored)


def test_a_respondent_answers_their_section_under_their_name() -> None:
    at = Door()
    mia = at.come("CLI")
    first = at.answer(mia, "CLI-01")
    assert (first.actor, first.content["who"]) == (mia.actor, "Mia Berg")
    at.answer(mia, "CLI-01", expected=first.version)
    with at.service.work.read(at.service.org) as work:
        assert {one.actor for one in work.answers.history(first.id)} == {mia.actor}
        assert (mia.actor, Part.ANSWERED) in {(one.actor, one.part) for one in work.participations.of(at.begun.id)}
        assert [one.event.actor for one in work.audit.entries(actor=mia.actor)] == [mia.actor] * 3


def test_an_answer_is_taken_back_by_a_respondent_and_bears_no_name_then() -> None:
    at = Door()
    mia = at.come("CLI")
    first = at.answer(mia, "CLI-01")
    assert at.service.withdraw(mia, at.begun, "CLI-01", first.version).content == {}


def test_a_respondent_sees_their_sections_and_answers_only() -> None:
    at = Door()
    editor = at.service.people[EDITOR]
    for key in ("FIN-01", "CLI-01"):
        at.answer(editor, key)
    mia = at.come("CLI", "OPS")
    with at.service.work.read(at.service.org) as work:
        assert [one.section.id for one in respondent_sections(work, at.service.scores, mia)] == ["CLI", "OPS"]
        assert [one.key for one in respondent_answers(work, mia)] == ["CLI-01"]
        with pytest.raises(NotFound):
            respondent_answers(work, editor)


@pytest.mark.parametrize("key", ["FIN-01", "no-such-key"])
def test_keys_of_other_sections_are_not_there(key: str) -> None:
    at = Door()
    mia = at.come("CLI")
    with pytest.raises(NotFound):
        at.answer(mia, key)
    with at.service.write() as work, pytest.raises(NotFound):
        at.service.desk(work, mia, at.begun).put_all(
            [Given(track=Track.SELF, key=one, content={"value": 3}) for one in ("CLI-01", key)]
        )
    with at.service.work.read(at.service.org) as work:
        assert work.answers.all() == ()


def test_the_other_track_is_not_there() -> None:
    at = Door()
    with pytest.raises(NotFound):
        at.answer(at.come("CLI"), "CLI-01", track=Track.VALIDATED)


def test_another_assessment_and_another_section_are_not_there() -> None:
    at = Door()
    other = at.service.begun(number="other")
    mia = at.come("CLI")
    with at.service.write() as work:
        assert visible_assessment(work, mia, at.begun.id) == at.begun
        assert list_assessments(work, mia, Query()).items == ()
        desk = SectionDesk(work, at.service.ids, RULESETS, mia, at.begun, Track.SELF)
        elsewhere = AnswerDesk(work, at.service.ids, RULESETS, mia, other)
        for act in (
            lambda: visible_assessment(work, mia, other.id),
            lambda: desk.complete("FIN"),
            lambda: elsewhere.put(Given(track=Track.SELF, key="CLI-01", content={"value": 3})),
        ):
            with pytest.raises(NotFound):
                act()


@pytest.mark.parametrize("action", sorted(PERMISSIONS.keys() - RESPONDENTS.keys()))
def test_whatever_else_can_be_done_is_not_there(action: str) -> None:
    with pytest.raises(NotFound):
        RESPONDENT.demand(action)


def test_a_respondent_marks_their_section_completed() -> None:
    at = Door()
    mia = at.come("CLI")
    with at.service.write() as work:
        SectionDesk(work, at.service.ids, RULESETS, mia, at.begun, Track.SELF).complete("CLI")
    with at.service.work.read(at.service.org) as work:
        (one,) = respondent_sections(work, at.service.scores, mia)
    assert (one.task and one.task.completed_by, one.status) == (mia.actor, SectionStatus.NEEDS_ATTENTION)


def test_what_was_handed_over_is_no_longer_answered() -> None:
    at = Door()
    mia = at.come("CLI")
    with at.service.write() as work:
        lead = at.service.people[LEAD]
        handed = take_step(work, at.service.scores, lead, at.begun, "submit_assessment", expected=at.begun.version)
    at.begun = handed
    with pytest.raises(StateForbids):
        at.answer(mia, "CLI-01")
    with pytest.raises(StateForbids):
        at.link()


# --- links ----------------------------------------------------------------------------------------------------------


def test_a_token_is_long_kept_as_a_digest_and_opens_as_often_as_needed() -> None:
    at = Door()
    made = at.link()
    assert len(made.token) >= 43  # 256 bits
    assert made.token not in repr(made.stored)
    sessions = {at.open(made.token).session, at.open(made.token).session}
    assert {at.door.enter(one).actor for one in sessions} == {f"respondent:{made.stored.id}"}
    with at.service.work.read(at.service.org) as work:
        assert work.respondent_links.get(made.stored.id).used_at is not None
    assert made.stored.used_at is None


def test_an_expired_link_opens_nothing_and_says_so() -> None:
    at = Door()
    made = at.link(expires_at=at.clock.now() + timedelta(hours=1))
    session = at.open(made.token).session
    at.clock.forward(hours=1)
    with pytest.raises(NotFound, match="expired"):
        at.open(made.token)
    with pytest.raises(NotSignedIn, match="expired"):
        at.door.enter(session)


def test_a_revoked_link_ends_every_session_at_once() -> None:
    at = Door()
    made = at.link()
    session = at.open(made.token).session
    at.revoke(made.stored)
    with pytest.raises(NotFound, match="revoked"):
        at.open(made.token)
    with pytest.raises(NotSignedIn, match="revoked"):
        at.door.enter(session)


def test_a_session_ends_by_itself_and_cannot_be_made_up() -> None:
    at = Door()
    session = at.open(at.link().token).session
    for forged in ("", "x" * 60, session[:-2] + ("AA" if session[-2:] != "AA" else "BB")):
        with pytest.raises(NotSignedIn):
            at.door.enter(forged)
    at.clock.forward(seconds=SESSION.total_seconds() + 1)
    with pytest.raises(NotSignedIn, match="again"):
        at.door.enter(session)


def test_links_that_do_not_exist_are_tried_ever_more_slowly() -> None:
    at = Door()
    good = at.link().token
    for _ in range(5):
        with pytest.raises(NotFound):
            at.open("guess")
    with pytest.raises(TooMany):
        at.open(good)
    assert at.door.open(good, address="192.0.2.8").session


@pytest.mark.parametrize(
    ("more", "pointers"),
    [
        ({"sections": ()}, ["/sections"]),
        ({"sections": ("CLI", "XXX")}, ["/sections/1"]),
        ({"expires_at": StillClock().now()}, ["/expires_at"]),
        (
            {"expires_at": StillClock().now() + LONGEST + timedelta(days=1), "sections": ("X",)},
            ["/sections/0", "/expires_at"],
        ),
    ],
)
def test_a_link_that_makes_no_sense_is_not_made(more: dict[str, Any], pointers: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        Door().link(**{"sections": ("CLI",), **more})
    assert [flaw.pointer for flaw in refused.value.flaws] == pointers


def test_a_session_of_another_organisations_link_is_of_that_organisation() -> None:
    at = Door()
    mia = at.come("CLI")
    other = Service("Other Bank", store=at.service.work)
    theirs = other.begun()
    with other.write() as work:
        desk: Callable[[Given], Any] = AnswerDesk(work, other.ids, RULESETS, mia, theirs).put
        with pytest.raises(NotFound):
            desk(Given(track=Track.SELF, key="CLI-01", content={"value": 3}))


RESPONDENT = Door().come("CLI")
