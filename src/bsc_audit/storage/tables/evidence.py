"""The evidence register."""

from datetime import date
from typing import Any

from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, day, json_text, number, size, text


class EvidenceItemRow(OwnedRow, Own, table=True):
    """One revision of one entry."""

    __tablename__ = "evidence_item"
    __table_args__ = constraints(EvidenceItem)

    assessment_id: str | None = text()
    entry: str = text()
    content: Any = json_text(nullable=False)
    sha256: str | None = text()
    media_type: str | None = text()
    size: int | None = size()
    file_name: str | None = text()
    revision: int = number()
    supersedes: str | None = text()
    expires_on: date | None = day()
    shown_from: date = day()
    shown_until: date | None = day()
    actor: str = text()
    natural_key: str = text()
