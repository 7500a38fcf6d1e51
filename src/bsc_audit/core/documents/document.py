"""A parsed document: plain data, and the place of every key and value in the file it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bsc_audit.core.problems import Location

Path = tuple[str | int, ...]

QUOTES = ("'", '"')


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key or value starts, and how a text value is written."""

    line: int
    column: int
    style: str | None = None  # of a scalar: None plain, ' " | >


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) and where each part of it stands."""

    source: str
    data: Any
    values: Mapping[Path, Place] = field(repr=False)
    keys: Mapping[Path, Place] = field(repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)  # of the file, for texts that run over several
    text: str = field(default="", repr=False, compare=False)  # as it was read

    def where(self, path: Path = (), *, line: int = 1, column: int = 1) -> Location:
        """Place of the value at `path`; `line` and `column` count inside a text value, from 1.

        A path that does not exist gives its nearest existing parent, so that a missing key points at its owner.
        """
        while path and path not in self.values:
            path = path[:-1]
        place = self.values.get(path)
        if place is None:
            return Location(self.source)
        return Location(self.source, *self._inside(place, line, column))

    def where_key(self, path: Path) -> Location:
        """Place of the key at `path`."""
        place = self.keys.get(path)
        return Location(self.source, place.line, place.column) if place else self.where(path)

    def _inside(self, place: Place, line: int, column: int) -> tuple[int, int]:
        """Line and column in the file of a character of a text."""
        if place.style == "|":  # every line of the text is a line of the file
            row = place.line + line
            return row, self._indent(row) + column
        if line > 1:  # a folded text breaks where the file has an empty line: the start of the text must do
            return place.line, place.column
        if place.style == ">":
            return self._folded(place.line + 1, self._indent(place.line + 1), column - 1)
        return self._folded(place.line, place.column - 1 + (place.style in QUOTES), column - 1)

    def _folded(self, row: int, start: int, rest: int) -> tuple[int, int]:
        """The place `rest` characters on, where lines of the file are joined by one space each."""
        while row < len(self.lines) and rest > len(self._line(row)) - start:
            rest -= len(self._line(row)) - start + 1
            row += 1
            start = self._indent(row)
        return row, start + rest + 1

    def _line(self, row: int) -> str:
        """A line of the file without the blanks at its end, "" beyond the last."""
        return self.lines[row - 1].rstrip() if 0 < row <= len(self.lines) else ""

    def _indent(self, row: int) -> int:
        line = self._line(row)
        return len(line) - len(line.lstrip())
