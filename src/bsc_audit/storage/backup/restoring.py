"""Putting a backup back, into an empty place only: nothing that is there is ever written over."""

from pathlib import Path

from sqlalchemy.engine import make_url

from bsc_audit.app.service.refusals import Refusal
from bsc_audit.storage.backup import postgres
from bsc_audit.storage.backup.checking import faults_of
from bsc_audit.storage.backup.files import copy_whole
from bsc_audit.storage.backup.making import Installation
from bsc_audit.storage.backup.manifest import EVIDENCE, BackupError, Manifest, read_manifest
from bsc_audit.storage.migrating import Standing, standing, upgrade


def restore_backup(folder: Path, target: Installation) -> Manifest:
    """Check a backup, then put its files and its database where there are none; the database is brought up to date.

    Raises:
        BackupError: the backup is not whole, of another kind of database, or there is a database already.
        SchemaError: it was made by a later version of the program.
    """
    manifest = read_manifest(folder)
    faults = faults_of(folder)
    if faults:
        raise BackupError("the backup is not whole, nothing was put back: " + "; ".join(faults))
    if manifest.is_sqlite != target.database.is_sqlite:
        raise BackupError(f"this is the backup of another kind of database ({manifest.database})")
    _refuse_full(target)
    try:
        _put_back(folder, manifest, target)
    except (OSError, Refusal) as error:
        raise BackupError(f"not everything is put back; mend it and restore again: {error}") from error
    upgrade(target.database)
    return manifest


def _put_back(folder: Path, manifest: Manifest, target: Installation) -> None:
    """The database last: until then it can be tried again."""
    target.files.load(folder / EVIDENCE)
    if manifest.is_sqlite:
        copy_whole(folder / manifest.database, _file(target))
    else:
        postgres.load(target.url, folder / manifest.database)


def _refuse_full(target: Installation) -> None:
    if target.database.is_sqlite:
        file = _file(target)
        taken = file.exists() or file.with_name(f"{file.name}-wal").exists()  # a log without its file is replayed
    else:
        taken = standing(target.database) is not Standing.EMPTY
    if taken:
        raise BackupError("there is a database already; a backup is put back into an empty place")


def _file(target: Installation) -> Path:
    return Path(make_url(target.url).database or "")
