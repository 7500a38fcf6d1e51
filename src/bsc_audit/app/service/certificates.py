"""Use cases of certificates: issued of a decision that grants, suspended, ended with their assessment."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import visible_assessment, within_reach
from bsc_audit.app.service.certificate_ends import become
from bsc_audit.app.service.decisions import GRANTS, latest_decision
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import Certificate, CertificateStatus, Decision
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.ports import Page, Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, NotFound, invalid
from bsc_audit.app.service.report_making import PDF, Wanted, report_of
from bsc_audit.app.service.reports import ReportDesk, bundle_now, enqueue_report
from bsc_audit.app.service.trail import note
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.number import report_number
from bsc_audit.core.report.sections.standing import months_after

TEMPLATE = "certificate"
NO_CERTIFICATE = "there is no such certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What may become of a certificate by itself; it is withdrawn or superseded with its assessment."""

    since: CertificateStatus
    to: CertificateStatus


def issue_certificate(
    work: Work, desk: ReportDesk, who: Principal, assessment: Assessment, *, decider: str
) -> tuple[Certificate, Job]:
    """Issue what was granted, and have its PDF made.

    Args:
        work: of the organisation.
        desk: what reports take.
        who: issues it.
        assessment: was decided.
        decider: name of who decided, as the certificate prints it.

    Raises:
        Forbidden, StateForbids: not this principal's, or not decided.
        Conflict: nothing was granted, or more than the assessment supports; says what stands in the way.
    """
    who.demand_in("issue_assessment", assessment.state)
    decision = latest_decision(work, assessment.id)
    if decision is None or decision.outcome not in GRANTS or decision.award is None or not decider:
        raise Conflict("nothing was granted to this assessment by somebody who is known here")
    head = work.audit.head().hash
    bundle = bundle_now(work, desk.scores, assessment, decider, log_head=head)
    source = desk.blobs.put([bundle]).sha256
    printed = report_of(bundle, desk.offer.speak(assessment.language))
    if not printed.report.standing.granted:
        raise Conflict(f"no certificate can be issued: {printed.report.standing.reason}")
    until = months_after(decision.at.date(), printed.validity_months)
    certificate = work.certificates.add(
        Certificate(
            **fresh(desk.ids, work.now),
            **_said(work, decision, printed.report),
            log_head=head,
            award=decision.award,
            status=CertificateStatus.VALID,
            issued_at=work.now,
            valid_until=until,
            result_sha256=hashlib.sha256(desk.offer.encode(printed.report)).hexdigest(),
        )
    )
    wanted = Wanted(template=TEMPLATE, format=PDF, language=assessment.language)
    about = {"actor": who.actor, "certificate": certificate.id}
    _, job = enqueue_report(work, desk.ids, assessment, wanted, source, brand=desk.brand, **about)
    note(work.audit, who, "issue_certificate", after=certificate)
    take_step(work, desk.scores, who, assessment, "issue_assessment", expected=assessment.version)
    return certificate, job


def visible_certificate(work: Work, who: Principal, certificate_id: str) -> Certificate:
    """A certificate of the principal's part of the organisation.

    Raises:
        NotFound: there is none.
    """
    found = work.certificates.find(certificate_id)
    if found is None or found.org_id != work.org_id:
        raise NotFound(NO_CERTIFICATE)
    visible_assessment(work, who, found.assessment_id)
    return found


def list_certificates(work: Work, who: Principal, query: Query) -> Page[Certificate]:
    """One page of the certificates of the principal's part of the organisation.

    Raises:
        NotFound: of an assessment outside it.
    """
    return work.certificates.list(within_reach(work, who, query))


def change_certificate(
    work: Work, who: Principal, certificate: Certificate, action: str, *, reason: str
) -> Certificate:
    """Suspend a certificate, or make a suspended one count again.

    Raises:
        Invalid: the reason is missing.
        Conflict: it is of another status.
    """
    who.demand(action)
    change = CHANGES[action]
    if not reason.strip():
        raise invalid("/reason", "reason-missing", "say why")
    if certificate.status is not change.since:
        raise Conflict(f"a certificate that is {certificate.status} cannot become {change.to}")
    return become(work, who, certificate, change.to, action, reason)


def _said(work: Work, decision: Decision, report: Report) -> dict[str, Any]:
    """What a certificate says of where it comes from."""
    return {
        "org_id": work.org_id,
        "assessment_id": decision.assessment_id,
        "decision_id": decision.id,
        "number": report_number(report),
    }


CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "suspend_certificate": Change(since=CertificateStatus.VALID, to=CertificateStatus.SUSPENDED),
        "reinstate_certificate": Change(since=CertificateStatus.SUSPENDED, to=CertificateStatus.VALID),
    }
)
