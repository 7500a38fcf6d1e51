"""Use cases of sections: who fills in which, how far each is, marked completed and opened again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.answers import demand_track
from bsc_audit.app.service.folder import ANSWERS
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, NotFound, StaleVersion, VersionNeeded, invalid
from bsc_audit.app.service.ruleset_losses import steps_of
from bsc_audit.app.service.score import Scores, pinned_ruleset, score_track
from bsc_audit.app.service.section_status import Known, SectionStanding, standing
from bsc_audit.app.service.trail import note
from bsc_audit.core.problems import EvidenceError, Problem
from bsc_audit.core.ruleset.sections import Section
from bsc_audit.core.vocabulary import State


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """To whom a section is given."""

    assignee: str | None  # actor, a person of the organisation; None: anybody who may
    due: date | None = None
    note: str = ""


class SectionDesk:
    """Hands out and marks the sections of one track of an assessment within one transaction."""

    def __init__(
        self, work: Work, ids: Ids, rulesets: PinnedRulesets, who: Principal, assessment: Assessment, track: Track
    ) -> None:
        self._work, self._ids, self._who, self._assessment, self._track = work, ids, who, assessment, track
        self._sections = {one.id: one for one in sections_of(work, rulesets, assessment)}

    def stored(self, section: str) -> SectionTask | None:
        """What is stored of a section; None while nobody handed it out or marked it.

        Raises:
            NotFound: the ruleset has no such section, or it was not given to this respondent.
        """
        self._who.demand_shared(self._assessment.id, section=section)
        if section not in self._sections:
            raise NotFound("there is no such section")
        place: dict[str, Any] = {"assessment_id": self._assessment.id, "track": self._track, "section": section}
        return self._work.section_tasks.one(**place)

    def hand_out(self, section: str, given: HandOut, *, expected: int | None) -> SectionTask:
        """Give a section to somebody, with a day and a word to them.

        Raises:
            Forbidden, StateForbids: not this principal's, or not in this state.
            Invalid: the assignee is nobody of the organisation.
            VersionNeeded, StaleVersion: another version is stored than the one changed.
            NotFound: as `stored`.
        """
        self._who.demand_in(HANDS_OUT[self._track], self._assessment.state)
        before = self.stored(section)
        _demand_version(before, expected)
        _demand_member(self._work, given.assignee)
        changed = {"assignee": given.assignee, "due": given.due, "note": given.note}
        return self._store(section, before, changed, "put_section_task")

    def complete(self, section: str) -> SectionTask:
        """Mark a section as filled in; what was asked to be changed is done with.

        Raises:
            Forbidden, StateForbids: who may not answer in the track cannot say so either.
            Conflict: it is completed already.
            NotFound: as `stored`.
        """
        self._who.demand_in("complete_section", self._assessment.state)
        demand_track(self._who, self._assessment, self._track)
        before = self.stored(section)
        if before is not None and before.completed_by is not None:
            raise Conflict("the section is completed already")
        marked = {"completed_by": self._who.actor, "completed_at": self._work.now, **NOTHING_ASKED}
        return self._store(section, before, marked, "complete_section")

    def reopen(self, section: str, *, changes: str = "") -> SectionTask:
        """Open a section again, and say what is to be changed in it.

        Args:
            section: its id.
            changes: what somebody wants changed; "" where it was marked completed too early.

        Raises:
            Forbidden, StateForbids: not this principal's, or not in this state.
            Conflict: it is open, and nothing is to be changed.
            NotFound: as `stored`.
        """
        self._who.demand_in(REOPENS[self._track], self._assessment.state)
        before = self.stored(section)
        if not changes.strip() and (before is None or before.completed_by is None):
            raise Conflict("the section is open; say what is to be changed in it")
        asked = {"changes_asked": changes, "changes_asked_by": self._who.actor, "changes_asked_at": self._work.now}
        opened = {"completed_by": None, "completed_at": None, **(asked if changes.strip() else NOTHING_ASKED)}
        return self._store(section, before, opened, "reopen_section")

    def _store(self, section: str, before: SectionTask | None, changed: Mapping[str, Any], action: str) -> SectionTask:
        if before is None:
            place: dict[str, Any] = {"assessment_id": self._assessment.id, "track": self._track, "section": section}
            after = self._work.section_tasks.add(SectionTask(**fresh(self._ids, self._work.now), **place, **changed))
        else:
            after = self._work.section_tasks.replace(replace(before, **changed), expected=before.version)
        note(self._work.audit, self._who, action, before=before, after=after)
        return after


def sections_of(work: Work, rulesets: PinnedRulesets, assessment: Assessment) -> tuple[Section, ...]:
    """The sections of an assessment's form."""
    return rulesets.sections(pinned_ruleset(work, rulesets, assessment))


def list_sections(work: Work, scores: Scores, assessment: Assessment, track: Track) -> tuple[SectionStanding, ...]:
    """Every section of the form in order, with how far it is in a track and who it was given to."""
    tasks = {one.section: one for one in work.section_tasks.all(assessment_id=assessment.id, track=track)}
    known = _known(work, scores, assessment, track)
    return tuple(standing(one, tasks.get(one.id), known) for one in sections_of(work, scores.rulesets, assessment))


def _known(work: Work, scores: Scores, assessment: Assessment, track: Track) -> Known:
    given = work.answers.all(assessment_id=assessment.id, track=track)
    answered = frozenset(one.key for one in given if one.content)
    try:
        nodes = score_track(work, scores, assessment, track).judged.scorecard.nodes
    except EvidenceError as error:
        return Known(state=assessment.state, answered=answered, measured=None, refused=_by_key(error.problems))
    measured = frozenset(name for name, node in nodes.items() if node.state is not State.NOT_ASSESSED)
    return Known(state=assessment.state, answered=answered, measured=measured, refused={})


def _by_key(problems: Iterable[Problem]) -> Mapping[str, tuple[Problem, ...]]:
    """Problems of answers by the key of the answer; those of anything else are told elsewhere."""
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        match steps_of(problem):
            case [file, "answers", key, *_] if file == ANSWERS:
                found[key] = (*found.get(key, ()), problem)
    return found


def _demand_version(before: SectionTask | None, expected: int | None) -> None:
    version = 0 if before is None else before.version
    if before is not None and expected is None:
        raise VersionNeeded(f"the section is at version {version}; say which one you change")
    if expected not in (None, version):
        raise StaleVersion(f"the section is at version {version}", version=version)


def _demand_member(work: Work, assignee: str | None) -> None:
    if assignee is None:
        return
    kind, _, person = assignee.partition(":")
    if kind != "person" or work.memberships.one(org_id=work.org_id, person_id=person) is None:
        raise invalid("/assignee_id", "not-a-member", "a section is given to somebody of the organisation")


HANDS_OUT: Mapping[Track, str] = MappingProxyType(
    {Track.SELF: "put_section_task", Track.VALIDATED: "put_validated_section_task"}
)
REOPENS: Mapping[Track, str] = MappingProxyType(
    {Track.SELF: "reopen_section", Track.VALIDATED: "reopen_validated_section"}
)
NOTHING_ASKED: Mapping[str, Any] = MappingProxyType(
    {"changes_asked": "", "changes_asked_by": None, "changes_asked_at": None}
)
