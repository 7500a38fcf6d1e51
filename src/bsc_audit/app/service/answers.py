"""Use cases of answers: given one by one or many at once, in the form the pinned ruleset asks for, with their history.

An answer that is withdrawn stays as an empty content, so that its versions go on counting.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.answer_form import Given, beside, refusals
from bsc_audit.app.service.folder import ANSWERS
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, StaleVersion, VersionNeeded, invalid
from bsc_audit.app.service.score import pinned_ruleset
from bsc_audit.app.service.trail import note
from bsc_audit.core.problems import EvidenceError, Location, Problem

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one answer of many."""

    given: Given
    stored: Answer | None = None  # None: refused
    problems: tuple[Problem, ...] = ()  # of the engine, pointed into the content
    stale: int | None = None  # the stored version, where the expected one is another; 0: there is none


class AnswerDesk:
    """Takes answers to one assessment within one transaction."""

    def __init__(self, work: Work, ids: Ids, rulesets: PinnedRulesets, who: Principal, assessment: Assessment) -> None:
        self._work, self._ids, self._who, self._assessment = work, ids, who, assessment
        self._ruleset = pinned_ruleset(work, rulesets, assessment)
        self._known: dict[tuple[Track, str], Answer | None] = {}  # what is stored, so far as it was looked for

    def stored(self, track: Track, key: str) -> Answer | None:
        """The answer as it stands; None while there is none."""
        if (track, key) not in self._known:
            self._known[track, key] = find_answer(self._work, self._assessment, track, key)
        return self._known[track, key]

    def put(self, given: Given) -> Answer:
        """Store one answer.

        Raises:
            Forbidden, StateForbids: it is not this principal's to give, or not in this state.
            NotFound: it is outside what a respondent was given.
            EvidenceError: it has not the form the ruleset asks for; with every problem, pointed into the content.
            StaleVersion: another version is stored.
            VersionNeeded: there is one already, and no version was named.
        """
        self._demand(given)
        stored = self.stored(given.track, given.key)
        _demand_version(stored, given)
        self._demand_form(given)
        return self._store(stored, given, "put_answer")

    def withdraw(self, given: Given) -> Answer:
        """Take an answer back: an empty content, whose versions go on counting.

        Raises:
            Forbidden, StateForbids, StaleVersion: as `put`.
            NotFound: there is no such answer.
        """
        self._demand(given)
        stored = self.stored(given.track, given.key)
        if stored is None:
            raise NotFound(NO_ANSWER)
        _demand_version(stored, given)
        return self._store(stored, replace(given, content={}), "withdraw_answer")

    def put_all(self, many: Sequence[Given]) -> tuple[Outcome, ...]:
        """Store those that can be stored; says of each what became of it.

        Raises:
            Invalid: too many, or one key twice in a track.
            Forbidden, StateForbids, NotFound: one of them is not this principal's to give, or not in this state.
        """
        self._prepare(many)
        return tuple(self._outcome(given, self.put) for given in many)

    def change_all(self, many: Sequence[Given]) -> tuple[Outcome, ...]:
        """The same of a form: what was emptied in it is withdrawn.

        Raises:
            Invalid, Forbidden, StateForbids: as `put_all`.
        """
        self._prepare(many)
        return tuple(self._outcome(given, self.put if given.content else self.withdraw) for given in many)

    def _prepare(self, many: Sequence[Given]) -> None:
        _demand_bounded(many)
        for given in many:
            self._demand(given)
        for track in {given.track for given in many}:
            self._look_for(track, [given.key for given in many if given.track is track])

    def _outcome(self, given: Given, store: Callable[[Given], Answer]) -> Outcome:
        try:
            return Outcome(given=given, stored=store(given))
        except EvidenceError as error:
            return Outcome(given=given, problems=error.problems)
        except StaleVersion as error:
            return Outcome(given=given, stale=error.version)
        except VersionNeeded:
            stored = self.stored(given.track, given.key)
            return Outcome(given=given, stale=stored.version if stored else 0)

    def _look_for(self, track: Track, keys: Sequence[str]) -> None:
        self._known |= dict.fromkeys((track, key) for key in keys)
        found = self._work.answers.all(assessment_id=self._assessment.id, track=track, key=tuple(keys))
        self._known |= {(track, one.key): one for one in found}

    def _demand(self, given: Given) -> None:
        demand_track(self._who, self._assessment, given.track)
        self._who.demand_shared(self._assessment.id, key=given.key)

    def _demand_form(self, given: Given) -> None:
        at = given.at
        if at is not None and at > self._work.now:
            raise invalid("/at", "in-the-future", "an answer is given before it is stored")
        if not given.content:
            said = f"{given.key} has neither a value nor not_applicable"
            raise EvidenceError([Problem(code="answer-empty", where=Location(ANSWERS), message=said)])
        others = beside(self._work, self._assessment, self._ruleset, given)
        problems = refusals(self._ruleset, self._assessment, given, others)
        if problems:
            raise EvidenceError(problems)

    def _store(self, stored: Answer | None, given: Given, action: str) -> Answer:
        values: dict[str, Any] = {
            "content": self._signed(given.content),
            "actor": self._who.actor,
            "at": given.at or self._work.now,
        }
        if stored is None:
            place: dict[str, Any] = {"assessment_id": self._assessment.id, "track": given.track, "key": given.key}
            after = self._work.answers.add(Answer(**fresh(self._ids, self._work.now), **place, **values))
        else:
            after = self._work.answers.replace(replace(stored, **values), expected=stored.version)
        self._known[given.track, given.key] = after
        note(self._work.audit, self._who, action, before=stored, after=after)
        return after

    def _signed(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A respondent's answer bears their name: they have no account to be looked up by."""
        share = self._who.share
        return {**content, "who": share.name} if share is not None and content else dict(content)


def demand_track(who: Principal, assessment: Assessment, track: Track) -> None:
    """Refuse who may not answer in a track in the assessment's state.

    Raises:
        Forbidden, StateForbids: as `Principal.demand_in`.
    """
    who.demand_in(ACTION[track], assessment.state)


def find_answer(work: Work, assessment: Assessment, track: Track, key: str) -> Answer | None:
    """One answer; None while there is none."""
    return work.answers.one(assessment_id=assessment.id, track=track, key=key)


def get_answer(work: Work, assessment: Assessment, track: Track, key: str) -> Answer:
    """One answer.

    Raises:
        NotFound: nobody has answered it in this track.
    """
    found = find_answer(work, assessment, track, key)
    if found is None:
        raise NotFound(NO_ANSWER)
    return found


def _demand_version(stored: Answer | None, given: Given) -> None:
    version = 0 if stored is None else stored.version
    if stored is not None and given.expected is None:
        raise VersionNeeded(f"the answer is at version {version}; say which one you change")
    if given.expected not in (None, version):
        raise StaleVersion(f"the answer is at version {version}, the change is of {given.expected}", version=version)


def _demand_bounded(many: Sequence[Given]) -> None:
    if len(many) > MOST_AT_ONCE:
        raise invalid("/items", "too-many", f"at most {MOST_AT_ONCE} answers at once")
    seen: set[tuple[Track, str]] = set()
    for at, given in enumerate(many):
        if (given.track, given.key) in seen:
            raise invalid(f"/items/{at}/key", "given-twice", "one answer to a key in a track at once")
        seen.add((given.track, given.key))


ACTION: Mapping[Track, str] = MappingProxyType({Track.SELF: "put_answer", Track.VALIDATED: "put_validated_answer"})
NO_ANSWER = "there is no such answer"
