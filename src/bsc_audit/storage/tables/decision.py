"""Decisions and certificates."""

from datetime import date, datetime

from sqlalchemy import Index

from bsc_audit.app.service.model.decision import Certificate, CertificateStatus, Decision, DecisionOutcome
from bsc_audit.storage.tables.base import Found, Own, OwnedRow, constraints, day, moment, text, word


class DecisionRow(OwnedRow, Own, table=True):
    """What a person decided; a trigger refuses one who took part."""

    __tablename__ = "decision"
    __table_args__ = constraints(Decision, Index("ix_decision_assessment_id", "org_id", "assessment_id"))

    assessment_id: str = text()
    by: str = text()
    at: datetime = moment()
    outcome: DecisionOutcome = word(DecisionOutcome)
    award: str | None = text()
    rationale: str = text()
    override_reason: str | None = text()


class CertificateRow(OwnedRow, Found, table=True):
    """What was issued."""

    __tablename__ = "certificate"
    __table_args__ = constraints(Certificate, Index("ix_certificate_feed", "org_id", "updated_at", "id"))

    assessment_id: str = text()
    decision_id: str = text()
    number: str = text()
    award: str = text()
    status: CertificateStatus = word(CertificateStatus)
    status_reason: str = text()
    issued_at: datetime = moment()
    valid_until: date = day()
    file_sha256: str | None = text()
    result_sha256: str = text()
    key: str | None = text()
    log_head: str = text()
