"""Corrective actions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint

from bsc_audit.app.service.model.action import Action, ActionState
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, day, moment, text, word


class ActionRow(OwnedRow, Own, table=True):
    """One corrective or preventive action."""

    __tablename__ = "action"
    __table_args__ = constraints(
        Action, CheckConstraint("verified_by IS NULL OR verified_by <> done_by", name="verified_by_another")
    )

    assessment_id: str = text()
    finding: str = text()
    title: str = text()
    owner: str = text()
    due: date | None = day()
    root_cause: str = text()
    correction: str = text()
    state: ActionState = word(ActionState)
    done_by: str | None = text()
    done_at: datetime | None = moment()
    verified_by: str | None = text()
    verified_at: datetime | None = moment()
    effectiveness: str = text()
