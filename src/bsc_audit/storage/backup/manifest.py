"""What a backup says of itself: written last, so that a backup without it is none."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bsc_audit.app.service.model.audit import AuditHead

FORMAT = "bsc-audit-backup/1"
NAME = "manifest.json"
SQLITE_FILE = "database.sqlite"
POSTGRES_FILE = "database.dump"
EVIDENCE = "evidence"  # the folder of the files beside it


class BackupError(Exception):
    """A backup cannot be made, used or put back; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a database says that has to be true of the backup."""

    schema: str  # revision of its migrations
    heads: Mapping[str, AuditHead]  # end of the audit log of every organisation and of the installation
    references: tuple[str, ...]  # SHA-256 of the files that its rows name, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One backup."""

    made_at: datetime
    program: str  # version that made it
    database: str  # name of the database's copy, which says its kind
    database_sha256: str
    database_size: int  # bytes
    facts: Facts
    files: Mapping[str, int]  # SHA-256 of every file of evidence, and its size in bytes

    @property
    def is_sqlite(self) -> bool:
        """Whether it is the copy of an SQLite file."""
        return self.database == SQLITE_FILE


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it beside everything else, whole or not at all."""
    content = {"format": FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat()}
    beside = folder / f".{NAME}"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        BackupError: the folder holds no complete backup this program knows.
    """
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupError(f"{folder} has no {NAME}: it is no backup, or one that was not finished") from None
    except ValueError as error:
        raise BackupError(f"{NAME} of {folder} cannot be read: {error}") from error
    try:
        return _manifest(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError(f"{NAME} of {folder} is not of the format {FORMAT}: {error!r}") from error


def _manifest(content: Mapping[str, Any]) -> Manifest:
    if content["format"] != FORMAT or content["database"] not in (SQLITE_FILE, POSTGRES_FILE):
        raise ValueError(f"format {content['format']!r} with database {content['database']!r}")
    facts = content["facts"]
    return Manifest(
        made_at=datetime.fromisoformat(content["made_at"]),
        program=content["program"],
        database=content["database"],
        database_sha256=content["database_sha256"],
        database_size=content["database_size"],
        facts=Facts(
            schema=facts["schema"],
            heads={org_id: AuditHead(**head) for org_id, head in facts["heads"].items()},
            references=tuple(facts["references"]),
        ),
        files=dict(content["files"]),
    )
