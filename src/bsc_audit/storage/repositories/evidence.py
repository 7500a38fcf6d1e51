"""The evidence register over its table."""

from datetime import date

from sqlalchemy import or_

from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.storage.repositories.repository import SqlRepository


class SqlEvidenceItems(SqlRepository[EvidenceItem]):
    """Fulfils the port `EvidenceItems`."""

    def shown_on(self, day: date, *, assessment_id: str | None) -> tuple[EvidenceItem, ...]:
        """What was shown on a day, in the order of entry and revision."""
        row = self._plan.row
        shown = (row.shown_from <= day, or_(row.shown_until.is_(None), row.shown_until > day))
        query = self._select({"assessment_id": assessment_id}).where(*shown)
        return self._values(query.order_by(row.entry, row.revision))
