"""Many files, one ruleset: sections gathered, ids unique, every entry knowing where it was written.

Overlays (`extends` with `change` and `drop`) and profiles are applied here, on raw entries, so that what is
compiled and sealed afterwards is one plain ruleset.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bsc_audit.core.documents import Document, Path
from bsc_audit.core.problems import Location, Problem
from bsc_audit.core.ruleset.schema import SCHEMA

Bases = Callable[[str, str], Sequence[Document] | None]  # (id, version) -> files of a published ruleset

LISTED = ("groups", "criteria", "findings", "hygiene")  # lists of entries with an id
NAMED = ("indicators", "derived", "profiles")  # maps from id to entry
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
    dropped: frozenset[str]  # ids an overlay or profile took out: still known in conditions, never there

    def meaning(self) -> Mapping[str, Any]:
        """Everything that gives the ruleset its meaning, as plain data for the digest."""
        sections = {name: dict(entry.data) for name, entry in self.single.items()}
        for name in (*LISTED, *NAMED):
            sections[name] = {key: dict(entry.data) for key, entry in getattr(self, name).items()}
        return sections


def assemble(documents: Sequence[Document], bases: Bases, problems: Problems) -> Assembled:
    """Gather the sections of all files, then apply the overlay if the ruleset extends another."""
    for document in documents:
        problems.found.extend(SCHEMA.problems(document))
    usable = [document for document in documents if isinstance(document.data, Mapping)]
    own = _gather(usable, problems)
    return _extend(own, usable, bases, problems)


def _gather(documents: Sequence[Document], problems: Problems) -> Assembled:
    sections: dict[str, dict[str, Entry]] = {name: {} for name in (*LISTED, *NAMED)}
    single: dict[str, Entry] = {}
    for document in documents:
        for name, value in document.data.items():
            if name in SINGLE and isinstance(value, Mapping):
                _put(single, Entry(name, value, document, (name,)), f"section {name!r}", problems)
            elif name in sections:
                for entry in _entries(document, name, value):
                    _put(sections[name], entry, f"{entry.id!r} in {name!r}", problems)
    home = single["ruleset"].at() if "ruleset" in single else _first(documents)
    return Assembled(single=single, home=home, dropped=frozenset(), **sections)


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
    if parent and name in ("groups", "criteria") and "in" not in data:
        data = {**data, "in": parent}
    return Entry(str(data["id"]), data, document, (name, index))


def _put(table: dict[str, Entry], entry: Entry, what: str, problems: Problems) -> None:
    if entry.id in table:
        first = table[entry.id].at()
        problems.add("given-twice", entry.at(), f"{what} is given twice (first at {first})", "keep one of them")
        return
    table[entry.id] = entry


def _extend(own: Assembled, documents: Sequence[Document], bases: Bases, problems: Problems) -> Assembled:
    ruleset = own.single.get("ruleset")
    extends = ruleset.get("extends") if ruleset else None
    if ruleset is None or not isinstance(extends, Mapping):
        _refuse_overlay(documents, problems)
        return own
    files = bases(str(extends.get("id")), str(extends.get("version")))
    if files is None:
        wanted = f"{extends.get('id')} {extends.get('version')}"
        problems.add("unknown-base", ruleset.at("extends"), f"there is no ruleset {wanted} to extend")
        return own
    base = assemble(files, bases, problems)
    return _overlay(base, own, documents, problems)


def _refuse_overlay(documents: Sequence[Document], problems: Problems) -> None:
    for document in documents:
        for word in ("change", "drop"):
            if word in document.data:
                where = document.where_key((word,))
                problems.add("overlay-without-base", where, f"{word!r} needs a ruleset to change", "add 'extends'")


def _overlay(base: Assembled, own: Assembled, documents: Sequence[Document], problems: Problems) -> Assembled:
    tables = {name: dict(getattr(base, name)) for name in (*LISTED, *NAMED)}
    dropped: list[Entry] = []
    for document in documents:
        dropped += _drop(tables, document, problems)
        _change(tables, document, problems)
    for name, table in tables.items():
        for key, entry in getattr(own, name).items():
            _put(table, replace(entry, id=key), f"{key!r} in {name!r}", problems)
    whole = Assembled(single={**base.single, **own.single}, home=own.home, dropped=base.dropped, **tables)
    return _without(whole, dropped)


def _drop(tables: dict[str, dict[str, Entry]], document: Document, problems: Problems) -> Iterable[Entry]:
    for index, name in enumerate(document.data.get("drop", ())):
        holders = [table for table in tables.values() if name in table]
        if not holders:
            unknown(problems, document.where(("drop", index)), name, _all_ids(tables))
        yield from [table.pop(name) for table in holders]


def _without(assembled: Assembled, gone: Iterable[Entry]) -> Assembled:
    """The ruleset after entries were taken out: their ids are remembered, and groups they left empty go too."""
    taken = {entry.id: entry for entry in gone}
    groups, waiting = dict(assembled.groups), [entry.get("in") for entry in taken.values()]
    while waiting:
        name = waiting.pop()
        members = [entry for table in (groups, assembled.criteria) for entry in table.values()]
        if name in groups and all(entry.get("in") != name for entry in members):
            taken[name] = groups.pop(name)
            waiting.append(taken[name].get("in"))
    kept = {key for table in (groups, assembled.criteria, assembled.indicators) for key in table}
    return replace(assembled, groups=groups, dropped=(assembled.dropped | frozenset(taken)) - kept)


def _change(tables: dict[str, dict[str, Entry]], document: Document, problems: Problems) -> None:
    for name, fields in document.data.get("change", {}).items():
        table = next((table for table in tables.values() if name in table), None)
        if table is None:
            unknown(problems, document.where_key(("change", name)), name, _all_ids(tables))
            continue
        entry = table[name]
        changed = {**entry.changed, **dict.fromkeys(fields, (document, ("change", name)))}
        table[name] = replace(entry, data={**entry.data, **fields}, changed=changed)


def _all_ids(tables: Mapping[str, Mapping[str, Entry]]) -> list[str]:
    return [key for table in tables.values() for key in table]


def unknown(problems: Problems, where: Location, name: object, known: Iterable[str]) -> None:
    """A name that nothing has, with the nearest that something has."""
    close = difflib.get_close_matches(str(name), sorted(known), n=1)
    hint = f"did you mean {close[0]!r}?" if close else ""
    problems.add("unknown-name", where, f"there is no {str(name)!r} in this ruleset", hint)


def apply_profile(assembled: Assembled, profile: str, problems: Problems) -> Assembled:
    """The ruleset narrowed to a profile: its criteria dropped, its weights set."""
    entry = assembled.profiles.get(profile)
    if entry is None:
        unknown(problems, assembled.home, profile, assembled.profiles)
        return assembled
    criteria = dict(assembled.criteria)
    dropped: list[Entry] = []
    for index, name in enumerate(entry.get("drop", ())):
        if name in criteria:
            dropped.append(criteria.pop(name))
        else:
            unknown(problems, entry.at("drop", index), name, assembled.criteria)
    for name, weight in entry.get("weights", {}).items():
        if name not in criteria:
            unknown(problems, entry.at("weights", name), name, criteria)
            continue
        criteria[name] = replace(criteria[name], data={**criteria[name].data, "weight": weight})
    return _without(replace(assembled, criteria=criteria), dropped)
