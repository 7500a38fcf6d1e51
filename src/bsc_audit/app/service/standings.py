"""Results as they were last known: lists show them without scoring, and say when they were scored.

Whatever a result depends on is noted in the organisation's audit log, so its end tells whether anything may have changed
since; a validated assessment is scored from the material it was validated as, whatever else changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit import __version__
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.audit import AuditHead
from bsc_audit.app.service.model.standing import Standing
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.score import Scores, counting_track, is_kept, score_track
from bsc_audit.core.problems import EvidenceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result that counts for an assessment."""

    score: Fraction | None = None  # 0..100; None: not assessed
    coverage: Fraction | None = None  # 0..1; None: nothing applies
    problems: int = 0  # why it cannot be scored

    @classmethod
    def of(cls, stored: Standing) -> "Result":
        """As it was stored."""
        return cls(score=_number(stored.score), coverage=_number(stored.coverage), problems=stored.problems)


def basis_of(assessment: Assessment, head: AuditHead) -> str:
    """What a result now would rest on: while this is the same, so is the result."""
    if is_kept(assessment, counting_track(assessment.kind)):
        return f"{__version__} material {assessment.material_sha256}"
    return f"{__version__} log {head.seq}"


def standings_of(work: Work) -> Mapping[str, Standing]:
    """What is known of the organisation's assessments, by their ids."""
    return {one.assessment_id: one for one in work.standings.all()}


def stand(work: Work, ids: Ids, scores: Scores, assessment: Assessment) -> Standing:
    """Score an assessment by the track that counts; what comes of it is not stored yet."""
    result = _scored(work, scores, assessment)
    return Standing(
        **fresh(ids, work.now),
        assessment_id=assessment.id,
        basis=basis_of(assessment, work.audit.head()),
        score=_text(result.score),
        coverage=_text(result.coverage),
        problems=result.problems,
    )


def keep_standings(work: Work, found: Iterable[Standing]) -> None:
    """Store results in the place of those known before; nothing an auditor did, so nothing for the log."""
    work.standings.put(found)


def _scored(work: Work, scores: Scores, assessment: Assessment) -> Result:
    try:
        scored = score_track(work, scores, assessment, counting_track(assessment.kind))
    except EvidenceError as error:
        return Result(problems=len(error.problems))
    card = scored.judged.scorecard
    return Result(score=card.nodes[card.root].score, coverage=scored.coverage)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(Fraction(number))
