"""Decisions, certificates and what the public may know of them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bsc_audit.api.schemas.base import Id, Sent, StoredOut, Text
from bsc_audit.api.schemas.reports import JobOut
from bsc_audit.api.times import Day, Instant
from bsc_audit.app.service.model.decision import CertificateStatus, DecisionOutcome

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=r"^[^\x00]*$")]


class DecisionIn(Sent):
    """What is decided."""

    outcome: DecisionOutcome
    rationale: Reason
    award: Id | None = Field(default=None, description="null: the recommended one where something is granted")
    override_reason: Text = Field(
        default="", description="needed of an administrator, and where the decision departs from the recommendation"
    )


class DecisionOut(StoredOut):
    """A decision."""

    assessment_id: str
    by: str = Field(description="actor")
    at: Instant
    outcome: DecisionOutcome
    award: str | None
    rationale: str
    override_reason: str | None


class DecisionsOut(BaseModel):
    """Every decision about an assessment; the last one counts."""

    items: list[DecisionOut]


class ReasonIn(Sent):
    """Why."""

    reason: Reason


class CertificateOut(StoredOut):
    """A certificate."""

    assessment_id: str
    decision_id: str
    number: str = Field(description="anybody may ask for it at /v1/verify/{number}")
    award: str
    status: CertificateStatus
    status_reason: str
    issued_at: Instant
    valid_until: Day = Field(description="the last day")
    file_sha256: str | None = Field(description="of the PDF; null while it is being made")
    result_sha256: str = Field(description="of the result for programs it is about")
    key: str | None = Field(description="SHA-256 of the signer's certificate; null: unsigned")
    log_head: str = Field(description="of the organisation's audit log just before it was issued")


class LookOut(BaseModel):
    """One time a certificate is looked at again."""

    model_config = ConfigDict(from_attributes=True)

    due: Day = Field(description="the last day for it")
    renewal: bool = Field(description="the certificate ends on this day")
    assessment_id: str | None = Field(description="by which it was done; null: not yet")
    overdue: bool


class SurveillanceOut(BaseModel):
    """A certificate with every time it is looked at again."""

    model_config = ConfigDict(from_attributes=True)

    certificate: CertificateOut
    looks: list[LookOut]
    next_due: Day | None = Field(description="null: everything is done")


class SurveillancesOut(BaseModel):
    """Certificates that are watched, the most urgent first."""

    items: list[SurveillanceOut]


class IssuedOut(BaseModel):
    """A certificate, and the job that makes its PDF."""

    certificate: CertificateOut
    job: JobOut


class PublicRecordOut(BaseModel):
    """What anybody may know of a certificate."""

    model_config = ConfigDict(from_attributes=True)

    number: str
    status: str = Field(description="valid, suspended, withdrawn, superseded or expired")
    award: str
    organisation: str
    issued_at: Instant
    valid_until: Day = Field(description="the last day")
    file_sha256: str | None = Field(description="of the PDF; null while it is being made")
    result_sha256: str
    key: str | None = Field(description="SHA-256 of the signer's certificate; null: unsigned")
    log_head: str


class DigestIn(Sent):
    """The digest of a file."""

    sha256: Digest


class VerifiedOut(BaseModel):
    """Whether a file is the file of a certificate, byte for byte."""

    sha256: str
    known: bool
    certificate: PublicRecordOut | None
