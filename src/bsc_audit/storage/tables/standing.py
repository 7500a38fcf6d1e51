"""Results as they were last known."""

from bsc_audit.app.service.model.standing import Standing
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, number, text


class StandingRow(OwnedRow, Own, table=True):
    """The last known result of an assessment."""

    __tablename__ = "standing"
    __table_args__ = constraints(Standing)

    assessment_id: str = text()
    basis: str = text()
    score: str | None = text()
    coverage: str | None = text()
    problems: int = number()
