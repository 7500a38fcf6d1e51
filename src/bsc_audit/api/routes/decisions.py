"""Decisions and certificates of an assessment."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import Call, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.deciders import decider_of
from bsc_audit.api.schemas.assessments import AssessmentOut
from bsc_audit.api.schemas.base import Id
from bsc_audit.api.schemas.decisions import (
    CertificateOut,
    DecisionIn,
    DecisionOut,
    DecisionsOut,
    IssuedOut,
    ReasonIn,
    SurveillanceOut,
    SurveillancesOut,
)
from bsc_audit.api.schemas.reports import JobOut
from bsc_audit.app.service import certificates, surveillance
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.decisions import Ruling
from bsc_audit.app.service.decisions import decide_assessment as decide
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.reports import ReportDesk

router = APIRouter(prefix="/organisations/{org}", tags=["decisions"])

ByAssessment = Annotated[Id | None, Query(description="of this assessment only"), MAY_BE_ABSENT]


@router.get("/assessments/{assessment}/decisions", response_model=DecisionsOut)
def list_decisions(call: InGet, org: str, assessment: str) -> Response:
    """Every decision about an assessment; the last one counts."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        items = [DecisionOut.of(one) for one in work.decisions.all(assessment_id=found.id)]
        return shown(DecisionsOut(items=items))

    return call.read(org, use)


@router.post("/assessments/{assessment}/decisions", status_code=201, response_model=DecisionOut)
def decide_assessment(call: InPost, org: str, assessment: str, body: DecisionIn) -> Response:
    """Decide a validated certification. Who answered, visited, reviewed or led cannot."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        ruling = Ruling(
            outcome=body.outcome, rationale=body.rationale, award=body.award, override_reason=body.override_reason
        )
        made = decide(work, call.wiring.ids, call.scores, who, found, ruling)
        return shown(DecisionOut.of(made), status=201, version=made.version)

    return call.write(org, use)


@router.post("/assessments/{assessment}/certificate", status_code=201, response_model=IssuedOut)
def issue_assessment(call: InPost, org: str, assessment: str) -> Response:
    """Issue the certificate that was granted; its PDF is made by a job."""
    decider = decider_of(call, org, assessment)
    desk = ReportDesk.of(call.wiring, call.scores, org)

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        made, job = certificates.issue_certificate(work, desk, who, found, decider=decider)
        where = f"/v1/organisations/{org}/certificates/{made.id}"
        issued = IssuedOut(certificate=CertificateOut.of(made), job=JobOut.of(job))
        return shown(issued, status=201, location=where)

    return call.write(org, use)


@router.post("/assessments/{assessment}/supersession", response_model=AssessmentOut)
def supersede_assessment(call: InPost, org: str, assessment: str, body: ReasonIn) -> Response:
    """Another assessment takes the place of this one; its certificate ends."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_assessment(work, who, assessment)
        taken = take_step(work, call.scores, who, stored, call.action, reason=body.reason, expected=stored.version)
        return shown(AssessmentOut.of(taken), version=taken.version)

    return call.write(org, use)


@router.get("/certificates", response_model=PageOf[CertificateOut])
def list_certificates(call: InGet, org: str, paging: InPage, assessment_id: ByAssessment = None) -> Response:
    """Certificates, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        equal = {} if assessment_id is None else {"assessment_id": assessment_id}
        name = f"certificates {org} {who.unit_id} {assessment_id}"
        page = certificates.list_certificates(work, who, call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(CertificateOut.of, page.items), page.next))

    return call.read(org, use)


@router.get("/surveillance", response_model=SurveillancesOut)
def list_surveillance(call: InGet, org: str) -> Response:
    """When certificates are looked at again, the most urgent first: yearly, and anew before they end."""

    def use(work: Work, who: Principal) -> Reply:
        items = [SurveillanceOut.model_validate(one) for one in surveillance.list_surveillance(work, who)]
        return shown(SurveillancesOut(items=items))

    return call.read(org, use)


@router.get("/certificates/{certificate}", response_model=CertificateOut)
def get_certificate(call: InGet, org: str, certificate: str) -> Response:
    """One certificate."""

    def use(work: Work, who: Principal) -> Reply:
        found = certificates.visible_certificate(work, who, certificate)
        return shown(CertificateOut.of(found), version=found.version)

    return call.read(org, use)


@router.post("/certificates/{certificate}/suspension", response_model=CertificateOut)
def suspend_certificate(call: InPost, org: str, certificate: str, body: ReasonIn) -> Response:
    """Suspend a valid certificate, with the reason."""
    return _change(call, org, certificate, body)


@router.post("/certificates/{certificate}/reinstatement", response_model=CertificateOut)
def reinstate_certificate(call: InPost, org: str, certificate: str, body: ReasonIn) -> Response:
    """Let a suspended certificate count again, with the reason."""
    return _change(call, org, certificate, body)


def _change(call: Call, org: str, certificate: str, body: ReasonIn) -> Response:
    def use(work: Work, who: Principal) -> Reply:
        found = certificates.visible_certificate(work, who, certificate)
        changed = certificates.change_certificate(work, who, found, call.action, reason=body.reason)
        return shown(CertificateOut.of(changed), version=changed.version)

    return call.write(org, use)
