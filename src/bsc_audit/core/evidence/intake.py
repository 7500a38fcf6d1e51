"""Acceptance: everything in an evidence folder checked against its ruleset, all problems at once."""

from collections.abc import Iterable, Mapping

from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.evidence.answers import criteria_using, read_answers
from bsc_audit.core.evidence.desk import Desk
from bsc_audit.core.evidence.earlier import Accepted, Unchanged, unchanged, with_texts
from bsc_audit.core.evidence.engagement import read_engagement
from bsc_audit.core.evidence.model import Answer, Document, Evidence, Record, Remarks, ScorecardEntry
from bsc_audit.core.evidence.observations import read_observations
from bsc_audit.core.evidence.own_scorecard import read_scorecard
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.records import read_records
from bsc_audit.core.evidence.register import read_register
from bsc_audit.core.evidence.remarks import read_remarks
from bsc_audit.core.evidence.schema import FILES
from bsc_audit.core.problems import EvidenceError, Location
from bsc_audit.core.ruleset.model import Ruleset


def accept(ruleset: Ruleset, raw: RawEvidence) -> Evidence:
    """Check what was submitted and make it the evidence of one assessment.

    Values are kept as submitted; only grades are lowered: a self-assessment reaches at most B, and what was measured
    more than twelve months before the assessment counts one step less.

    Raises:
        EvidenceError: with every problem, each at its place.
    """
    return accept_after(None, ruleset, raw).evidence


def accept_after(before: Accepted | None, ruleset: Ruleset, raw: RawEvidence) -> Accepted:
    """The same, and what it was made of; what has not changed since an earlier acceptance is not read again.

    Raises:
        EvidenceError: as `accept`.
    """
    return with_texts(ruleset, raw, _read(ruleset, raw, unchanged(ruleset, raw, before)), before)


def demand_acceptable(ruleset: Ruleset, raw: RawEvidence) -> None:
    """`accept` for who wants to know only whether something stands against it.

    Raises:
        EvidenceError: as `accept`.
    """
    _read(ruleset, raw, Unchanged())


def _read(ruleset: Ruleset, raw: RawEvidence, same: Unchanged) -> Evidence:
    """The evidence, not yet under its digest."""
    desk = Desk(ruleset, raw)
    _refuse_unread(desk)
    engagement = read_engagement(desk)
    read_register(desk, engagement.language if engagement else ruleset.written_in)
    scorecard: Mapping[str, ScorecardEntry] = read_scorecard(desk)
    register: Mapping[str, Document] = desk.register
    if same.basis is not None:  # the desk has read it; the very values are taken over, so that their texts are
        engagement, scorecard, register = same.basis.engagement, same.basis.scorecard, same.basis.documents
    answers = read_answers(desk)
    observations = same.observations.observations if same.observations else read_observations(desk, scorecard)
    records = same.records.records if same.records else read_records(desk)
    remarks = same.remarks.remarks if same.remarks else _remarks(desk, records)
    _refuse_contradictions(desk, answers, observations)
    if desk.problems or engagement is None:
        raise EvidenceError(desk.problems)
    return Evidence(
        engagement=engagement,
        answers=answers,
        observations=observations,
        scorecard=scorecard,
        records=records,
        documents=register,
        remarks=remarks,
        digest="",
    )


def _remarks(desk: Desk, records: tuple[Record, ...]) -> Remarks:
    """The remarks, which may be about any record, those taken over included."""
    desk.recorded |= {record.id for record in records}
    return read_remarks(desk, records)


def _refuse_unread(desk: Desk) -> None:
    """A misspelt name must not take its evidence out of the assessment silently."""
    for name in desk.raw.unread:
        hint = f"{did_you_mean(name, FILES)}; files that are not evidence belong outside the folder"
        desk.refuse(Location(name), "file-not-read", "nothing is read from a file of this name", hint)


def _refuse_contradictions(desk: Desk, answers: Mapping[str, Answer], measured: Iterable[str]) -> None:
    """What does not apply cannot have been measured or answered as well."""
    excused = {name for name, answer in answers.items() if answer.not_applicable is not None}
    valued = {name for name, answer in answers.items() if answer.not_applicable is None} | set(measured)
    for name in sorted(valued):
        users = {criterion.id for criterion in criteria_using(desk, name)}
        if name in excused or (users and users <= excused):
            about = min(users & excused, default=name)
            message = f"{about} is said not to apply, yet a value of {name} was submitted"
            desk.refuse(desk.answered_at[about], "not-applicable-but-submitted", message, "withdraw one of them")
