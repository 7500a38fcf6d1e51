"""Making a backup while the service works: the database as it is at one moment, then the files, then the manifest.

Files are only ever added, and one that nothing refers to stays for a while; so those copied later cover the database.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from bsc_audit.app.service.refusals import Refusal
from bsc_audit.storage.backup import postgres
from bsc_audit.storage.backup.files import Files, keep, sha256_of
from bsc_audit.storage.backup.looking import facts_of, read_only
from bsc_audit.storage.backup.manifest import (
    EVIDENCE,
    POSTGRES_FILE,
    SQLITE_FILE,
    BackupError,
    Facts,
    Manifest,
    write_manifest,
)
from bsc_audit.storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where the data of a service lies."""

    database: Database
    url: str  # of the database
    files: Files


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When a backup is made, and by which version of the program."""

    at: datetime
    program: str


def make_backup(source: Installation, folder: Path, stamp: Stamp) -> Manifest:
    """Copy everything into a new or empty folder.

    Raises:
        BackupError: the folder is not empty, or something could not be copied; the folder then has no manifest.
    """
    _prepare(folder)
    try:
        name = SQLITE_FILE if source.database.is_sqlite else POSTGRES_FILE
        facts = _copy_database(source, folder / name)
        files = source.files.save(folder / EVIDENCE)
        manifest = Manifest(
            made_at=stamp.at,
            program=stamp.program,
            database=name,
            database_sha256=sha256_of(folder / name),
            database_size=(folder / name).stat().st_size,
            facts=facts,
            files=files,
        )
        write_manifest(folder, manifest)
    except (OSError, sqlite3.Error, Refusal) as error:
        raise BackupError(f"the backup is not finished: {error}") from error
    return manifest


def _prepare(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds personal data
    if any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty; every backup has a folder of its own")


def _copy_database(source: Installation, file: Path) -> Facts:
    if not source.database.is_sqlite:
        return _dump(source, file)
    _vacuum(Path(make_url(source.url).database or ""), file)
    keep(file)
    with read_only(file) as copy, copy.reader.connect() as connection:
        return facts_of(connection)


def _vacuum(database: Path, file: Path) -> None:
    """Write the file anew at another place, in one reading transaction that no writer waits for."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("VACUUM INTO ?", (str(file),))
    finally:
        connection.close()


def _dump(source: Installation, file: Path) -> Facts:
    with source.database.owner.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
        facts = facts_of(connection)
        postgres.dump(source.url, file, snapshot=snapshot)
    keep(file)
    return facts
