"""Organisations that are being erased: the one case in which triggers let history be deleted."""

from datetime import datetime

from sqlmodel import SQLModel

from bsc_audit.storage.tables.base import moment, text


class ErasureRow(SQLModel, table=True):
    """An organisation whose data may be deleted; stays as the proof that it was."""

    __tablename__ = "erasure"
    __table_args__ = {"sqlite_strict": True}

    erased_org_id: str = text(primary_key=True)
    at: datetime = moment()
    actor: str = text()
    reason: str = text()
