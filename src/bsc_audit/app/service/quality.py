"""The use case of looking over an assessment before it is signed: remarks, and the item each leads to."""

from collections.abc import Iterator
from dataclasses import dataclass

from bsc_audit.app.service.folder_register import Register
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import Scored, Scores, counting_track, score_track
from bsc_audit.core.findings.quality import Check, QualityRemark, differences, quality_remarks
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.ruleset.sections import sections
from bsc_audit.core.said import listed, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An item of the form."""

    section: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A remark and the items it leads to."""

    remark: QualityRemark
    places: tuple[Place, ...]


def check_quality(work: Work, scores: Scores, assessment: Assessment) -> tuple[Checked, ...]:
    """What should be looked at before the assessment is signed, in the track that counts.

    Raises:
        EvidenceError: what is stored cannot be scored; with every problem.
    """
    scored = score_track(work, scores, assessment, counting_track(assessment.kind))
    judged = scored.judged
    remarks = [
        *quality_remarks(judged.ruleset, judged.evidence, judged.scorecard, judged.findings),
        *_expired(work, assessment, scored),
        *_differences(work, scores, assessment, scored),
    ]
    remarks.sort(key=lambda remark: list(Check).index(remark.check))
    where = _places(judged.ruleset)
    return tuple(
        Checked(remark=one, places=tuple(where[name] for name in one.criteria if name in where)) for one in remarks
    )


def _differences(work: Work, scores: Scores, assessment: Assessment, scored: Scored) -> tuple[QualityRemark, ...]:
    """Where the organisation's own answers and the validated ones lie far apart; none while either cannot be scored."""
    if scored.track is Track.SELF:
        return ()
    try:
        own = score_track(work, scores, assessment, Track.SELF)
    except EvidenceError:
        return ()
    return differences(scored.judged.ruleset, own.judged.scorecard, scored.judged.scorecard)


def _expired(work: Work, assessment: Assessment, scored: Scored) -> Iterator[QualityRemark]:
    """Answers that cite evidence which no longer counted on the day of the assessment."""
    own, common = work.evidence.all(assessment_id=assessment.id), work.evidence.all(assessment_id=None)
    gone = Register.of((*common, *own), assessment.as_of).gone
    ruleset = scored.judged.ruleset
    for one in work.answers.all(assessment_id=assessment.id, track=scored.track):
        lost = [name for name in one.content.get("evidence") or () if name in gone]
        if lost:
            yield QualityRemark(
                check=Check.EVIDENCE_EXPIRED,
                subject=one.key,
                title=ruleset.title_of(one.key),
                says=say("It cites {evidence}, expired or no longer shown.", evidence=listed(lost)),
                criteria=_asking(ruleset, one.key),
            )


def _asking(ruleset: Ruleset, key: str) -> tuple[str, ...]:
    """Criteria an answer is about."""
    if key in ruleset.criteria:
        return (key,)
    return tuple(c.id for c in ruleset.criteria.values() if key in {member.id for member in c.indicators})


def _places(ruleset: Ruleset) -> dict[str, Place]:
    """The first item of every criterion."""
    found: dict[str, Place] = {}
    for section in sections(ruleset):
        for item in section.items:
            if item.criterion is not None:
                found.setdefault(item.criterion, Place(section=section.id, key=item.key))
    return found
