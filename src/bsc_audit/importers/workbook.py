"""One sheet of an XLSX workbook as a table of texts. Formulas are never evaluated, nor is their last result trusted."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from bsc_audit.core.evidence.tables import MOST_ROWS, Row, Table
from bsc_audit.core.problems import EvidenceError, Location, Problem

MOST_UNPACKED = 200_000_000  # bytes of all parts together
MOST_PARTS = 2_000
MOST_COLUMNS = 1_000
SIGNS_OF_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")  # no workbook needs them; entity bombs do

Cells = tuple[Any, ...]


def read_sheet(path: Path, sheet: str | None) -> Table:
    """Read a sheet by its name, or the only one.

    Raises:
        EvidenceError: no workbook, no such sheet, too large, or cells that hold a formula or an error.
    """
    _guard(path)
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that hold no values
            return _read(path.name, file, sheet)
    except EvidenceError:
        raise
    except Exception as error:  # the library raises whatever its XML parser raises, also while rows are read
        raise EvidenceError([_problem(path.name, "broken-workbook", f"not readable as a workbook: {error}")]) from error


def _read(source: str, file: BinaryIO, sheet: str | None) -> Table:
    from openpyxl import load_workbook  # the library reads; bounds and refusals are ours. Slow to load, seldom needed

    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        name = _sheet_name(source, book.sheetnames, sheet)
        return _table(f"{source}[{name}]", book[name])
    finally:
        book.close()


def _guard(path: Path) -> None:
    """Refuse what would unpack to more than it should, before unpacking it."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
                message = f"unpacks to {unpacked:,} bytes in {len(parts):,} parts"
                raise EvidenceError([_problem(path.name, "file-too-large", message, "save the one sheet alone")])
            _refuse_entities(path, archive, parts)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise EvidenceError([_problem(path.name, "broken-workbook", f"not readable as a workbook: {error}")]) from error


def _refuse_entities(path: Path, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        with archive.open(part) as file:
            start = file.read(4096).upper()
        if any(sign in start for sign in SIGNS_OF_ENTITIES):
            message = f"its part {part.filename} declares entities"
            raise EvidenceError([_problem(path.name, "broken-workbook", message, "save it anew from a spreadsheet")])


def _sheet_name(source: str, names: list[str], wanted: str | None) -> str:
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted in names:
        return str(wanted)
    message = "which sheet to read was not said" if wanted is None else f"there is no sheet {wanted!r}"
    raise EvidenceError([_problem(source, "no-such-sheet", message, f"sheets: {', '.join(names)}")])


def _table(source: str, sheet: Any) -> Table:
    lines = _lines(source, sheet)
    problems: list[Problem] = []
    header = tuple(_text(cell, source, 1, at, problems).strip() for at, cell in enumerate(next(lines, ()), start=1))
    columns = tuple(_trimmed(header))
    problems.extend(_header_problems(columns, source))
    rows = [_row(source, line, cells, columns, problems) for line, cells in enumerate(lines, start=2)]
    if problems:
        raise EvidenceError(problems)
    return Table(source=source, columns=columns, rows=tuple(row for row in rows if row.cells))


def _lines(source: str, sheet: Any) -> Iterator[Cells]:
    """Rows from the first; the size the file claims is not believed."""
    sheet.reset_dimensions()
    for count, cells in enumerate(sheet.iter_rows(), start=1):
        if count > MOST_ROWS + 1:
            raise EvidenceError([_problem(source, "table-too-long", f"more than {MOST_ROWS:,} rows")])
        if len(cells) > MOST_COLUMNS:
            where = Location(source, count, 1)
            raise EvidenceError([Problem(code="table-too-wide", where=where, message=f"{len(cells):,} columns")])
        yield cells


def _row(source: str, line: int, cells: Cells, columns: tuple[str, ...], problems: list[Problem]) -> Row:
    texts = [_text(cell, source, line, at, problems).strip() for at, cell in enumerate(cells, start=1)]
    if any(texts[len(columns) :]):
        message = f"{len(texts)} cells under {len(columns)} columns"
        problems.append(Problem(code="table-row-too-long", where=Location(source, line, 1), message=message))
    named = zip(columns, texts, strict=False)
    return Row(line=line, cells={name: text for name, text in named if name and text})


def _text(cell: Any, source: str, line: int, at: int, problems: list[Problem]) -> str:
    """A cell as a person would type it; a formula or an error value is a problem with its address."""
    if cell.data_type in REFUSED:
        code, what, hint = REFUSED[cell.data_type]
        from openpyxl.utils import get_column_letter

        address = f"{get_column_letter(at)}{line}"
        problems.append(
            Problem(code=code, where=Location(source, line, at), message=f"cell {address} holds {what}", hint=hint)
        )
        return ""
    return written(cell.value)


def written(value: Any) -> str:
    """A workbook's value as text: dates and times in ISO form, durations as h:mm:ss, whole numbers without point."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)


def _trimmed(header: tuple[str, ...]) -> tuple[str, ...]:
    """Without the unnamed columns at the end that spreadsheets like to leave."""
    named = [at for at, name in enumerate(header, start=1) if name]
    return header[: max(named, default=0)]


def _header_problems(columns: tuple[str, ...], source: str) -> list[Problem]:
    if not columns:
        return [_problem(source, "table-without-header", "the first row names no columns", "name them in row 1")]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    return [_problem(source, "column-twice", f"the column {name!r} is given twice", "keep one") for name in twice]


def _problem(source: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location(source), message=message, hint=hint)


REFUSED = {  # data types of cells that carry no value of their own
    "f": ("formula-cell", "a formula", "paste the values in its place"),
    "e": ("error-cell", "an error value", "mend or empty it"),
}
