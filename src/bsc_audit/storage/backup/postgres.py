"""PostgreSQL's own programs for copies of a database; what they need to connect stands in no command line."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

from bsc_audit.storage.backup.manifest import BackupError


def dump(url: str, file: Path, *, snapshot: str) -> None:
    """Write a database, as a transaction that exported a snapshot sees it, into a file in PostgreSQL's own format.

    Raises:
        BackupError: `pg_dump` is not there, or it failed.
    """
    _run(url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}")


def load(url: str, file: Path) -> None:
    """Put a dump into an empty database, all of it or nothing; rights are left to the migrations.

    Raises:
        BackupError: `pg_restore` is not there, or it failed.
    """
    wanted = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    _run(url, "pg_restore", *wanted, f"--dbname={make_url(url).database}", str(file))


def contents(file: Path) -> None:
    """Read a dump's table of contents.

    Raises:
        BackupError: it cannot be read.
    """
    _run("postgresql:///none", "pg_restore", "--list", str(file))


def _run(url: str, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not there: install PostgreSQL's client programs, of the server's version")
    done = subprocess.run(
        [found, *arguments], env={**os.environ, **_environment(url)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def _environment(url: str) -> Mapping[str, str]:
    """How the programs of PostgreSQL are told where and as whom to connect."""
    made = make_url(url)
    known = {
        "PGHOST": made.host or made.query.get("host"),
        "PGPORT": made.port or made.query.get("port"),
        "PGUSER": made.username or made.query.get("user"),
        "PGPASSWORD": made.password,
        "PGDATABASE": made.database,
        "PGSSLMODE": made.query.get("sslmode"),
        "PGSSLROOTCERT": made.query.get("sslrootcert"),
    }
    return {name: str(value) for name, value in known.items() if value}
