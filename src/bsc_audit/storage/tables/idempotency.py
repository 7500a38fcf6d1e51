"""Answered requests."""

from typing import Any

from sqlalchemy import Index

from bsc_audit.app.service.model.idempotency import IdempotencyRecord
from bsc_audit.storage.tables.base import StoredRow, constraints, json_text, number, text


class IdempotencyRecordRow(StoredRow, table=True):
    """One answered request."""

    __tablename__ = "idempotency_record"
    __table_args__ = constraints(IdempotencyRecord, Index("ix_idempotency_record_created_at", "created_at"))

    principal: str = text()
    key: str = text()
    method: str = text()
    path: str = text()
    body_sha256: str = text()
    status: int | None = number()
    headers: Any = json_text(nullable=False)
    body: str = text()
