"""Former versions of stored values, as they were."""

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from bsc_audit.storage.tables.base import Own, json_text, moment, number, text


class ItemVersionRow(SQLModel, Own, table=True):
    """One version of one value; triggers refuse to change or delete it."""

    __tablename__ = "item_version"
    __table_args__ = {"sqlite_strict": True}

    org_id: str = text(primary_key=True)
    noun: str = text(primary_key=True)
    item_id: str = text(primary_key=True)
    version: int = number(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    content: Any = json_text(nullable=False)  # the row's columns, as the database holds them on SQLite
