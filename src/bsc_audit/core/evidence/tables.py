"""Tables of text (CSV) as rows with their line numbers. The delimiter is read off the header, nothing is guessed."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bsc_audit.core.problems import EvidenceError, Location, Problem

DELIMITERS = ("\t", ";", ",")  # in a draw the earlier one
MOST_CHARACTERS = 20_000_000
MOST_ROWS = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: its cells by column name, blank ones left out."""

    line: int  # of its first character, from 1
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A parsed table."""

    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    text: str = field(default="", repr=False, compare=False)  # as it was read

    def where(self, row: Row, column: str = "") -> Location:
        """Place of a cell: line of the file, and as column the number of the field, from 1."""
        field = self.columns.index(column) + 1 if column in self.columns else 1
        return Location(self.source, row.line, field)

    def where_column(self, column: str) -> Location:
        """Place of a column's name."""
        return Location(self.source, 1, self.columns.index(column) + 1)


def read_table(text: str, source: str) -> Table:
    """Read a table whose first line names its columns.

    Raises:
        EvidenceError: with every line that does not fit the header.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MOST_CHARACTERS:
        raise EvidenceError([_problem(source, 0, "file-too-large", f"more than {MOST_CHARACTERS:,} characters")])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    lines = _lines(reader, source)
    _, header = next(lines, (1, []))
    columns = tuple(name.strip() for name in header)
    if not any(columns):
        raise EvidenceError(
            [_problem(source, 1, "table-without-header", "the first line names no columns", "name them")]
        )
    rows = list(lines)
    problems = [*_columns_twice(columns, source), *_nameless(columns, rows, source)]
    if problems:
        raise EvidenceError(problems)
    filled = (Row(line=line, cells=_cells(columns, cells)) for line, cells in rows)
    return Table(source=source, columns=columns, rows=tuple(row for row in filled if row.cells), text=text)


def delimiter_of(text: str) -> str:
    """The delimiter that occurs most often in the first line, outside quotes."""
    header = "".join(text.partition("\n")[0].split('"')[::2])
    return max(DELIMITERS, key=header.count)


def _lines(reader: Any, source: str) -> Iterator[tuple[int, list[str]]]:
    """First line number and cells of every row; a broken quote or too many rows end the table."""
    line = 1
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                raise EvidenceError([_problem(source, line, "table-too-long", f"more than {MOST_ROWS:,} rows")])
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"not readable as a table: {error}"
        raise EvidenceError([_problem(source, line, "table-syntax", message, "look for a quote left open")]) from error


def _columns_twice(columns: tuple[str, ...], source: str) -> list[Problem]:
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    return [_problem(source, 1, "column-twice", f"the column {name!r} is given twice", "keep one") for name in twice]


def _nameless(columns: tuple[str, ...], rows: list[tuple[int, list[str]]], source: str) -> list[Problem]:
    """Rows with something under no column name; empty cells there are a spreadsheet's habit."""
    named = [at for at, name in enumerate(columns) if name]
    hint = "name the column, and put texts that hold the delimiter in quotes"
    return [
        _problem(source, line, "cell-without-a-column", f"{cell!r} stands in field {at + 1}, which has no name", hint)
        for line, cells in rows
        for at, cell in enumerate(cells)
        if cell.strip() and at not in named
    ]


def _cells(columns: tuple[str, ...], cells: list[str]) -> Mapping[str, str]:
    named = zip(columns, cells, strict=False)
    return {name: cell.strip() for name, cell in named if name and cell.strip()}


def _problem(source: str, line: int, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location(source, line, 1 if line else 0), message=message, hint=hint)
