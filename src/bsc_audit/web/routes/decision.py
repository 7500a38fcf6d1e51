"""Review and decision: steps of the workflow, the second person's decision, certificates, differences of opinion."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.certificates import CHANGES, change_certificate, issue_certificate, visible_certificate
from bsc_audit.app.service.decisions import Ruling, decide_assessment
from bsc_audit.app.service.differences import Answer, answer_difference, raise_difference
from bsc_audit.app.service.disclosure import sees_scores
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import DecisionOutcome
from bsc_audit.app.service.permissions import may
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.app.service.remarks import find_remarks
from bsc_audit.app.service.reports import ReportDesk
from bsc_audit.app.service.surveillance import list_surveillance
from bsc_audit.app.service.workflow import STEPS
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.deciders import decider_of
from bsc_audit.web.forms import Failure
from bsc_audit.web.names import names
from bsc_audit.web.result import scored_of
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/decision")

PLAIN_STEPS = tuple(name for name in STEPS if name not in ("decide_assessment", "issue_assessment"))


@router.get("")
def decision_page(call: InView, org: str, assessment: str) -> Response:
    """Where the assessment stands, what may be done next and by whom."""
    return _page(call, org, assessment)


@router.post("/steps/{step}")
def step_done(call: InForm, org: str, assessment: str, step: str) -> Response:
    """Take a step of the workflow."""
    if step not in PLAIN_STEPS:
        raise NotFound("there is no such step")

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "decision")
        reason = call.form.text("reason")
        take_step(work, call.scores, who, shell.assessment, step, reason=reason, expected=call.form.version())
        return call.go(shell.at("decision"), said=step.replace("_", "-"))

    return call.write(org, step, use, lambda failure: _page(call, org, assessment, failure))


@router.post("/decide")
def decided_done(call: InForm, org: str, assessment: str) -> Response:
    """Decide what was validated."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "decision")
        decide_assessment(work, call.wiring.ids, call.scores, who, shell.assessment, _ruling(call))
        return call.go(shell.at("decision"), said="decided")

    return call.write(org, "decide_assessment", use, lambda failure: _page(call, org, assessment, failure))


@router.post("/issue")
def issued_done(call: InForm, org: str, assessment: str) -> Response:
    """Issue the certificate that was granted."""
    decider = decider_of(call, org, assessment)
    desk = ReportDesk.of(call.wiring, call.scores, org)

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "decision")
        issue_certificate(work, desk, who, shell.assessment, decider=decider)
        return call.go(shell.at("decision"), said="issued")

    return call.write(org, "issue_assessment", use, lambda failure: _page(call, org, assessment, failure))


@router.post("/certificates/{certificate}/{change}")
def certificate_changed_done(call: InForm, org: str, assessment: str, certificate: str, change: str) -> Response:
    """Suspend a certificate, or let it count again."""
    if change not in CHANGES:
        raise NotFound("there is no such change")

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "decision")
        found = visible_certificate(work, who, certificate)
        change_certificate(work, who, found, change, reason=call.form.text("reason"))
        return call.go(shell.at("decision"), said="saved")

    return call.write(org, change, use, lambda failure: _page(call, org, assessment, failure))


@router.post("/differences")
def difference_raised_done(call: InForm, org: str, assessment: str) -> Response:
    """The organisation sees something otherwise, and says so."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "decision")
        about, said = _said(call, "about", "auditee")
        ids, rulesets = call.wiring.ids, call.scores.rulesets
        raise_difference(work, ids, rulesets, who, shell.assessment, about=about, said=said)
        return call.go(f"{shell.at('decision')}#differences", said="saved")

    return call.write(org, "raise_difference", use, lambda failure: _page(call, org, assessment, failure))


@router.post("/differences/{number}")
def difference_answered_done(call: InForm, org: str, assessment: str, number: int) -> Response:
    """What the team holds, and what came of it."""
    by = call.names(org)[call.enter(org, "answer_difference").actor]

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "decision")
        (assessor,) = _said(call, "assessor")
        answer = Answer(assessor=assessor, outcome=call.form.text("outcome"))
        ids, rulesets, expected = call.wiring.ids, call.scores.rulesets, call.form.version("remarks")
        answer_difference(work, ids, rulesets, who, shell.assessment, number, answer, by=by, expected=expected)
        return call.go(f"{shell.at('decision')}#differences", said="saved")

    return call.write(org, "answer_difference", use, lambda failure: _page(call, org, assessment, failure))


def _said(call: FormCall, *names: str) -> tuple[str, ...]:
    """Fields that must not be blank."""
    for name in names:
        if not call.form.text(name):
            raise invalid(f"/{name}", "missing", MISSING[name])
    return tuple(call.form.text(name) for name in names)


def _ruling(call: FormCall) -> Ruling:
    form = call.form
    outcome = form.text("outcome")
    if outcome not in set(DecisionOutcome):
        raise invalid("/outcome", "missing", "choose what you decide")
    if not form.text("rationale"):
        raise invalid("/rationale", "missing", "say why: the rationale is printed in the report")
    return Ruling(
        outcome=DecisionOutcome(outcome),
        rationale=form.text("rationale"),
        award=form.optional("award"),
        override_reason=form.text("override_reason"),
    )


def _page(call: PageCall, org: str, assessment: str, failure: Failure | None = None) -> Response:
    who = call.enter(org, "list_decisions")
    with call.wiring.work.read(org) as work:
        about = _about(call, work, who, assessment)
    with call.wiring.work.installation() as installation:
        actors = [one.actor for one in about["parts_taken"]] + [one.by for one in about["decisions"]]
        about |= {"names": names(installation, org, actors), "failure": failure}
    about["sent"] = call.form if isinstance(call, FormCall) else None
    return call.page("decision/decision", about, status=failure.status if failure else 200)


def _about(call: PageCall, work: Work, who: Principal, assessment_id: str) -> dict[str, Any]:
    shell = shell_of(work, who, assessment_id, "decision")
    found = shell.assessment
    remarks = find_remarks(work, found)
    taken = work.participations.of(found.id)
    return {
        "shell": shell,
        "steps": [STEPS[name] for name in PLAIN_STEPS if _offered(who, found, name)],
        "may": {name: _offered(who, found, name) for name in MAY},
        "certified": found.kind is AssessmentKind.CERTIFICATION,
        "took_part": any(one.actor == who.actor for one in taken),
        "parts_taken": taken,
        "decisions": work.decisions.all(assessment_id=found.id),
        "certificates": work.certificates.all(assessment_id=found.id),
        "watched": {one.certificate.id: one.looks for one in list_surveillance(work, who)},
        "differences": list(remarks.content.get("differences") or []) if remarks else [],
        "remarks_version": remarks.version if remarks else 0,
        **_recommended(call, work, who, found),
        "outcomes": OUTCOMES,
    }


def _recommended(call: PageCall, work: Work, who: Principal, assessment: Assessment) -> dict[str, Any]:
    """The report with what the engine recommends, None where it cannot be scored or is not for this person yet."""
    awards = [("", "As recommended, or none")]
    if not sees_scores(who, assessment):
        return {"statement": None, "awards": awards}
    try:
        scored = scored_of(work, call.scores, assessment)
    except EvidenceError:
        return {"statement": None, "awards": awards}
    awards += [(one.id, one.title) for one in scored.judged.recommendation.awards]
    return {"statement": call.shelf.report(scored), "awards": awards}


def _offered(who: Principal, assessment: Assessment, action: str) -> bool:
    """Whether this person may do it in the state the assessment is in."""
    begins = action not in STEPS or assessment.state in STEPS[action].since
    return begins and may(action, assessment.state, role=who.role)


MAY = ("decide_assessment", "issue_assessment", "raise_difference", "answer_difference")
MISSING: Mapping[str, str] = MappingProxyType(
    {
        "about": "say what it is about, by its id",
        "auditee": "say what the organisation holds",
        "assessor": "say what the team holds",
    }
)
OUTCOMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        DecisionOutcome.GRANT: ("Grant", "The award is given."),
        DecisionOutcome.GRANT_WITH_CONDITIONS: ("Grant with conditions", "Given, with actions that must follow."),
        DecisionOutcome.DEFER: ("Defer", "Decided later, once something is put right or shown."),
        DecisionOutcome.REFUSE: ("Refuse", "Not given."),
    }
)
