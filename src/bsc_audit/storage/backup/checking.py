"""Checking a backup by what it holds: nothing of it is changed, and its manifest is not believed."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bsc_audit.app.service.audit_log import prove_organisation
from bsc_audit.app.service.system import SystemClock, Uuid7
from bsc_audit.storage.backup import postgres
from bsc_audit.storage.backup.files import sha256_of
from bsc_audit.storage.backup.looking import broken_file, facts_of, read_only
from bsc_audit.storage.backup.manifest import EVIDENCE, BackupError, Manifest, read_manifest
from bsc_audit.storage.blobs.content import place_of
from bsc_audit.storage.engine import Database
from bsc_audit.storage.unit_of_work import SqlUnitOfWork


def faults_of(folder: Path) -> tuple[str, ...]:
    """Everything that is wrong with a backup; empty when it can be put back.

    The chains of a PostgreSQL dump cannot be walked before it is put back; all else is checked for both databases.

    Raises:
        BackupError: there is no backup that could be checked.
    """
    return tuple(_faults(folder, read_manifest(folder)))


def _faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    database = folder / manifest.database
    if not database.is_file():
        yield f"{manifest.database} is missing"
        return
    yield from _files(folder, manifest)
    if sha256_of(database) != manifest.database_sha256:
        yield f"{manifest.database} is not what was written"
    elif manifest.is_sqlite:
        yield from _sqlite(database, manifest)
    else:
        yield from _postgres(database)


def _files(folder: Path, manifest: Manifest) -> Iterator[str]:
    for digest in manifest.files:
        file = folder / EVIDENCE / place_of(digest)
        if not file.is_file():
            yield f"the file {digest} is missing"
        elif sha256_of(file) != digest:
            yield f"the file {digest} is not what was stored"
    for digest in manifest.facts.references:
        if digest not in manifest.files:
            yield f"the database names the file {digest}, which was missing already when the backup was made"


def _sqlite(file: Path, manifest: Manifest) -> Iterator[str]:
    with read_only(file) as copy:
        try:
            with copy.reader.connect() as connection:
                broken = broken_file(connection)
                facts = facts_of(connection)
        except DBAPIError as error:
            yield f"the database cannot be read: {error.orig}"
            return
        if broken:
            yield broken
        if facts != manifest.facts:
            yield "the manifest does not say what the database says"
        yield from _chains(copy, manifest)


def _chains(copy: Database, manifest: Manifest) -> Iterator[str]:
    units = SqlUnitOfWork(copy, SystemClock(), Uuid7())
    for org_id in manifest.facts.heads:
        proof = prove_organisation(units, org_id)
        if not proof.holds:
            first = proof.breaks[0]
            yield f"the audit log of {org_id} is broken at entry {first.seq}: {first.reason}"


def _postgres(file: Path) -> Iterator[str]:
    try:
        postgres.contents(file)
    except BackupError as error:
        yield str(error)
