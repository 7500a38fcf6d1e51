"""Visits and contact reviews."""

from typing import Any

from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, json_text, text, word


class VisitRow(OwnedRow, Own, table=True):
    """One visit."""

    __tablename__ = "visit"
    __table_args__ = constraints(Visit)

    assessment_id: str = text()
    client_id: str = text()
    unit_id: str | None = text()
    content: Any = json_text(nullable=False)
    status: RecordStatus = word(RecordStatus)
    note: str = text()
    actor: str = text()


class ContactReviewRow(OwnedRow, Own, table=True):
    """One reviewed contact."""

    __tablename__ = "contact_review"
    __table_args__ = constraints(ContactReview)

    assessment_id: str = text()
    external_id: str = text()
    unit_id: str | None = text()
    content: Any = json_text(nullable=False)
    status: RecordStatus = word(RecordStatus)
    note: str = text()
    dispute: Any = json_text(nullable=True)
    actor: str = text()
    second_actor: str | None = text()
