"""YAML text to plain data with positions, in one pass over the parser's events.

Stricter than YAML 1.1: `yes`, `no`, `on`, `off`, dates and numbers with a leading zero stay words; a key given
twice, an anchor, an alias, a tag, a merge key or a second document is a problem; size, depth, count and the number
of problems are bounded, so a hostile file costs bounded time and memory. A number is read only when it is kept exactly.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import yaml
from yaml.reader import ReaderError

from bsc_audit.core.documents.document import Document, Path, Place
from bsc_audit.core.problems import AuditError, Location, Problem
from bsc_audit.core.quantities import exact

MOST_CHARACTERS = 2_000_000
MOST_NODES = 200_000
MOST_DEPTH = 30
MOST_PROBLEMS = 100  # of one file; nobody mends more at once
SAFE_DIGITS = 15  # a double keeps every decimal number of so many digits

_BREAKS = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # what YAML takes for the end of a line
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?|\.[0-9]{1,40})([eE][-+]?[0-9]{1,2})?")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class DocumentError(AuditError):
    """A text is no usable YAML document."""


def parse(text: str, source: str) -> Document:
    """Read one YAML document.

    Raises:
        DocumentError: with every problem that could be found.
    """
    if len(text) > MOST_CHARACTERS:
        raise DocumentError([_problem(source, None, "file-too-large", f"more than {MOST_CHARACTERS:,} characters")])
    reader = _Reader(source)
    try:
        data = reader.read(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(str(part) for part in (error.problem, error.context) if part)
        reader.problems.append(_problem(source, mark, "yaml-syntax", f"not readable as YAML: {words}"))
    except ReaderError as error:
        # its own position counts bytes or characters, as the parser likes; the first such character is the culprit
        reader.problems.append(_unreadable(source, text, text.index(chr(error.character))))
    except UnicodeEncodeError as error:
        reader.problems.append(_unreadable(source, text, error.start))
    if reader.problems:
        raise DocumentError(reader.problems)
    lines = tuple(_BREAKS.split(text))
    return Document(source=source, data=data, values=reader.values, keys=reader.keys, lines=lines, text=text)


LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C, ten times as fast, where there is libyaml


def _unreadable(source: str, text: str, position: int) -> Problem:
    """A character no YAML file may hold."""
    before = _BREAKS.split(text[:position])
    where = Location(source, len(before), len(before[-1]) + 1)
    message = f"the character U+{ord(text[position]):04X} may not stand in a YAML file"
    return Problem(code="yaml-syntax", where=where, message=message, hint="remove it; most editors do not show it")


def _problem(source: str, mark: Any, code: str, message: str, hint: str = "") -> Problem:
    where = Location(source, mark.line + 1, mark.column + 1) if mark is not None else Location(source)
    return Problem(code=code, where=where, message=message, hint=hint)


class _Reader:
    """Builds data from events; keeps a place for every key and value."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}

    def read(self, events: Iterator[Any]) -> Any:
        """Data of the only document; more than one is a problem."""
        data, read = None, False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and read:
                self._stop(event, "second-document", "a second YAML document starts here", "split it into files")
            if isinstance(event, yaml.DocumentStartEvent):
                data, read = self._node(next(events), events, ()), True
        return data

    def _refuse(self, mark: Any, code: str, message: str, hint: str = "") -> None:
        if len(self.problems) == MOST_PROBLEMS:
            code, message, hint = "too-many-problems", "there are more problems from here on", "mend the first ones"
        self.problems.append(_problem(self.source, mark, code, message, hint))
        if len(self.problems) > MOST_PROBLEMS:
            raise DocumentError(self.problems)

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._bound(event, path)
        style = getattr(event, "style", None)
        self.values[path] = Place(event.start_mark.line + 1, event.start_mark.column + 1, style)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event.start_mark, "yaml-alias", f"alias *{_short(str(event.anchor))}", "write the value out")
            return None
        if event.anchor:
            self._refuse(event.start_mark, "yaml-anchor", f"anchor &{_short(event.anchor)}", "write the value out")
        if event.tag:
            self._refuse(event.start_mark, "yaml-tag", f"tag {_short(event.tag)}", "write the plain value")
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

    def _stop(self, event: Any, code: str, message: str, hint: str = "") -> None:
        self._refuse(event.start_mark, code, message, hint)
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
            self._refuse(
                event.start_mark, "yaml-merge", f"merge key, anchor or tag at {_short(key)!r}", "write the keys out"
            )
        if key in items:
            first = self.keys[(*path, key)]
            message = f"the key {_short(key)!r} is given twice (first at line {first.line})"
            self._refuse(event.start_mark, "duplicate-key", message, "keep one of them")
        else:
            self.keys[(*path, key)] = Place(event.start_mark.line + 1, event.start_mark.column + 1)
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
    if not _DECIMAL.fullmatch(text):
        return text
    number = float(text)
    # A number that a double cannot keep stays a word: whoever needs a number there says so, at its place.
    return number if len(text) <= SAFE_DIGITS or exact(number) == Fraction(text) else text


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
