"""An evidence folder written as JSON: the same files under the same names, read and judged exactly as from a disk.

A YAML file is its data; a table is its text (CSV) or a list of rows. Every problem the engine finds is pointed back
into the JSON, because whoever sent it never saw a line or a column.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bsc_audit.core.documents import Document, parse
from bsc_audit.core.documents.canonical import canonical
from bsc_audit.core.evidence.raw import FileOnDisk, RawEvidence
from bsc_audit.core.evidence.schema import TABLES, pattern_of
from bsc_audit.core.evidence.tables import Table, read_table
from bsc_audit.core.problems import AuditError, EvidenceError, Location, Problem

Rows = Sequence[Mapping[str, Any]]


def raw_evidence(
    files: Mapping[str, Any], documents: Mapping[str, FileOnDisk], *, at: str = "/evidence"
) -> RawEvidence:
    """The evidence folder that JSON describes; nothing in it is judged yet.

    Args:
        files: data of YAML files, rows or text of tables, by their name in the folder.
        documents: digest and size of what would lie below documents/, by name.
        at: JSON pointer to `files`.

    Raises:
        EvidenceError: with everything that cannot be read, pointed to.
    """
    read: dict[str, Document | Table] = {}
    problems: list[Problem] = []
    for name, content in files.items():
        try:
            read[name] = _file(name, content)
        except AuditError as error:
            problems += [replace(one, field=f"{at}/{_escaped(name)}") for one in error.problems]
    if problems:
        raise EvidenceError(problems)
    return RawEvidence(
        documents={name: one for name, one in read.items() if isinstance(one, Document)},
        tables={name: one for name, one in read.items() if isinstance(one, Table)},
        files=documents,
    )


def pointed(error: AuditError, raw: RawEvidence, *, at: str = "/evidence") -> AuditError:
    """The same error with a JSON pointer as each problem's field."""
    return type(error)(replace(one, field=_pointer(one.where, raw, at)) for one in error.problems)


def _file(name: str, content: Any) -> Document | Table:
    pattern = pattern_of(name)
    if pattern is None:
        hint = "name it as in an evidence folder: assessment.yaml, answers.yaml, metrics.csv, visits/*.yaml, …"
        raise EvidenceError([_problem(name, "file-not-read", "nothing is read from a file of this name", hint)])
    if pattern in TABLES:
        return read_table(content if isinstance(content, str) else _csv(name, content), name)
    if not isinstance(content, dict):
        raise EvidenceError([_problem(name, "file-not-an-object", "the data of a YAML file is an object")])
    return parse(canonical(content), name)


def _csv(name: str, rows: Any) -> str:
    """Rows as CSV; the columns in the order they are first met in."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise EvidenceError([_problem(name, "table-not-rows", "a table is CSV text or a list of objects")])
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())  # a cell has one line, so that a row is a line
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)  # several documents in `evidence`
    return json.dumps(value)


def _pointer(where: Location, raw: RawEvidence, at: str) -> str:
    """Where a place of a file is in the JSON; the file itself, or all of it, where it has no such place."""
    base = f"{at}/{_escaped(where.file)}"
    if where.file in raw.documents:
        return base + _inside(raw.documents[where.file], where)
    if where.file in raw.tables:
        return base + _cell_pointer(raw.tables[where.file], where)
    return base if where.file in raw.files else at


def _inside(document: Document, where: Location) -> str:
    """The value or key that starts at a place, or last before it."""
    spot = (where.line, where.column)
    places = [(place.line, place.column, len(path), path) for path, place in document.values.items()]
    places += [(place.line, place.column, len(path), path) for path, place in document.keys.items()]
    before = [place for place in places if place[:2] <= spot]
    path = max(before, key=lambda place: place[:3])[3] if before and where.line else ()
    return "".join(f"/{_escaped(str(part))}" for part in path)


def _cell_pointer(table: Table, where: Location) -> str:
    if where.line < 2:
        return ""
    column = table.columns[where.column - 1] if 0 < where.column <= len(table.columns) else ""
    return f"/{where.line - 2}" + (f"/{_escaped(column)}" if column else "")


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _problem(name: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location(name), message=message, hint=hint)
