"""A file is there whole or not at all: written beside its place, then moved onto it."""

import os
import tempfile
from pathlib import Path

from bsc_audit.core.problems import Location, Problem


def write_whole(target: Path, text: str) -> Problem | None:
    """Write a text file in one step; what was wrong when it could not be, and then nothing has changed."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        return _problem(target, error)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        return _problem(target, error)
    return None


def _problem(target: Path, error: OSError) -> Problem:
    message = f"cannot be written: {error.strerror or error}"
    return Problem(code="cannot-write", where=Location(target.name), message=message, hint="check folder and rights")
