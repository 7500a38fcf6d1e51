"""Corrective actions of an assessment: planned from its findings, done, checked by somebody else."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import actions
from bsc_audit.app.service.actions import TO_BE_DONE, UNDER_WAY, Plan
from bsc_audit.app.service.disclosure import sees_scores
from bsc_audit.app.service.model.action import Action, ActionState
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.vocabulary import FindingKind
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.names import names
from bsc_audit.web.result import scored_of
from bsc_audit.web.shell import address_of, shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/actions")
Change = Callable[[Work, Principal, Action], Action]
TO_MEND = frozenset(FindingKind) - {FindingKind.STRENGTH}


@router.get("")
def actions_page(call: InView, org: str, assessment: str, finding: str = "") -> Response:
    """What is planned, done and checked."""
    return _page(call, org, assessment, finding=finding)


@router.post("")
def action_planned_done(call: InForm, org: str, assessment: str) -> Response:
    """Plan what follows from a finding."""

    def use(work: Work, who: Principal) -> Response:
        found = shell_of(work, who, assessment, "actions").assessment
        finding = call.form.text("finding")
        made = actions.create_action(work, call.wiring.ids, call.scores, who, found, finding, _plan(call))
        return call.go(f"{address_of(org, found.id)}/actions#{made.id}", said="created")

    return call.write(org, "create_action", use, lambda failure: _page(call, org, assessment, failure))


@router.post("/{action}/plan")
def action_changed_done(call: InForm, org: str, assessment: str, action: str) -> Response:
    """Plan it otherwise, or say that it was begun."""

    def change(work: Work, who: Principal, stored: Action) -> Action:
        begun, expected = call.form.ticked("begun"), call.form.version()
        return actions.update_action(work, who, stored, _plan(call), begun=begun, expected=expected)

    return _change(call, org, assessment, action, "update_action", change)


@router.post("/{action}/complete")
def action_completed_done(call: InForm, org: str, assessment: str, action: str) -> Response:
    """It is done."""
    return _change(call, org, assessment, action, "complete_action", actions.complete_action)


@router.post("/{action}/check")
def action_checked_done(call: InForm, org: str, assessment: str, action: str) -> Response:
    """Whether it worked, by somebody who did not do it."""

    def check(work: Work, who: Principal, stored: Action) -> Action:
        found = call.form.text("effectiveness")
        if not found:
            raise invalid("/effectiveness", "missing", "say what you looked at and what you found")
        worked = call.form.text("worked") == "yes"
        return actions.check_action(work, who, stored, worked=worked, effectiveness=found)

    return _change(call, org, assessment, action, "check_action", check)


@router.post("/{action}/cancel")
def action_cancelled_done(call: InForm, org: str, assessment: str, action: str) -> Response:
    """It will not be done, for a reason."""

    def cancel(work: Work, who: Principal, stored: Action) -> Action:
        reason = call.form.text("reason")
        if not reason:
            raise invalid("/reason", "missing", "say why it will not be done")
        return actions.cancel_action(work, who, stored, reason=reason)

    return _change(call, org, assessment, action, "cancel_action", cancel)


def _change(call: FormCall, org: str, assessment: str, action: str, right: str, change: Change) -> Response:
    def use(work: Work, who: Principal) -> Response:
        stored = actions.visible_action(work, who, action)
        if stored.assessment_id != assessment:
            raise NotFound("the assessment has no such action")
        change(work, who, stored)
        return call.go(f"{address_of(org, assessment)}/actions#{action}", said="saved")

    return call.write(org, right, use, lambda failure: _page(call, org, assessment, failure, about=action))


def _page(
    call: PageCall, org: str, assessment: str, failure: Failure | None = None, *, finding: str = "", about: str = ""
) -> Response:
    who = call.enter(org, "list_actions")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "actions")
        stored = sorted(work.actions.all(assessment_id=shell.assessment.id), key=_urgency)
        withheld = not sees_scores(who, shell.assessment)
        findings = [] if withheld else _findings(call, work, shell.assessment)
    with call.wiring.work.installation() as installation:
        actors = [actor for one in stored for actor in (one.done_by, one.verified_by)]
        known = names(installation, org, actors)
    sent = call.form if isinstance(call, FormCall) else None
    shown: dict[str, Any] = {
        "shell": shell,
        "actions": stored,
        "findings": findings,
        "withheld": withheld,
        "titles": dict(findings),
        "names": known,
        "failure": failure,
        "failed_action": about,
        "sent": None if about else sent,
        "finding": finding,
        "today": call.wiring.clock.now().date(),
        "under_way": UNDER_WAY,
        "to_be_done": TO_BE_DONE,
    }
    return call.page("actions/actions", shown, status=failure.status if failure else 200)


def _findings(call: PageCall, work: Work, assessment: Assessment) -> list[tuple[str, str]]:
    """Id and title of what an action may follow from; none where nothing can be scored."""
    try:
        scored = scored_of(work, call.scores, assessment)
    except EvidenceError:
        return []
    kinds = [one for one in scored.judged.findings.items if one.kind in TO_MEND]
    return [(one.id, f"{one.kind.capitalize()}: {one.title}") for one in kinds]


def _urgency(action: Action) -> tuple[bool, str, str]:
    """What is not ended comes first, by its day; without one last."""
    over = action.state in (ActionState.VERIFIED, ActionState.CANCELLED)
    return over, action.due.isoformat() if action.due else "9", action.id


def _plan(call: FormCall) -> Plan:
    form = call.form
    missing = [name for name in ("title", "owner") if not form.text(name)]
    if missing:
        raise invalid(
            f"/{missing[0]}", "missing", {"title": "say what is to be done", "owner": "say who does it"}[missing[0]]
        )
    return Plan(
        title=form.text("title"),
        owner=form.text("owner"),
        due=form.day("due"),
        root_cause=form.text("root_cause"),
        correction=form.text("correction"),
    )
