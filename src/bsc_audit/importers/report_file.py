"""A report's PDF as attachments, text of its pages and signatures. A damaged file gives faults, never an exception."""

import logging
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from pyhanko.pdf_utils.reader import PdfFileReader

from bsc_audit.app.report_file import ReportFile
from bsc_audit.core.problems import Location, Problem, ReportFileError
from bsc_audit.importers.making import read_made
from bsc_audit.importers.sheets import attachments_of, texts_of
from bsc_audit.importers.signatures import Trusted, read_signatures

MOST_BYTES = 200_000_000

Found = TypeVar("Found")


def open_report(file: Path, trusted: Trusted = ()) -> ReportFile:
    """Read a report file.

    Raises:
        ReportFileError: it cannot be opened, or holds more than MOST_BYTES.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ReportFileError([_problem(file, f"holds more than {MOST_BYTES:,} bytes")])
        return read_report(file.read_bytes(), trusted)
    except OSError as error:
        raise ReportFileError([_problem(file, f"cannot be opened: {error.strerror}")]) from error


def read_report(data: bytes, trusted: Trusted = ()) -> ReportFile:
    """Read the bytes of a report.

    Args:
        data: of the file.
        trusted: certificates the reader trusts; () when they named none.
    """
    for name in ("pyhanko", "pyhanko_certvalidator"):  # what they grumble about is said as a fault
        logging.getLogger(name).setLevel(logging.CRITICAL)
    faults: list[str] = []
    reader = cache(lambda: PdfFileReader(BytesIO(data), strict=False))  # one that fails, fails each time
    return ReportFile(
        data=data,
        attachments=_tried(faults, "the attachments", lambda: attachments_of(data), {}),
        pages=_tried(faults, "the pages", lambda: texts_of(data), ()),
        signatures=_tried(faults, "the signature", lambda: read_signatures(reader(), data, trusted), None),
        made=_tried(faults, "what the file says of its making", lambda: read_made(reader()), None),
        faults=tuple(faults),
    )


def _tried(faults: list[str], what: str, read: Callable[[], Found], otherwise: Found) -> Found:
    """What was read, or a fault: readers of PDF raise nearly anything on a damaged file, deep recursion included."""
    try:
        return read()
    except Exception as error:
        faults.append(f"{what} cannot be read: {type(error).__name__}: {str(error)[:120]}")
        return otherwise


def _problem(file: Path, message: str) -> Problem:
    return Problem(code="report-unreadable", where=Location(str(file)), message=message)
