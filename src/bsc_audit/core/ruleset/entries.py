"""Many files, one collection of raw entries: sections gathered, ids unique, every entry knowing where it was written."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bsc_audit.core.documents import Document, Path
from bsc_audit.core.problems import Location, Problem

LISTED = ("groups", "criteria", "findings", "hygiene")  # lists of entries with an id
NAMED = ("indicators", "derived", "profiles")  # maps from id to entry
Broken = frozenset[tuple[str, tuple[str, ...]]]  # file and path of entries that the schema refused
SINGLE = ("ruleset", "defaults", "grading", "severity", "likelihood", "risk", "evidence_grades", "decision")


@dataclass(frozen=True, slots=True)
class Entry:
    """One raw entry and where each of its fields was written."""

    id: str
    data: Mapping[str, Any]
    document: Document
    path: Path
    changed: Mapping[str, tuple[Document, Path]] = field(default_factory=dict)  # fields an overlay replaced

    def at(self, *parts: str | int, line: int = 1, column: int = 1) -> Location:
        """Place of a value inside the entry."""
        if parts and parts[0] in self.changed:
            document, path = self.changed[str(parts[0])]
            return document.where((*path, *parts), line=line, column=column)
        return self.document.where((*self.path, *parts), line=line, column=column)

    def at_key(self, *parts: str | int) -> Location:
        """Place of a key inside the entry."""
        return self.document.where_key((*self.path, *parts))

    def get(self, name: str, default: Any = None) -> Any:
        """Raw value of a field."""
        return self.data.get(name, default)


@dataclass(slots=True)
class Problems:
    """Collects what is wrong, to be raised once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, where: Location, message: str, hint: str = "") -> None:
        """One more problem."""
        self.found.append(Problem(code=code, where=where, message=message, hint=hint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """All entries of a ruleset by section, in the order they were read."""

    single: Mapping[str, Entry]
    groups: Mapping[str, Entry]
    criteria: Mapping[str, Entry]
    indicators: Mapping[str, Entry]
    derived: Mapping[str, Entry]
    findings: Mapping[str, Entry]
    hygiene: Mapping[str, Entry]
    profiles: Mapping[str, Entry]
    home: Location  # of the ruleset section, for problems that belong to no line
    kinds: frozenset[str]  # of groups, those that lost all their groups included
    dropped: Mapping[str, Location]  # ids an overlay or profile took out, and where: known in conditions, never there

    def meaning(self) -> Mapping[str, Any]:
        """Everything that gives the ruleset its meaning, as plain data for the digest."""
        sections = {name: dict(entry.data) for name, entry in self.single.items()}
        for name in (*LISTED, *NAMED):
            sections[name] = {key: dict(entry.data) for key, entry in getattr(self, name).items()}
        return sections


def gather(documents: Sequence[Document], problems: Problems) -> Assembled:
    """The sections of all files; what stands in them twice is a problem."""
    sections: dict[str, dict[str, Entry]] = {name: {} for name in (*LISTED, *NAMED)}
    single: dict[str, Entry] = {}
    for document in documents:
        for name, value in document.data.items():
            if name in SINGLE:
                data = value if isinstance(value, Mapping) else {}  # what is no mapping has its problem already
                put(single, Entry(name, data, document, (name,)), f"section {name!r}", problems)
            elif name in sections:
                for entry in _entries(document, name, value):
                    put(sections[name], entry, f"{entry.id!r} in {name!r}", problems)
    home = single["ruleset"].at() if "ruleset" in single else _first(documents)
    kinds = frozenset(str(group.get("kind")) for group in sections["groups"].values())
    return Assembled(single=single, home=home, kinds=kinds, dropped={}, **sections)


def _first(documents: Sequence[Document]) -> Location:
    return documents[0].where() if documents else Location("ruleset.yaml")


def _entries(document: Document, name: str, value: Any) -> Iterable[Entry]:
    if name in NAMED and isinstance(value, Mapping):
        return [Entry(key, data, document, (name, key)) for key, data in value.items() if isinstance(data, Mapping)]
    if not isinstance(value, list):
        return []
    parent = document.data.get("under")
    placed = enumerate(value)
    return [
        _listed(document, name, i, data, parent) for i, data in placed if isinstance(data, Mapping) and "id" in data
    ]


def _listed(document: Document, name: str, index: int, data: Mapping[str, Any], parent: Any) -> Entry:
    if isinstance(parent, str) and name in ("groups", "criteria") and "in" not in data:
        data = {**data, "in": parent}
    return Entry(str(data["id"]), data, document, (name, index))


def put(table: dict[str, Entry], entry: Entry, what: str, problems: Problems) -> None:
    """Add an entry; a second of the same id is a problem."""
    if entry.id in table:
        first = table[entry.id].at()
        problems.add("given-twice", entry.at(), f"{what} is given twice (first at {first})", "keep one of them")
        return
    table[entry.id] = entry


def unknown(problems: Problems, where: Location, name: object, known: Iterable[str], what: str = "") -> None:
    """A name that nothing has, with the nearest that something has; `what` it names, when it is no id."""
    words = sorted(map(str, known))
    close = difflib.get_close_matches(str(name), words, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(words)}" if 0 < len(words) <= 8 else ""
    message = f"there is no {what} {str(name)!r}" if what else f"there is no {str(name)!r} in this ruleset"
    problems.add("unknown-name", where, message, hint)


def is_broken(entry: Entry, broken: Broken) -> bool:
    """Whether the schema refused this entry, or what an overlay changed in it."""
    places = [(entry.document, entry.path), *entry.changed.values()]
    return any((document.source, tuple(str(step) for step in path)) in broken for document, path in places)
