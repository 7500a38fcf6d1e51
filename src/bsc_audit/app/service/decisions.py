"""The use case of deciding: a second person, with reasons, beside what the engine recommends and never in its place."""

from dataclasses import dataclass

from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import Decision, DecisionOutcome
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, FourEyes, invalid
from bsc_audit.app.service.score import Scores, counting_track, score_track
from bsc_audit.app.service.trail import note
from bsc_audit.core.decision.model import Recommendation
from bsc_audit.core.vocabulary import AssessmentKind, Verdict

GRANTS = frozenset({DecisionOutcome.GRANT, DecisionOutcome.GRANT_WITH_CONDITIONS})
AWARDING = frozenset({Verdict.RECOMMEND, Verdict.RECOMMEND_WITH_CONDITIONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What somebody decides."""

    outcome: DecisionOutcome
    rationale: str
    award: str | None = None  # id of the level; None: the recommended one where something is granted
    override_reason: str = ""  # needed of an admin, and where it departs from what is recommended


def decide_assessment(
    work: Work, ids: Ids, scores: Scores, who: Principal, assessment: Assessment, ruling: Ruling
) -> Decision:
    """Decide a validated certification.

    Raises:
        Forbidden, StateForbids: not this principal's, or not validated.
        Conflict: this kind of assessment is not decided.
        FourEyes: the principal answered, visited, reviewed or led.
        Invalid: the rationale or the reason to override is missing, or there is no such award.
    """
    who.demand_in("decide_assessment", assessment.state)
    if assessment.kind is not AssessmentKind.CERTIFICATION:
        raise Conflict(f"only a certification is decided; this is of the kind {assessment.kind}")
    if any(one.actor == who.actor for one in work.participations.of(assessment.id)):
        raise FourEyes("you took part in this assessment; somebody who did not decides it")
    recommended = score_track(work, scores, assessment, counting_track(assessment.kind)).judged.recommendation
    award = _award(ruling, recommended)
    override = _override(who, ruling, award, recommended)
    decision = work.decisions.add(
        Decision(
            **fresh(ids, work.now),
            assessment_id=assessment.id,
            by=who.actor,
            at=work.now,
            outcome=ruling.outcome,
            award=award,
            rationale=ruling.rationale,
            override_reason=override,
        )
    )
    note(work.audit, who, "record_decision", after=decision)
    take_step(work, scores, who, assessment, "decide_assessment", reason=ruling.rationale, expected=assessment.version)
    return decision


def latest_decision(work: Work, assessment_id: str) -> Decision | None:
    """The decision that counts; None while there is none."""
    found = work.decisions.all(assessment_id=assessment_id)
    return found[-1] if found else None


def departs(ruling: Ruling, award: str | None, recommended: Recommendation) -> bool:
    """Whether a decision is another than the recommended one."""
    grants = ruling.outcome in GRANTS
    return grants is not (recommended.verdict in AWARDING) or (grants and award != recommended.award)


def _award(ruling: Ruling, recommended: Recommendation) -> str | None:
    """Id of the level granted."""
    if ruling.outcome not in GRANTS:
        if ruling.award is not None:
            raise invalid("/award", "award-without-grant", f"{ruling.outcome} grants no award")
        return None
    award = ruling.award or recommended.award
    known = [one.id for one in recommended.awards]
    if award not in known:
        raise invalid("/award", "unknown-award", f"the ruleset awards {', '.join(known) or 'nothing'}")
    return award


def _override(who: Principal, ruling: Ruling, award: str | None, recommended: Recommendation) -> str | None:
    """The reason to override; None where nothing is overridden."""
    if who.role is not Role.ADMIN and not departs(ruling, award, recommended):
        return None
    if not ruling.override_reason.strip():
        said = f"{recommended.verdict} is recommended, and a reviewer usually decides: say why this is otherwise"
        raise invalid("/override_reason", "reason-missing", said)
    return ruling.override_reason.strip()
