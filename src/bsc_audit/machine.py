"""What the machine under the service must have: room, a folder that can be written to, the libraries of the PDF."""

import ctypes.util
import importlib.util
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

LEAST_FREE = 200_000_000  # bytes
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def room(folder: Path) -> str:
    """ "" where the folder's disk has room, else how little is left."""
    free = free_bytes(folder)
    return "" if free >= LEAST_FREE else f"{free:,} bytes left"


def free_bytes(folder: Path) -> int:
    """Room on the folder's disk."""
    return shutil.disk_usage(folder).free


def writable(folder: Path) -> str:
    """ "" where a file can be made in the folder and is gone again, else why not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".ready-", dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        return f"cannot be written to: {error.strerror}"
    return ""


@cache
def draws_pdf() -> str:
    """ "" where reports can be drawn, else what is missing; looked for once, because the search starts programs."""
    if importlib.util.find_spec("weasyprint") is None:
        return "install bsc-audit[pdf]"
    missing = [name for name in LIBRARIES if ctypes.util.find_library(name) is None]
    return f"missing: {', '.join(missing)}; see bsc-audit doctor" if missing else ""
