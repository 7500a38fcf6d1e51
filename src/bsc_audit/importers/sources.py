"""A file in the hands of the user as a table of texts: CSV, TSV, either of them gzipped, or one sheet of a workbook.

Sizes are bounded before anything is unpacked whole, so that a hostile file costs bounded time and memory.
"""

import gzip
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from bsc_audit.core.evidence.tables import MOST_CHARACTERS, Table, read_table
from bsc_audit.core.problems import EvidenceError, Location, Problem
from bsc_audit.importers.workbook import read_sheet

MOST_BYTES = 4 * MOST_CHARACTERS  # no character takes more in UTF-8
MOST_COLUMNS = 1_000
LONGEST_CELL = 10_000  # characters
ENCODINGS = ("utf-8", "utf-16", "latin-1", "cp1252")


def open_table(path: Path, *, sheet: str | None = None, encoding: str = "utf-8") -> Table:
    """Read a file whose first row names its columns.

    Args:
        path: a .csv, .tsv or .txt, also followed by .gz, or a .xlsx.
        sheet: of a workbook, by its name; None takes the only one.
        encoding: of a text file, one of ENCODINGS; a byte order mark is fine.

    Raises:
        EvidenceError: the file cannot be read as a table, with every reason that could be found.
    """
    if not path.is_file():
        raise EvidenceError([_problem(path, "no-such-file", "there is no such file", "check the path")])
    kind = path.suffix.lower()
    reader = READERS.get(kind)
    if reader is None:
        message = f"files that end in {kind or 'nothing'} cannot be imported"
        raise EvidenceError([_problem(path, "unknown-file-type", message, f"known: {', '.join(READERS)}")])
    table = reader(path, sheet, encoding)
    problems = _bounds(table)
    if problems:
        raise EvidenceError(problems)
    return table


def _text(path: Path, _sheet: str | None, encoding: str) -> Table:
    if path.stat().st_size > MOST_BYTES:
        raise EvidenceError([_too_large(path)])
    return _decoded(path, path.read_bytes(), encoding)


def _gzipped(path: Path, _sheet: str | None, encoding: str) -> Table:
    try:
        with gzip.open(path) as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise EvidenceError([_problem(path, "broken-archive", f"not readable as gzip: {error}")]) from error
    if len(data) > MOST_BYTES:
        raise EvidenceError([_too_large(path)])
    return _decoded(path, data, encoding)


def _decoded(path: Path, data: bytes, encoding: str) -> Table:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = f"name the encoding in the mapping, one of: {', '.join(ENCODINGS)}"
        problem = Problem(
            code="wrong-encoding", where=Location(path.name, line, 1), message=f"not readable as {encoding}", hint=hint
        )
        raise EvidenceError([problem]) from error
    return read_table(text, path.name)


def _workbook(path: Path, sheet: str | None, _encoding: str) -> Table:
    return read_sheet(path, sheet)


def _bounds(table: Table) -> list[Problem]:
    if len(table.columns) > MOST_COLUMNS:
        message = f"{len(table.columns):,} columns, more than {MOST_COLUMNS:,}"
        return [Problem(code="table-too-wide", where=Location(table.source, 1, 1), message=message)]
    return [
        Problem(
            code="cell-too-long",
            where=table.where(row, column),
            message=f"column {column!r} holds {len(text):,} characters, more than {LONGEST_CELL:,}",
        )
        for row in table.rows
        for column, text in row.cells.items()
        if len(text) > LONGEST_CELL
    ]


def _too_large(path: Path) -> Problem:
    return _problem(path, "file-too-large", f"more than {MOST_BYTES:,} bytes", "split it by period")


def _problem(path: Path, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location(path.name), message=message, hint=hint)


READERS: Mapping[str, Callable[[Path, str | None, str], Table]] = MappingProxyType(
    {".csv": _text, ".tsv": _text, ".txt": _text, ".gz": _gzipped, ".xlsx": _workbook}
)
