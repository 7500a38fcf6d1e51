"""What moving a running assessment to another ruleset would do to everything that was given for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bsc_audit.app.service.answer_fates import AnswerFate, Fate, fates
from bsc_audit.app.service.answer_form import Beside, Given, beside
from bsc_audit.app.service.folder import ANSWERS, Rows, folder_of, gather
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.ruleset import ContentStatus, RulesetVersion
from bsc_audit.app.service.model.visit import ContactReview, Visit
from bsc_audit.app.service.pinned import PinnedRulesets, pin, pinned_version
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.ruleset_losses import (
    LostRecord,
    LostRemark,
    lost_records,
    lost_remarks,
    problems_of,
    steps_of,
)
from bsc_audit.app.service.score import pinned_ruleset
from bsc_audit.core.documents.canonical import digest
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import AssessmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a move would do; `digest` names exactly this."""

    before: RulesetVersion
    after: RulesetVersion
    profile: str | None  # in the other ruleset
    answers: tuple[AnswerFate, ...]
    records: tuple[LostRecord, ...]
    remarks: tuple[LostRemark, ...]
    digest: str


def preview_move(
    work: Work,
    ids: Ids,
    rulesets: PinnedRulesets,
    who: Principal,
    assessment: Assessment,
    *,
    to: tuple[str, str],
    profile: str | None,
) -> Preview:
    """What would become of everything that was given, if the assessment moved to a ruleset (id, version).

    Raises:
        StateForbids, Forbidden: not while the assessment is in this state, or not for this principal.
        Invalid: there is no such ruleset or profile, or the assessment is pinned to it already.
    """
    who.demand_in("preview_ruleset_move", assessment.state)
    before, after = pinned_version(work, assessment.ruleset_digest), pin(work, ids, rulesets, who, *to)
    if (after.digest, profile) == (before.digest, assessment.profile):
        raise invalid("/ruleset", "same-ruleset", "the assessment is pinned to this one already")
    if profile is not None and profile not in rulesets.get(after).profiles:
        raise invalid("/ruleset/profile", "unknown-profile", "the ruleset has no such profile")
    if assessment.kind is AssessmentKind.CERTIFICATION and after.status is not ContentStatus.PUBLISHED:
        raise invalid("/ruleset", "ruleset-not-published", "a certification needs a published ruleset")
    moved = pinned_to(assessment, after, profile)
    old, new = pinned_ruleset(work, rulesets, assessment), pinned_ruleset(work, rulesets, moved)
    answers = [one for one in work.answers.all(assessment_id=assessment.id) if one.content]
    rows = gather(work, moved, Track.VALIDATED, new)
    judged = fates(answers, old, new, moved, lambda one: cited_by(work, assessment, new, one))
    found = _fitting_together(judged, rows, new)
    records = lost_records(rows, new)
    remarks = lost_remarks(rows, new, records)
    lost = [[one.record.id, one.reason] for one in records], [[one.key, one.content] for one in remarks]
    return Preview(
        before=before,
        after=after,
        profile=profile,
        answers=found,
        records=records,
        remarks=remarks,
        digest=digest([before.digest, after.digest, profile, [told(one) for one in found], *lost]),
    )


def pinned_to(assessment: Assessment, version: RulesetVersion, profile: str | None) -> Assessment:
    """The assessment, scored by another version or profile."""
    return replace(
        assessment,
        ruleset_id=version.ruleset_id,
        ruleset_version=version.ruleset_version,
        ruleset_digest=version.digest,
        profile=profile,
    )


def cited_by(work: Work, assessment: Assessment, ruleset: Ruleset, answer: Answer) -> Beside:
    """What is stored of what an answer cites."""
    given = Given(track=answer.track, key=answer.key, content=answer.content)
    return Beside(register=beside(work, assessment, ruleset, given).register)


def told(one: AnswerFate) -> dict[str, Any]:
    """A fate as it is recorded."""
    return {
        "id": one.answer.id,
        "track": str(one.answer.track),
        "key": one.answer.key,
        "fate": str(one.fate),
        "reason": one.reason,
        "before": dict(one.answer.content),
        "after": None if one.after is None else dict(one.after),
    }


def noun_of(record: Visit | ContactReview) -> str:
    """What a record is called."""
    return "visit" if isinstance(record, Visit) else "contact_review"


def _fitting_together(found: Sequence[AnswerFate], rows: Rows, ruleset: Ruleset) -> tuple[AnswerFate, ...]:
    """Answers that were fine alone may contradict one another, or what was measured: the later of them are lost."""
    reasons: dict[tuple[Track, str], str] = {}
    for track in Track:
        mine = [replace(one.answer, content=one.after) for one in found if one.after and one.answer.track is track]
        kept = replace(rows, track=track, answers=mine, visits=(), reviews=(), remarks=None)
        for problem in problems_of(ruleset, folder_of(kept, ruleset)):
            file, *below = steps_of(problem)
            if file == ANSWERS and len(below) > 1:
                reasons.setdefault((track, below[1]), problem.message)
    return tuple(_unless(one, reasons.get((one.answer.track, one.answer.key))) for one in found)


def _unless(one: AnswerFate, reason: str | None) -> AnswerFate:
    return one if reason is None else replace(one, fate=Fate.LOST, reason=reason, after=None)
