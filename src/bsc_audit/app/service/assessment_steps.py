"""The use case of taking an assessment from state to state, as the workflow allows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bsc_audit.app.service.certificate_ends import end_certificates
from bsc_audit.app.service.material import keep
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.score import Scores, demand_acceptable, folder_now
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.workflow import STEPS, step_from


def take_step(
    work: Work, scores: Scores, who: Principal, assessment: Assessment, step: str, *, reason: str = "", expected: int
) -> Assessment:
    """Take an assessment to the state a step leads to.

    Args:
        work: of the organisation.
        scores: judge what is stored.
        who: takes the step.
        assessment: as it is stored.
        step: its name in the workflow.
        reason: why; needed where the workflow says so.
        expected: version of the assessment.

    Raises:
        Forbidden, StateForbids: not this principal's, or not in this state.
        Invalid: the reason is missing.
        EvidenceError: what was submitted does not hold together; with every problem.
        StaleVersion: somebody changed it in between.
    """
    who.demand_in(step, assessment.state)
    state = step_from(assessment.state, step)
    if STEPS[step].reason_needed and not reason.strip():
        raise invalid("/reason", "reason-missing", "say why")
    BEFORE.get(step, _nothing)(work, scores, assessment)
    lead = assessment.lead or (who.actor if step in LED_BY else None)
    kept = _material(work, scores, assessment, step)
    changed = replace(assessment, state=state, lead=lead, material_sha256=kept)
    stored = work.assessments.replace(changed, expected=expected)
    note(work.audit, who, step, before=assessment, after=stored, detail=reason)
    end_certificates(work, who, stored, step, reason)
    return stored


def _material(work: Work, scores: Scores, assessment: Assessment, step: str) -> str | None:
    """What is kept from validation on; changes that were requested make it void."""
    if step == "validate_assessment":
        return keep(work, scores, assessment)
    return None if step == "request_changes" else assessment.material_sha256


def _nothing(_work: Work, _scores: Scores, _assessment: Assessment) -> None:
    """A step that asks for nothing of what is stored."""


def _both_accepted(work: Work, scores: Scores, assessment: Assessment) -> None:
    """What is handed over can be scored, in both tracks."""
    for track in Track:
        demand_acceptable(*folder_now(work, scores, assessment, track))


LED_BY = frozenset({"validate_assessment"})  # who takes these leads the assessment where nobody does yet
BEFORE: Mapping[str, Callable[[Work, Scores, Assessment], None]] = MappingProxyType(
    {"submit_assessment": _both_accepted, "validate_assessment": _both_accepted}
)
