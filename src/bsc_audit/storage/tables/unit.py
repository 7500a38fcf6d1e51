"""Units and where they hang."""

from datetime import date

from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, day, text, word


class UnitRow(OwnedRow, Own, table=True):
    """A node of the tree."""

    __tablename__ = "unit"
    __table_args__ = constraints(Unit)

    kind: UnitKind = word(UnitKind)
    name: str = text()
    external_id: str | None = text()


class UnitPlacementRow(OwnedRow, Own, table=True):
    """From a day on, a unit hangs below a parent."""

    __tablename__ = "unit_placement"
    __table_args__ = constraints(UnitPlacement)

    unit_id: str = text()
    parent_id: str | None = text()
    effective_from: date = day()
