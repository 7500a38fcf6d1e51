"""Remarks of the team."""

from typing import Any

from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, json_text, text


class RemarksRow(OwnedRow, Own, table=True):
    """All remarks of one assessment."""

    __tablename__ = "remarks"
    __table_args__ = constraints(Remarks)

    assessment_id: str = text()
    content: Any = json_text(nullable=False)
    actor: str = text()
