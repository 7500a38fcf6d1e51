"""The audit log, and its heads. No reference to the organisation: the installation has a chain, too."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import SQLModel

from bsc_audit.storage.tables.base import Own, json_text, moment, size, text


class AuditEntryRow(SQLModel, Own, table=True):
    """One entry; triggers refuse to change or delete it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_target", "org_id", "target", "seq"),
        {"sqlite_strict": True},
    )

    org_id: str = text(primary_key=True)
    seq: int = size(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    target: str = text()
    actor: str = text()
    event: Any = json_text(nullable=False)  # the whole event; target and actor are repeated to be looked up by
    prev: str = text()
    hash: str = text()


class AuditHeadRow(SQLModel, Own, table=True):
    """The end of a chain; who writes to an organisation locks its row first."""

    __tablename__ = "audit_head"
    __table_args__ = {"sqlite_strict": True}

    org_id: str = text(primary_key=True)
    seq: int = size()
    hash: str = text()
    at: datetime | None = moment()  # of the last transaction that wrote
