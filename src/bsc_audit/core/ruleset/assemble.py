"""One plain ruleset out of its files: what it extends, what it changes and drops, and its profiles.

All of it happens on raw entries, so that what is compiled and sealed afterwards is one ruleset like any other.
A dropped group takes along what lies in it. Conditions may go on naming what was dropped: its values are missing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bsc_audit.core.documents import Document
from bsc_audit.core.problems import Location, RulesetError
from bsc_audit.core.ruleset.entries import LISTED, NAMED, Assembled, Entry, Problems, gather, put, unknown
from bsc_audit.core.ruleset.schema import CHANGES, SCHEMA

Bases = Callable[[str, str], Sequence[Document] | None]  # (id, version) -> files of a published ruleset
Tables = dict[str, dict[str, Entry]]  # every section's entries, by id


def assemble(
    documents: Sequence[Document], bases: Bases, problems: Problems, above: tuple[tuple[str, str], ...] = ()
) -> Assembled:
    """Gather the sections of all files, then apply the overlay if the ruleset extends another.

    Args:
        documents: the files of one ruleset.
        bases: finds the files of another.
        problems: takes what is wrong.
        above: id and version of the rulesets that extend this one.

    Raises:
        RulesetError: what it extends is not there, so that nothing else can be judged.
    """
    for document in documents:
        problems.found.extend(SCHEMA.problems(document))
    usable = [document for document in documents if isinstance(document.data, Mapping)]
    own = gather(usable, problems)
    ruleset = own.single.get("ruleset")
    extends = ruleset.get("extends") if ruleset else None
    if ruleset is None or not isinstance(extends, Mapping):
        _refuse_overlay(usable, problems)
        return own
    chain = (*above, (str(ruleset.get("id")), str(ruleset.get("version"))))
    files = _base_files(ruleset, (str(extends.get("id")), str(extends.get("version"))), chain, bases, problems)
    return _overlay(assemble(files, bases, problems, chain), own, usable, problems)


def _base_files(
    ruleset: Entry, wanted: tuple[str, str], chain: tuple[tuple[str, str], ...], bases: Bases, problems: Problems
) -> Sequence[Document]:
    words = " ".join(wanted)
    files = None if wanted in chain else bases(*wanted)
    if wanted in chain:
        message = f"this ruleset comes back to {words}, which it extends"
        problems.add("extends-in-circle", ruleset.at("extends"), message, "extend a ruleset that does not extend this")
    elif files is None:
        problems.add("unknown-base", ruleset.at("extends"), f"there is no ruleset {words} to extend")
    if files is None:
        raise RulesetError(problems.found)
    return files


def _refuse_overlay(documents: Sequence[Document], problems: Problems) -> None:
    for document in documents:
        for word in ("change", "drop"):
            if word in document.data:
                where = document.where_key((word,))
                problems.add("overlay-without-base", where, f"{word!r} needs a ruleset to change", "add 'extends'")


def _overlay(base: Assembled, own: Assembled, documents: Sequence[Document], problems: Problems) -> Assembled:
    tables = _tables(base)
    drops = [place for document in documents for place in _listed(document)]
    gone = _drop(tables, tuple(tables), drops, problems)
    for document in documents:
        _change(tables, document, problems)
    for name, table in tables.items():
        for key, entry in getattr(own, name).items():
            put(table, entry, f"{key!r} in {name!r}", problems)
    whole = replace(base, single={**base.single, **own.single}, home=own.home, kinds=base.kinds | own.kinds)
    return _without(whole, tables, gone)


def apply_profile(assembled: Assembled, profile: str, problems: Problems) -> Assembled:
    """The ruleset narrowed to a profile: criteria and groups dropped, weights set."""
    entry = assembled.profiles.get(profile)
    if entry is None:
        unknown(problems, assembled.home, profile, assembled.profiles)
        return assembled
    tables = _tables(assembled)
    wanted = enumerate(entry.get("drop", ()))
    drops = [(name, entry.at("drop", index)) for index, name in wanted if name not in assembled.dropped]
    gone = _drop(tables, ("criteria", "groups"), drops, problems)
    for name, weight in entry.get("weights", {}).items():
        table = next((tables[section] for section in ("criteria", "groups") if name in tables[section]), None)
        if table is None and name not in assembled.dropped:
            unknown(problems, entry.at_key("weights", name), name, (*tables["criteria"], *tables["groups"]))
        if table is None:
            continue
        changed = {**table[name].changed, "weight": (entry.document, (*entry.path, "weights", name))}
        table[name] = replace(table[name], data={**table[name].data, "weight": weight}, changed=changed)
    return _without(assembled, tables, gone)


def _tables(assembled: Assembled) -> Tables:
    return {name: dict(getattr(assembled, name)) for name in (*LISTED, *NAMED)}


def _has(tables: Tables, name: str) -> bool:
    return any(name in table for table in tables.values())


def _listed(document: Document) -> Iterator[tuple[str, Location]]:
    names = document.data.get("drop")
    for index, name in enumerate(names if isinstance(names, list) else ()):
        yield str(name), document.where(("drop", index))


def _drop(
    tables: Tables, sections: Sequence[str], drops: Iterable[tuple[str, Location]], problems: Problems
) -> dict[str, Location]:
    """Take entries out, groups with all that lies in them; gives what went, and where that is said."""
    gone: dict[str, Location] = {}
    for name, where in drops:
        if name in gone:
            continue
        if not any(name in tables[section] for section in sections):
            unknown(problems, where, name, [key for section in sections for key in tables[section]])
        for inner in _with_inside(tables, name):
            gone[inner] = where
            for section in sections:
                tables[section].pop(inner, None)
    return gone


def _with_inside(tables: Tables, name: str) -> list[str]:
    found = [name]
    for outer in found:  # grows while it is read
        if outer in tables["groups"]:
            placed = (*tables["groups"].values(), *tables["criteria"].values())
            found += [entry.id for entry in placed if entry.get("in") == outer and entry.id not in found]
    return found


def _change(tables: Tables, document: Document, problems: Problems) -> None:
    changes = document.data.get("change")
    for name, fields in changes.items() if isinstance(changes, Mapping) else ():
        section = next((section for section, table in tables.items() if name in table), None)
        if section is None:
            known = [key for table in tables.values() for key in table]
            unknown(problems, document.where_key(("change", name)), name, known)
        elif isinstance(fields, Mapping):
            problems.found.extend(
                replace(problem, field=f"change/{name}/{problem.field}")
                for problem in CHANGES[section].problems(_part(document, ("change", name), fields))
            )
            entry = tables[section][name]
            changed = {**entry.changed, **dict.fromkeys(fields, (document, ("change", name)))}
            tables[section][name] = replace(entry, data={**entry.data, **fields}, changed=changed)


def _part(document: Document, path: tuple[str, ...], data: Any) -> Document:
    """One part of a document as a document, places kept."""
    depth = len(path)
    values, keys = (
        {place[depth:]: found for place, found in table.items() if place[:depth] == path}
        for table in (document.values, document.keys)
    )
    return replace(document, data=data, values=values, keys=keys)


def _without(assembled: Assembled, tables: Tables, gone: Mapping[str, Location]) -> Assembled:
    """The rest once names are gone: groups left empty go too, and every name is remembered."""
    found = dict(gone)
    placed = (*assembled.groups.values(), *assembled.criteria.values())
    while True:
        full = {str(entry.get("in")) for name in ("groups", "criteria") for entry in tables[name].values()}
        emptied = {str(entry.get("in")): found[entry.id] for entry in placed if entry.id in found}
        empty = [name for name, entry in tables["groups"].items() if name in emptied and name not in full]
        if not empty:
            break
        for name in empty:
            found[name] = emptied[name]
            del tables["groups"][name]
    dropped = {**assembled.dropped, **found}
    left = {name: where for name, where in dropped.items() if not _has(tables, name)}
    return Assembled(single=assembled.single, home=assembled.home, kinds=assembled.kinds, dropped=left, **tables)
