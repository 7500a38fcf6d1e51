"""Decisions and the certificates that follow from them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Stored


class DecisionOutcome(StrEnum):
    """What a person decided."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    DEFER = "defer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Stored):
    """What a named person decided about an assessment they took no part in; a later one, after an appeal, is another."""

    assessment_id: str
    by: str  # actor
    at: datetime
    outcome: DecisionOutcome
    award: str | None = None  # id of the award level; None when nothing is granted
    rationale: str
    override_reason: str | None = None  # why it departs from the recommendation or from who usually decides


class CertificateStatus(StrEnum):
    """Whether a certificate can be relied on."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Stored):
    """What was issued; its number is unique in the installation, and anybody may ask for it."""

    org_id: str
    assessment_id: str
    decision_id: str
    number: str
    award: str
    status: CertificateStatus
    status_reason: str = ""
    issued_at: datetime
    valid_until: date  # the last day
    file_sha256: str | None = None  # the signed PDF; None until it is rendered
    result_sha256: str  # canonical result the certificate is about
    key: str | None = None  # fingerprint of the signing key; None: unsigned
    log_head: str  # hash of the organisation's audit log when it was issued
