"""Bringing a database to the schema this program knows, and refusing one it does not."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bsc_audit.storage.engine import Database
from bsc_audit.storage.queue_schema import PREFIX, is_current, is_newer, lower_queue, raise_queue
from bsc_audit.storage.tables.every import METADATA
from bsc_audit.storage.walls import lower_walls, raise_walls


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    return kind != "table" or not (name or "").startswith(PREFIX)


OPTIONS: Mapping[str, Any] = MappingProxyType({"render_as_batch": True, "compare_type": True, "include_name": _is_ours})


class Standing(StrEnum):
    """How a database's schema stands to the one this program knows."""

    EMPTY = "empty"
    BEHIND = "behind"
    AT_HEAD = "at_head"
    NEWER = "newer"  # made by a later version of the program


class SchemaError(Exception):
    """The program cannot work on this database as it is; says what to do."""


def upgrade(database: Database, *, to: str = "head") -> None:
    """Run the revisions that are missing, and raise the database's walls anew.

    Raises:
        SchemaError: the schema is newer than this program; or rows are left that refer to nothing.
    """
    if standing(database) is Standing.NEWER:
        raise SchemaError(_NEWER)
    with _migrating(database) as (connection, config):
        command.upgrade(config, to)
        if to == "head":
            raise_queue(connection)
            raise_walls(connection)


def downgrade(database: Database, *, to: str) -> None:
    """Undo revisions down to one, or to `base`; their data is lost. The walls come back with the next `upgrade`."""
    with _migrating(database) as (connection, config):
        command.downgrade(config, to)
        if to == "base":
            lower_queue(connection)


def standing(database: Database) -> Standing:
    """How the database's schema stands to the one this program knows."""
    with database.owner.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        queue_is_current, queue_is_newer = is_current(connection), is_newer(connection)
    scripts = ScriptDirectory.from_config(_config())
    if current is None:
        return Standing.EMPTY
    if queue_is_newer:
        return Standing.NEWER
    if current == scripts.get_current_head():
        return Standing.AT_HEAD if queue_is_current else Standing.BEHIND
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.BEHIND if current in known else Standing.NEWER


def at_head(database: Database) -> bool:
    """Whether the schema is exactly the one this program knows."""
    return standing(database) is Standing.AT_HEAD


def require_head(database: Database) -> None:
    """Refuse to start on any other schema than the one this program knows.

    Raises:
        SchemaError: it is another; says what to do.
    """
    match standing(database):
        case Standing.NEWER:
            raise SchemaError(_NEWER)
        case Standing.EMPTY | Standing.BEHIND:
            raise SchemaError("the database is not at this program's schema; run `bsc-audit migrate`")
        case Standing.AT_HEAD:
            return


def differences(database: Database) -> list[Any]:
    """What autogenerate would change to make the schema what the tables say; empty when the migrations are complete."""
    with database.owner.connect() as connection:
        context = MigrationContext.configure(connection, opts=dict(OPTIONS))
        return list(compare_metadata(context, METADATA))


@contextmanager
def _migrating(database: Database) -> Iterator[tuple[Connection, Config]]:
    with database.writing(), database.owner.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        lower_walls(connection)
        yield connection, config
        _check_references(connection)


def _check_references(connection: Connection) -> None:
    """SQLite checks no references while tables are rebuilt, so they are checked at the end."""
    if connection.dialect.name != "sqlite":
        return
    lost = connection.execute(text("PRAGMA foreign_key_check")).all()
    if lost:
        raise SchemaError(f"{len(lost)} rows refer to nothing, the first one in {lost[0][0]}; nothing was changed")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config


_NEWER = "the database was made by a later version of bsc-audit; install that version, or restore a backup"
