"""What becomes of a certificate: its status, why, and that it ends with its assessment."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import Certificate, CertificateStatus
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.workflow import AssessmentState


def end_certificates(work: Work, who: Principal, assessment: Assessment, step: str, reason: str) -> None:
    """What becomes of an assessment's certificates when it is withdrawn or superseded."""
    status = ENDS.get(assessment.state)
    for certificate in work.certificates.all(assessment_id=assessment.id) if status else ():
        if status and certificate.status in (CertificateStatus.VALID, CertificateStatus.SUSPENDED):
            become(work, who, certificate, status, step, reason)


def become(
    work: Work, who: Principal, certificate: Certificate, status: CertificateStatus, action: str, reason: str
) -> Certificate:
    """Give a certificate another status, and say why in the log."""
    changed = replace(certificate, status=status, status_reason=reason.strip())
    stored = work.certificates.replace(changed, expected=certificate.version)
    note(work.audit, who, action, before=certificate, after=stored, detail=reason)
    return stored


ENDS: Mapping[AssessmentState, CertificateStatus] = MappingProxyType(
    {
        AssessmentState.WITHDRAWN: CertificateStatus.WITHDRAWN,
        AssessmentState.SUPERSEDED: CertificateStatus.SUPERSEDED,
    }
)
