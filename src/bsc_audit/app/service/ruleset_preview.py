"""What moving a running assessment to another ruleset would do to everything that was given for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bsc_audit.app.service.answer_fates import AnswerFate, fates
from bsc_audit.app.service.answer_form import Beside, Given, beside
from bsc_audit.app.service.folder import counts, folder_of, gather
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.ruleset import RulesetVersion
from bsc_audit.app.service.model.visit import ContactReview, Visit
from bsc_audit.app.service.pinned import PinnedRulesets, pin, pinned_version
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.score import accepted, pinned_ruleset
from bsc_audit.core.documents.canonical import digest
from bsc_audit.core.problems import EvidenceError, Problem
from bsc_audit.core.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True, kw_only=True)
class LostRecord:
    """A visit or review that the other ruleset cannot read."""

    record: Visit | ContactReview
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a move would do; `digest` names exactly this."""

    before: RulesetVersion
    after: RulesetVersion
    profile: str | None  # in the other ruleset
    answers: tuple[AnswerFate, ...]
    records: tuple[LostRecord, ...]
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
    before, after = pinned_version(work, assessment.ruleset_digest), pin(work, ids, rulesets, *to)
    if (after.digest, profile) == (before.digest, assessment.profile):
        raise invalid("/ruleset", "same-ruleset", "the assessment is pinned to this one already")
    if profile is not None and profile not in rulesets.get(after).profiles:
        raise invalid("/ruleset/profile", "unknown-profile", "the ruleset has no such profile")
    moved = pinned_to(assessment, after, profile)
    old, new = pinned_ruleset(work, rulesets, assessment), pinned_ruleset(work, rulesets, moved)
    answers = [one for one in work.answers.all(assessment_id=assessment.id) if one.content]
    found = fates(answers, old, new, moved, lambda one: cited_by(work, assessment, new, one))
    records = _lost_records(work, moved, new)
    return Preview(
        before=before,
        after=after,
        profile=profile,
        answers=found,
        records=records,
        digest=digest([before.digest, after.digest, profile, [told(one) for one in found], _named(records)]),
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


def _lost_records(work: Work, moved: Assessment, ruleset: Ruleset) -> tuple[LostRecord, ...]:
    """Visits and reviews the ruleset cannot read, by the first problem of each."""
    rows = replace(gather(work, moved, Track.VALIDATED, ruleset), answers=(), points=(), remarks=None)
    try:
        accepted(ruleset, folder_of(rows, ruleset))
    except EvidenceError as error:
        names: dict[str, Visit | ContactReview] = {one.client_id: one for one in rows.visits if counts(one)}
        names |= {one.external_id: one for one in rows.reviews if counts(one)}
        found = _by_record(error.problems, folder_of(rows, ruleset).files)
        return tuple(LostRecord(record=names[name], reason=reason) for name, reason in found if name in names)
    return ()


def _by_record(problems: Sequence[Problem], files: Any) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for problem in problems:
        folder, _, rest = problem.field.removeprefix("/").replace("~1", "/").partition("/")
        file, key, *below = rest.split("/")
        if folder in ("visits", "reviews") and below and below[0].isdigit():
            record = files[f"{folder}/{file}"][key][int(below[0])]
            found.setdefault(record["id"], problem.message)
    return list(found.items())


def _named(records: Sequence[LostRecord]) -> list[list[str]]:
    return [[one.record.id, one.reason] for one in records]
