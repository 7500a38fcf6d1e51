"""What a sheet is before any library knows of it: columns, rows of plain values, and closed lists of words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bsc_audit.core.report.shown import Shown

Value = str | int | Shown | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, and its width in characters."""

    title: str
    width: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What may be entered into cells: one of a column of the sheet of lists, or a number in bounds."""

    column: str  # head of the column that takes it
    rows: tuple[int, ...]  # of the sheet, the header is 1
    words: str = ""  # head of the column of the sheet of lists; "" for a number
    most: int | None = None  # of a number from 0; None: no upper bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; its first row is the header."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    choices: tuple[Choice, ...] = ()
    numeric: tuple[str, ...] = ()  # heads of columns whose texts are numbers where they can be

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.title} has not as many cells as there are columns")

    def at(self, head: str) -> int:
        """Position of a column, from 1."""
        return [column.title for column in self.columns].index(head) + 1


def pairs(rows: Iterable[Row], title: str) -> Sheet:
    """A sheet of labels and what belongs to them, with a number where there is one."""
    return Sheet(title=title, columns=(Column("What", 30), Column("Says", 100), Column("Number", 14)), rows=tuple(rows))


def said(label: str, text: str, number: Shown | int | None = None) -> tuple[Row, ...]:
    """A row of such a sheet; none when there is nothing to say."""
    return ((label, text, number),) if text else ()


def columns(widths: Mapping[str, int]) -> tuple[Column, ...]:
    """Columns from their heads and widths."""
    return tuple(Column(title, width) for title, width in widths.items())


def words(texts: Iterable[str]) -> str:
    """Several texts in one cell, one a line."""
    return "\n".join(texts)


def joined(*texts: str) -> str:
    """What there is of some texts, as sentences after each other."""
    return ". ".join(filter(None, texts))


def yes_no(value: bool) -> str:
    """A yes or no in words."""
    return "yes" if value else "no"


def printed(value: Shown | None) -> str:
    """A number as the report prints it, in ordinary spaces."""
    return value.text.replace("\u00a0", " ") if value else ""
