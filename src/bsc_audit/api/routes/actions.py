"""Corrective actions: planned from a finding, done, checked by somebody else."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import Call, InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.actions import ActionChangeIn, ActionIn, ActionOut, CheckIn
from bsc_audit.api.schemas.base import Id
from bsc_audit.api.schemas.decisions import ReasonIn
from bsc_audit.app.service import actions
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.action import Action, ActionState
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}", tags=["actions"])

ByAssessment = Annotated[Id | None, Query(description="of this assessment only"), MAY_BE_ABSENT]
ByState = Annotated[ActionState | None, Query(description="in this state only"), MAY_BE_ABSENT]


@router.get("/actions", response_model=PageOf[ActionOut])
def list_actions(
    call: InGet, org: str, paging: InPage, assessment_id: ByAssessment = None, state: ByState = None
) -> Response:
    """Actions, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        asked: dict[str, Any] = {"assessment_id": assessment_id, "state": state}
        equal = {name: value for name, value in asked.items() if value is not None}
        name = f"actions {org} {who.unit_id} {sorted(equal.items())}"
        page = actions.list_actions(work, who, call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(ActionOut.of, page.items), page.next))

    return call.read(org, use)


@router.post("/assessments/{assessment}/actions", status_code=201, response_model=ActionOut)
def create_action(call: InPost, org: str, assessment: str, body: ActionIn) -> Response:
    """Plan what follows from a finding."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        made = actions.create_action(work, call.wiring.ids, call.scores, who, found, body.finding, body.plan())
        where = f"/v1/organisations/{org}/actions/{made.id}"
        return shown(ActionOut.of(made), status=201, version=made.version, location=where)

    return call.write(org, use)


@router.get("/actions/{action}", response_model=ActionOut)
def get_action(call: InGet, org: str, action: str) -> Response:
    """One action."""

    def use(work: Work, who: Principal) -> Reply:
        found = actions.visible_action(work, who, action)
        return shown(ActionOut.of(found), version=found.version)

    return call.read(org, use)


@router.put("/actions/{action}", response_model=ActionOut)
def update_action(call: InChange, org: str, action: str, body: ActionChangeIn) -> Response:
    """Plan it otherwise, or say that it was begun."""

    def use(work: Work, who: Principal) -> Reply:
        stored = actions.visible_action(work, who, action)
        expected = call.expected(stored, lambda: ActionOut.of(stored))
        changed = actions.update_action(work, who, stored, body.plan(), begun=body.begun, expected=expected)
        return shown(ActionOut.of(changed), version=changed.version)

    return call.write(org, use)


@router.post("/actions/{action}/completion", response_model=ActionOut)
def complete_action(call: InPost, org: str, action: str) -> Response:
    """It is done."""
    return _change(call, org, action, actions.complete_action)


@router.post("/actions/{action}/check", response_model=ActionOut)
def check_action(call: InPost, org: str, action: str, body: CheckIn) -> Response:
    """Whether it worked, by somebody who did not do it."""

    def check(work: Work, who: Principal, stored: Action) -> Action:
        return actions.check_action(work, who, stored, worked=body.worked, effectiveness=body.effectiveness)

    return _change(call, org, action, check)


@router.post("/actions/{action}/cancellation", response_model=ActionOut)
def cancel_action(call: InPost, org: str, action: str, body: ReasonIn) -> Response:
    """It will not be done, for a reason."""

    def cancel(work: Work, who: Principal, stored: Action) -> Action:
        return actions.cancel_action(work, who, stored, reason=body.reason)

    return _change(call, org, action, cancel)


def _change(call: Call, org: str, action: str, change: Callable[[Work, Principal, Action], Action]) -> Response:
    def use(work: Work, who: Principal) -> Reply:
        changed = change(work, who, actions.visible_action(work, who, action))
        return shown(ActionOut.of(changed), version=changed.version)

    return call.write(org, use)
