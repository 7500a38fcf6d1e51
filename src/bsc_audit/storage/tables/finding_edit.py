"""What the team says of findings."""

from typing import Any

from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, json_text, text


class FindingEditRow(OwnedRow, Own, table=True):
    """One finding, edited or added."""

    __tablename__ = "finding_edit"
    __table_args__ = constraints(FindingEdit)

    assessment_id: str = text()
    finding: str = text()
    content: Any = json_text(nullable=False)
    actor: str = text()
