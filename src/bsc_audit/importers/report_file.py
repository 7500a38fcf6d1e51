"""A report's PDF as attachments, text of its pages and signatures. A damaged file gives faults, never an exception."""

import logging
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pypdf

from bsc_audit.app.report_file import ReportFile
from bsc_audit.core.problems import Location, Problem, ReportFileError
from bsc_audit.importers.signatures import Trusted, read_signatures

MOST_BYTES = 200_000_000
MOST_PAGES = 3_000
MOST_ATTACHMENTS = 20

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
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it grumbles about is said as a fault
    faults: list[str] = []
    reader = _tried(faults, "the file", lambda: pypdf.PdfReader(BytesIO(data)), None)
    return ReportFile(
        attachments=_tried(faults, "the attachments", lambda: _attachments(reader), {}),
        pages=_tried(faults, "the pages", lambda: _pages(reader), ()),
        signatures=_tried(faults, "the signature", lambda: read_signatures(data, trusted), None),
        faults=tuple(faults),
    )


def _tried(faults: list[str], what: str, read: Callable[[], Found], otherwise: Found) -> Found:
    """What was read, or a fault: readers of PDF raise nearly anything on a damaged file, deep recursion included."""
    try:
        return read()
    except Exception as error:
        faults.append(f"{what} cannot be read: {type(error).__name__}: {str(error)[:120]}")
        return otherwise


def _attachments(reader: pypdf.PdfReader | None) -> dict[str, bytes]:
    """Embedded files by name; two of one name are a way to show different readers different things."""
    if reader is None:
        return {}
    found: dict[str, bytes] = {}
    for count, attachment in enumerate(reader.attachment_list):
        if count >= MOST_ATTACHMENTS or attachment.name in found:
            raise ValueError(f"more than {MOST_ATTACHMENTS}" if count >= MOST_ATTACHMENTS else "one is there twice")
        found[attachment.name] = attachment.content
    return found


def _pages(reader: pypdf.PdfReader | None) -> tuple[str, ...]:
    if reader is None:
        return ()
    if len(reader.pages) > MOST_PAGES:
        raise ValueError(f"more than {MOST_PAGES:,}")
    return tuple(page.extract_text() for page in reader.pages)


def _problem(file: Path, message: str) -> Problem:
    return Problem(code="report-unreadable", where=Location(str(file)), message=message)
