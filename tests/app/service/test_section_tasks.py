"""Sections: handed out, filled in, marked completed, opened again; how far each is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import create_assessment
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, Forbidden, Invalid, NotFound, StaleVersion, VersionNeeded
from bsc_audit.app.service.section_status import Attention, SectionStanding, SectionStatus
from bsc_audit.app.service.section_tasks import HandOut, SectionDesk, list_sections
from harbour import harbour, new_assessment
from service_world import Service

EDITOR, LEAD, ASSESSOR, REVIEWER = Role.CLIENT_EDITOR, Role.LEAD_AUDITOR, Role.ASSESSOR, Role.REVIEWER
SMALL: dict[str, Any] = {"ruleset_id": "food-hygiene-rating", "ruleset_version": "1.0", "number": "small"}
S = SectionStatus


class Desk:
    """One small assessment in progress: one section of three questions."""

    def __init__(self, **more: Any) -> None:
        self.service = Service()
        self.begun = self.service.begun(**(SMALL | more))

    def of(self, role: Role, track: Track = Track.SELF) -> "Doing":
        return Doing(self, self.service.people[role], track)

    def answer(self, *keys: str, value: int = 5) -> None:
        for key in keys:
            given = Given(track=Track.SELF, key=key, content={"value": value})
            self.service.answer(self.service.people[EDITOR], self.begun, given)

    def standing(self, track: Track = Track.SELF, assessment: Assessment | None = None) -> SectionStanding:
        with self.service.work.read(self.service.org) as work:
            stored = work.assessments.get((assessment or self.begun).id)
            return list_sections(work, self.service.scores, stored, track)[0]


class Doing:
    """What somebody does to the section, each a transaction."""

    def __init__(self, desk: Desk, who: Principal, track: Track) -> None:
        self._desk, self._who, self._track = desk, who, track

    def __getattr__(self, name: str) -> Any:
        def act(*given: Any, **more: Any) -> Any:
            service = self._desk.service
            with service.write() as work:
                stored = work.assessments.get(self._desk.begun.id)
                desk = SectionDesk(work, service.ids, service.scores.rulesets, self._who, stored, self._track)
                return getattr(desk, name)("overall", *given, **more)

        return act


def test_a_section_goes_from_not_started_to_completed() -> None:
    desk = Desk()
    assert desk.standing().status is S.NOT_STARTED
    desk.answer("FH-1")
    assert desk.standing().status is S.IN_PROGRESS
    assert [item.key for item in desk.standing().unanswered] == ["FH-2", "FH-3"]
    desk.answer("FH-2", "FH-3")
    desk.of(EDITOR).complete()
    assert (desk.standing().status, desk.standing().unanswered) == (S.COMPLETED, ())


def test_a_section_of_a_draft_cannot_start_yet() -> None:
    service = Service()
    with service.write() as work:
        lead = service.people[LEAD]
        draft = create_assessment(work, service.ids, service.scores.rulesets, lead, new_assessment(harbour(), **SMALL))
        statuses = {one.status for one in list_sections(work, service.scores, draft, Track.SELF)}
        begun = take_step(work, service.scores, lead, draft, "start_assessment", expected=draft.version)
        assert statuses == {S.CANNOT_START}
        assert {one.status for one in list_sections(work, service.scores, begun, Track.SELF)} == {S.NOT_STARTED}


def test_what_is_marked_completed_with_a_gap_needs_attention() -> None:
    desk = Desk()
    desk.answer("FH-1", "FH-2")
    desk.of(EDITOR).complete()
    assert (desk.standing().status, desk.standing().attention) == (S.NEEDS_ATTENTION, (Attention.NOT_ALL_ANSWERED,))
    desk.answer("FH-3")
    assert desk.standing().status is S.COMPLETED


def test_changes_asked_for_need_attention_until_it_is_completed_again() -> None:
    desk = Desk()
    desk.answer("FH-1", "FH-2", "FH-3")
    desk.of(EDITOR).complete()
    asked = desk.of(REVIEWER).reopen(changes="Where is the proof of the second?")
    assert (asked.completed_by, asked.changes_asked_by) == (None, desk.service.people[REVIEWER].actor)
    assert desk.standing().attention == (Attention.CHANGES_ASKED,)
    assert desk.of(EDITOR).complete().changes_asked == ""
    assert desk.standing().status is S.COMPLETED


def test_an_answer_that_no_longer_fits_needs_attention_and_says_which() -> None:
    desk = Desk()
    desk.answer("FH-1")
    with desk.service.write() as work:
        stored = work.answers.one(key="FH-1")
        assert stored is not None
        work.answers.replace(replace(stored, content={"value": "much"}), expected=stored.version)
    found = desk.standing()
    assert found.attention == (Attention.ANSWER_REFUSED,)
    assert [one.field for one in found.problems] == ["/answers.yaml/answers/FH-1/value"]


def test_what_is_measured_is_not_waited_for_once_it_counts() -> None:
    service = Service()
    loaded = service.loaded()
    with service.work.read(service.org) as work:
        found = list_sections(work, service.scores, loaded, Track.VALIDATED)
        empty = list_sections(work, service.scores, loaded, Track.SELF)
    answered = {item.key for one in empty for item in one.unanswered} - {
        item.key for one in found for item in one.unanswered
    }
    assert answered
    assert {one.status for one in found} == {S.IN_PROGRESS}
    measured = {item.key for one in empty for item in one.unanswered if item.indicator is None}
    assert len(measured) < sum(item.indicator is None for one in empty for item in one.section.items)


def test_a_section_is_handed_to_a_member_with_a_day_and_a_word() -> None:
    desk = Desk()
    editor = desk.service.people[EDITOR].actor
    first = desk.of(LEAD).hand_out(HandOut(assignee=editor, due=date(2026, 12, 1), note="Please"), expected=None)
    assert (first.assignee, first.due, first.note, first.version) == (editor, date(2026, 12, 1), "Please", 1)
    with pytest.raises(VersionNeeded):
        desk.of(LEAD).hand_out(HandOut(assignee=None), expected=None)
    with pytest.raises(StaleVersion):
        desk.of(LEAD).hand_out(HandOut(assignee=None), expected=7)
    assert desk.of(LEAD).hand_out(HandOut(assignee=None), expected=1).assignee is None


@pytest.mark.parametrize("assignee", ["person:nobody", "key:abc", "nobody"])
def test_a_section_is_handed_to_nobody_else(assignee: str) -> None:
    with pytest.raises(Invalid) as refused:
        Desk().of(LEAD).hand_out(HandOut(assignee=assignee), expected=None)
    assert [flaw.pointer for flaw in refused.value.flaws] == ["/assignee_id"]


def test_the_validation_of_a_section_is_the_teams() -> None:
    desk = Desk()
    theirs = desk.of(EDITOR, Track.VALIDATED)
    for act in (lambda: theirs.hand_out(HandOut(assignee=None), expected=None), theirs.complete, theirs.reopen):
        with pytest.raises(Forbidden):
            act()
    done = desk.of(ASSESSOR, Track.VALIDATED).complete()
    assert (done.track, desk.standing().status) == (Track.VALIDATED, S.NOT_STARTED)


def test_a_section_is_completed_once_and_opened_when_it_was_completed() -> None:
    desk = Desk()
    with pytest.raises(Conflict):
        desk.of(EDITOR).reopen()
    desk.of(EDITOR).complete()
    with pytest.raises(Conflict):
        desk.of(EDITOR).complete()
    assert desk.of(EDITOR).reopen().completed_at is None


def test_there_is_no_section_of_another_name() -> None:
    desk = Desk()
    service = desk.service
    with service.write() as work:
        who = service.people[LEAD]
        sections = SectionDesk(work, service.ids, service.scores.rulesets, who, desk.begun, Track.SELF)
        with pytest.raises(NotFound):
            sections.complete("FIN")


def test_what_happens_to_a_section_is_in_the_log() -> None:
    desk = Desk()
    desk.of(LEAD).hand_out(HandOut(assignee=None), expected=None)
    desk.of(EDITOR).complete()
    with desk.service.work.read(desk.service.org) as work:
        actions = [one.event.action for one in work.audit.entries()]
    assert actions[-2:] == ["put_section_task", "complete_section"]
