"""YAML text to plain data with positions, in one pass over the parser's events.

Stricter than YAML 1.1: `yes`, `no`, `on`, `off`, dates and numbers with a leading zero stay words; a key given
twice, an anchor, an alias, a tag, a merge key or a second document is a problem; size, depth and count are bounded,
so a hostile file costs bounded time and memory.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bsc_audit.core.problems import AuditError, Location, Problem

Path = tuple[str | int, ...]

MOST_CHARACTERS = 2_000_000
MOST_NODES = 200_000
MOST_DEPTH = 30

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class DocumentError(AuditError):
    """A text is no usable YAML document."""


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    column: int
    style: str | None = None  # of a scalar: None plain, ' " | >


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) and where each part of it stands."""

    source: str
    data: Any
    values: Mapping[Path, _Place] = field(repr=False)
    keys: Mapping[Path, _Place] = field(repr=False)

    def where(self, path: Path = (), *, line: int = 1, column: int = 1) -> Location:
        """Place of the value at `path`; `line` and `column` count inside a text value, from 1.

        A path that does not exist gives its nearest existing parent, so that a missing key points at its owner.
        """
        while path and path not in self.values:
            path = path[:-1]
        place = self.values.get(path)
        if place is None:
            return Location(self.source)
        return self._inside(place, line, column)

    def where_key(self, path: Path) -> Location:
        """Place of the key at `path`."""
        place = self.keys.get(path)
        return Location(self.source, place.line, place.column) if place else self.where(path)

    def _inside(self, place: _Place, line: int, column: int) -> Location:
        if place.style in ("|", ">"):  # the text starts on the line below its indicator
            return Location(self.source, place.line + line, column)
        first = place.column + (1 if place.style in ("'", '"') else 0)
        return Location(self.source, place.line + line - 1, first + column - 1 if line == 1 else column)


def parse(text: str, source: str) -> Document:
    """Read one YAML document.

    Raises:
        DocumentError: with every problem that could be found.
    """
    if len(text) > MOST_CHARACTERS:
        raise DocumentError([_problem(source, None, "file-too-large", f"more than {MOST_CHARACTERS:,} characters")])
    reader = _Reader(source)
    try:
        data = reader.read(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(str(part) for part in (error.problem, error.context) if part)
        reader.problems.append(_problem(source, mark, "yaml-syntax", f"not readable as YAML: {words}"))
    except yaml.YAMLError as error:
        reader.problems.append(_problem(source, None, "yaml-syntax", f"not readable as YAML: {error}"))
    if reader.problems:
        raise DocumentError(reader.problems)
    return Document(source=source, data=data, values=reader.values, keys=reader.keys)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _problem(source: str, mark: Any, code: str, message: str, hint: str = "") -> Problem:
    where = Location(source, mark.line + 1, mark.column + 1) if mark is not None else Location(source)
    return Problem(code=code, where=where, message=message, hint=hint)


class _Reader:
    """Builds data from events; keeps a place for every key and value."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.values: dict[Path, _Place] = {}
        self.keys: dict[Path, _Place] = {}

    def read(self, events: Iterator[Any]) -> Any:
        """Data of the only document; more than one is a problem."""
        documents = [
            self._node(next(events), events, ()) for event in events if isinstance(event, yaml.DocumentStartEvent)
        ]
        if len(documents) > 1:
            self._refuse(None, "second-document", "holds more than one YAML document", "split it into files")
        return documents[0] if documents else None

    def _refuse(self, mark: Any, code: str, message: str, hint: str = "") -> None:
        self.problems.append(_problem(self.source, mark, code, message, hint))

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._bound(event, path)
        style = getattr(event, "style", None)
        self.values[path] = _Place(event.start_mark.line + 1, event.start_mark.column + 1, style)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event.start_mark, "yaml-alias", f"alias *{event.anchor}", "write the value out")
            return None
        if event.anchor:
            self._refuse(event.start_mark, "yaml-anchor", f"anchor &{event.anchor}", "write the value out")
        if event.tag:
            self._refuse(event.start_mark, "yaml-tag", f"tag {event.tag}", "write the plain value")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return event.value if event.style else _plain(event.value)

    def _bound(self, event: Any, path: Path) -> None:
        if len(path) > MOST_DEPTH:
            self._stop(event, "yaml-too-deep", f"nested deeper than {MOST_DEPTH} levels")
        if len(self.values) > MOST_NODES:
            self._stop(event, "yaml-too-many", f"holds more than {MOST_NODES:,} values")

    def _stop(self, event: Any, code: str, message: str) -> None:
        self._refuse(event.start_mark, code, message)
        raise DocumentError(self.problems)

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, items, path)
            value = self._node(next(events), events, (*path, key))
            items.setdefault(key, value)
        return items

    def _key(self, event: Any, items: Mapping[str, Any], path: Path) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "yaml-key", "a key must be a plain word")
        key = str(event.value)
        if event.anchor or event.tag or key == "<<":
            self._refuse(event.start_mark, "yaml-merge", f"merge key, anchor or tag at {key!r}", "write the keys out")
        if key in items:
            first = self.keys[(*path, key)]
            message = f"the key {key!r} is given twice (first at line {first.line})"
            self._refuse(event.start_mark, "duplicate-key", message, "keep one of them")
        else:
            self.keys[(*path, key)] = _Place(event.start_mark.line + 1, event.start_mark.column + 1)
        return key


def _plain(text: str) -> str | int | float | bool | None:
    """A plain scalar by the strict core rules: what is not clearly a number or true, false, null is a word."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if not (first.isdigit() or first in "+-."):
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
