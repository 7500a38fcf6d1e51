"""Connections are as the storage needs them, whatever the database."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from bsc_audit.app.service.model.nouns import NOUNS
from bsc_audit.storage import engine
from bsc_audit.storage.engine import Database, WriterBusy, open_database
from bsc_audit.storage.tables.base import Owned
from bsc_audit.storage.tables.every import METADATA, OTHERS, ROWS


def pragma(database: Database, name: str, *, owner: bool = False) -> object:
    with (database.owner if owner else database.reader).connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def test_sqlite_loses_nothing_and_checks_references(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/new/service.db")
    found = {name: pragma(database, name) for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")}
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}


def test_sqlite_may_be_told_to_hurry(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/service.db", sync="NORMAL")
    assert pragma(database, "synchronous") == 1
    database.close()


def test_tables_are_rebuilt_without_checking_references_meanwhile(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/service.db")
    assert pragma(database, "foreign_keys", owner=True) == 0
    database.close()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg(scheme: str) -> None:
    database = open_database(f"{scheme}://nobody@localhost/none")
    assert database.writer.url.drivername == "postgresql+psycopg"
    assert not database.is_sqlite
    database.close()


def test_a_writer_that_gets_no_turn_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_WAIT", 0.01)
    database = open_database(f"sqlite:///{tmp_path}/service.db")
    refused = []

    def write() -> None:
        try:
            with database.writing():
                pass
        except WriterBusy as busy:
            refused.append(busy)

    with database.writing():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    database.close()
    assert len(refused) == 1


def test_every_noun_has_its_table_and_every_table_its_reach() -> None:
    assert set(ROWS) == set(NOUNS)
    assert {row.__tablename__ for row in (*ROWS.values(), *OTHERS)} == set(METADATA.tables)
    for kind, row in ROWS.items():
        assert row.__tablename__ == NOUNS[kind].name
        assert getattr(row, "reach", "nobody") == NOUNS[kind].reach
    owned = {row.__tablename__ for row in (*ROWS.values(), *OTHERS) if issubclass(row, Owned)}
    assert owned == {name for name, table in METADATA.tables.items() if "org_id" in table.columns}
