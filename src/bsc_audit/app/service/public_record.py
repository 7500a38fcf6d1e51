"""What anybody may know of a certificate: that it was issued, to which organisation, and whether it still counts."""

from dataclasses import dataclass
from datetime import date, datetime

from bsc_audit.app.service.model.decision import Certificate, CertificateStatus
from bsc_audit.app.service.ports import Installation
from bsc_audit.app.service.refusals import NotFound

EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRecord:
    """A certificate without a word about any person."""

    number: str
    status: str  # a CertificateStatus, or EXPIRED
    award: str
    organisation: str
    issued_at: datetime
    valid_until: date  # the last day
    file_sha256: str | None  # None while the PDF is being made
    result_sha256: str
    key: str | None  # fingerprint of the signing key; None: unsigned
    log_head: str


def by_number(installation: Installation, number: str) -> PublicRecord:
    """The record of a number.

    Raises:
        NotFound: no certificate has it.
    """
    found = installation.certificates.one(number=number)
    if found is None:
        raise NotFound("no certificate has this number")
    return record_of(installation, found)


def by_file(installation: Installation, sha256: str) -> PublicRecord | None:
    """The record of the certificate whose file has this digest; None when no certificate has."""
    found = installation.certificates.one(file_sha256=sha256)
    return None if found is None else record_of(installation, found)


def record_of(installation: Installation, certificate: Certificate) -> PublicRecord:
    """What anybody may know of a certificate at the time of the transaction."""
    organisation = installation.organisations.get(certificate.org_id)
    over = installation.now.date() > certificate.valid_until and certificate.status is CertificateStatus.VALID
    return PublicRecord(
        number=certificate.number,
        status=EXPIRED if over else certificate.status,
        award=certificate.award,
        organisation=organisation.name,
        issued_at=certificate.issued_at,
        valid_until=certificate.valid_until,
        file_sha256=certificate.file_sha256,
        result_sha256=certificate.result_sha256,
        key=certificate.key,
        log_head=certificate.log_head,
    )
