"""What a database says of itself: heads of the audit log, files its rows name, revision of its schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from bsc_audit.app.service.model.audit import AuditHead
from bsc_audit.storage.backup.manifest import Facts
from bsc_audit.storage.engine import Database, WriterLock


@contextmanager
def read_only(file: Path) -> Iterator[Database]:
    """An SQLite file that nobody works on, opened so that not a byte of it changes."""
    uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool)
    try:
        yield Database(owner=engine, reader=engine, writer=engine, lock=WriterLock())
    finally:
        engine.dispose()


def facts_of(connection: Connection) -> Facts:
    """What the database of a connection says; in one transaction, so that all of it is of one moment."""
    heads = connection.execute(text("SELECT org_id, seq, hash FROM audit_head ORDER BY org_id"))
    return Facts(
        schema=str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()),
        heads={org_id: AuditHead(seq=seq, hash=digest) for org_id, seq, digest in heads},
        references=tuple(connection.execute(text(_REFERENCES)).scalars()),
    )


def broken_file(connection: Connection) -> str:
    """What SQLite finds wrong with its own file; "" when nothing."""
    said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    if said != ["ok"]:
        return f"the database is damaged: {said[0]}"
    lost = connection.execute(text("PRAGMA foreign_key_check")).all()
    return f"{len(lost)} rows refer to nothing, the first one in {lost[0][0]}" if lost else ""


_REFERENCES = """
SELECT sha256 FROM evidence_item WHERE sha256 IS NOT NULL
UNION SELECT sha256 FROM report WHERE sha256 IS NOT NULL
UNION SELECT source_sha256 FROM report
UNION SELECT material_sha256 FROM assessment WHERE material_sha256 IS NOT NULL
UNION SELECT file_sha256 FROM certificate WHERE file_sha256 IS NOT NULL
ORDER BY 1
"""
