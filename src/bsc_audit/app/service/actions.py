"""Use cases of corrective actions: planned from a finding, done, and checked by somebody else."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bsc_audit.app.service.assessments import visible_assessment, within_reach
from bsc_audit.app.service.disclosure import demand_scores
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.action import Action, ActionState
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Ids, Page, Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, FourEyes, NotFound, invalid
from bsc_audit.app.service.score import Scores, counting_track, score_track
from bsc_audit.app.service.trail import note

UNDER_WAY = frozenset({ActionState.OPEN, ActionState.IN_PROGRESS})
TO_BE_DONE = UNDER_WAY | {ActionState.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, by whom, until when."""

    title: str
    owner: str
    due: date | None = None
    root_cause: str = ""
    correction: str = ""  # what was put right at once


def create_action(
    work: Work, ids: Ids, scores: Scores, who: Principal, assessment: Assessment, finding: str, plan: Plan
) -> Action:
    """Plan what follows from a finding of the assessment.

    Raises:
        Invalid: the assessment has no such finding.
        ScoresWithheld: its findings are not shown to this principal yet.
    """
    who.demand_in("create_action", assessment.state)
    demand_scores(who, assessment)
    scored = score_track(work, scores, assessment, counting_track(assessment.kind))
    if finding not in {one.id for one in scored.judged.findings.items}:
        raise invalid("/finding", "unknown-finding", "the assessment has no such finding")
    about: dict[str, Any] = {"assessment_id": assessment.id, "finding": finding}
    planned = Action(**fresh(ids, work.now), **about, **_fields(plan), state=ActionState.OPEN)
    added = work.actions.add(planned)
    note(work.audit, who, "create_action", after=added)
    return added


def visible_action(work: Work, who: Principal, action_id: str) -> Action:
    """An action of the principal's part of the organisation.

    Raises:
        NotFound: there is none.
    """
    found = work.actions.find(action_id)
    if found is None:
        raise NotFound("there is no such action")
    visible_assessment(work, who, found.assessment_id)
    return found


def list_actions(work: Work, who: Principal, query: Query) -> Page[Action]:
    """One page of the actions of the principal's part of the organisation.

    Raises:
        NotFound: of an assessment outside it.
    """
    return work.actions.list(within_reach(work, who, query))


def update_action(work: Work, who: Principal, action: Action, plan: Plan, *, begun: bool, expected: int) -> Action:
    """Plan it otherwise, or say that it was begun.

    Raises:
        Conflict: it is done, checked or cancelled.
        StaleVersion: somebody changed it in between.
    """
    _demand_state(action, UNDER_WAY, "be changed")
    state = ActionState.IN_PROGRESS if begun else ActionState.OPEN
    return _store(work, who, "update_action", action, replace(action, **_fields(plan), state=state), expected)


def complete_action(work: Work, who: Principal, action: Action) -> Action:
    """It is done; one whose check failed is done again.

    Raises:
        Conflict: it is done already, verified or cancelled.
    """
    _demand_state(action, TO_BE_DONE, "be done")
    unchecked = replace(action, verified_by=None, verified_at=None, effectiveness="")
    done = replace(unchecked, state=ActionState.DONE, done_by=who.actor, done_at=work.now)
    return _store(work, who, "complete_action", action, done, action.version)


def check_action(work: Work, who: Principal, action: Action, *, worked: bool, effectiveness: str) -> Action:
    """Say whether what was done worked, and what was looked at.

    Raises:
        FourEyes: the principal did it.
        Conflict: it is not done.
    """
    _demand_state(action, frozenset({ActionState.DONE}), "be checked")
    if who.actor == action.done_by:
        raise FourEyes("you did it; somebody else checks whether it worked")
    state = ActionState.VERIFIED if worked else ActionState.FAILED
    checked = replace(action, state=state, verified_by=who.actor, verified_at=work.now, effectiveness=effectiveness)
    return _store(work, who, "check_action", action, checked, action.version)


def cancel_action(work: Work, who: Principal, action: Action, *, reason: str) -> Action:
    """It will not be done, for a reason.

    Raises:
        Conflict: it is verified or cancelled.
    """
    _demand_state(action, TO_BE_DONE | {ActionState.DONE}, "be cancelled")
    changed = replace(action, state=ActionState.CANCELLED)
    return _store(work, who, "cancel_action", action, changed, action.version, reason)


def _demand_state(action: Action, states: frozenset[ActionState], what: str) -> None:
    if action.state not in states:
        raise Conflict(f"an action that is {action.state} cannot {what}")


def _store(
    work: Work, who: Principal, name: str, before: Action, after: Action, expected: int, detail: str = ""
) -> Action:
    stored = work.actions.replace(after, expected=expected)
    note(work.audit, who, name, before=before, after=stored, detail=detail)
    return stored


def _fields(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "owner": plan.owner,
        "due": plan.due,
        "root_cause": plan.root_cause,
        "correction": plan.correction,
    }
