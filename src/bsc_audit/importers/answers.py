"""The sheet of answers of an exported workbook, filled in or not, as answers.yaml of the evidence folder."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bsc_audit.core.documents.numbers import read_number
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.evidence.answer_values import SET_WORDS
from bsc_audit.core.evidence.tables import Row, Table
from bsc_audit.core.problems import Location, Problem
from bsc_audit.core.vocabulary import Grade, Method
from bsc_audit.importers.cells import Column, read_cell
from bsc_audit.importers.lines import number_text
from bsc_audit.importers.result import ImportResult, refused
from bsc_audit.importers.yaml_text import quoted, scalar

DETAILS = ("grade", "method", "evidence", "who", "when", "illustrative", "comment")  # in the order they are written
EXPLAINED = ("title", "question", "allowed")  # for the person who fills it in; not read
NEEDED = ("id", "value")
_BETWEEN = re.compile(r"[\s,;]+")


def import_answers(table: Table) -> ImportResult:
    """Answers of a table, a row an answer or a row a question of one; with any problem there are none."""
    problems = [*_column_problems(table)]
    if problems:
        return refused(tuple(problems), rows=len(table.rows))
    asked: dict[str, list[Row]] = {}
    for row in table.rows:
        asked.setdefault(row.cells.get("id", ""), []).append(row)
    entries = {name: _Entry(table, name, rows) for name, rows in asked.items()}
    given = {name: entry.lines() for name, entry in entries.items()}
    problems = [problem for entry in entries.values() for problem in entry.problems]
    answered = {name: lines for name, lines in given.items() if lines}
    if not answered and not problems:
        problems.append(_problem(table, "nothing-to-import", "nothing is answered"))
    if problems:
        return refused(tuple(problems), rows=len(table.rows))
    return ImportResult(rows=len(table.rows), made=len(answered), text=_yaml(answered))


def _yaml(answered: Mapping[str, Mapping[str, str]]) -> str:
    lines = ["answers:"]
    for name, said in answered.items():
        lines += [f"  {scalar(name)}:", *(f"    {key}: {value}" for key, value in said.items())]
    return "\n".join(lines) + "\n"


def _column_problems(table: Table) -> Iterator[Problem]:
    known = (*NEEDED, "part", "not_applicable", *DETAILS, *EXPLAINED)
    for name in NEEDED:
        if name not in table.columns:
            yield _problem(table, "column-missing", f"there is no column {name!r}", did_you_mean(name, table.columns))
    for name in table.columns:
        if name and name not in known:
            where, hint = table.where_column(name), did_you_mean(name, known)
            message = f"nothing is known of the column {name!r}"
            yield Problem(code="column-unknown", where=where, message=message, hint=hint)


class _Entry:
    """The rows of one answer, and what is wrong with them."""

    def __init__(self, table: Table, name: str, rows: Sequence[Row]) -> None:
        self._table, self._name, self._rows = table, name, rows
        self.problems: list[Problem] = []

    def lines(self) -> Mapping[str, str]:
        """The entry of answers.yaml, its values as YAML; empty for what was not answered."""
        if not self._name:
            self._refuse(self._rows[0], "id", "cell-blank", "is blank")
            return {}
        parts = self._parts()
        value = self._value(parts)
        excuse, details = self._said("not_applicable"), self._details()
        if value and excuse:
            self._refuse(self._rows[0], "value", "value-and-not-applicable", "there is a value and not_applicable")
        if not value and not excuse:
            if details and not self.problems:
                self._refuse(self._rows[0], "value", "answer-empty", "is blank, yet something is said of the answer")
            return {}
        answer = {"not_applicable": quoted(excuse)} if excuse else {"value": value}
        return {**answer, **details}

    def _parts(self) -> Mapping[str, Row]:
        """Rows by the question or facet they answer; one under "" when the answer is a single value."""
        parts: dict[str, Row] = {}
        for row in self._rows:
            part = row.cells.get("part", "")
            if parts.setdefault(part, row) is not row:
                what = f"{self._name} {part}".strip()
                self._refuse(row, "id", "answered-twice", f"{what} stands in row {parts[part].line} as well")
        if "" in parts and len(parts) > 1:
            self._refuse(parts[""], "part", "cell-blank", "is blank, though other rows of the answer name their part")
        return parts

    def _value(self, parts: Mapping[str, Row]) -> str:
        """The value as YAML, "" when there is none; a set or facets are answered whole or not at all."""
        given = {part: self._one(part, row) for part, row in parts.items() if row.cells.get("value")}
        if not given or "" in given:
            return given.get("", "")
        for part, row in parts.items():
            if part not in given:
                self._refuse(row, "value", "answer-incomplete", "is blank, though other parts are answered")
        return "{" + ", ".join(f"{scalar(part)}: {value}" for part, value in given.items()) + "}"

    def _one(self, part: str, row: Row) -> str:
        text = row.cells["value"]
        number = read_number(text)
        if number is not None:
            return number_text(number)
        if part and text.lower() in SET_WORDS:
            return text.lower()
        takes = f"a number or {', '.join(SET_WORDS)}" if part else "a number"
        self._refuse(row, "value", "cell-not-readable", f"{text!r} is not {takes}")
        return text

    def _said(self, field: str) -> str:
        """What the rows of the answer say in one column; they cannot say two things."""
        found = {row.cells[field]: row for row in reversed(self._rows) if field in row.cells}
        if len(found) > 1:
            self._refuse(self._rows[0], field, "said-twice", f"rows of {self._name} say different things")
        return next(reversed(found), "")

    def _details(self) -> Mapping[str, str]:
        said = ((field, self._said(field)) for field in DETAILS)
        read = ((field, self._detail(field, text)) for field, text in said if text)
        return {field: text for field, text in read if text}

    def _detail(self, field: str, text: str) -> str:
        """One column as YAML; "" for an answer that is not illustrative."""
        if field in CLOSED and text not in CLOSED[field]:
            words = CLOSED[field]
            self._refuse(self._rows[0], field, "unknown-word", f"{text!r} is none of {', '.join(words)}")
        match field:
            case "illustrative":
                return "true" if text == "yes" else ""
            case "evidence":
                return "[" + ", ".join(scalar(name) for name in _BETWEEN.split(text) if name) + "]"
            case "when":
                return self._day(text)
        return scalar(text)

    def _day(self, text: str) -> str:
        try:
            when = read_cell(text, Column(type="date"))
        except ValueError as error:
            self._refuse(self._rows[0], "when", "cell-not-readable", str(error))
            return text
        return when.date().isoformat() if isinstance(when, datetime) else text

    def _refuse(self, row: Row, column: str, code: str, reason: str) -> None:
        message = f"row {row.line}, column {column!r}: {reason}"
        self.problems.append(Problem(code=code, where=self._table.where(row, column), message=message))


def _problem(table: Table, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location(table.source), message=message, hint=hint)


CLOSED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "grade": tuple(str(grade) for grade in Grade),
        "method": tuple(str(method) for method in Method),
        "illustrative": ("yes", "no"),
    }
)
"""Columns that take one of a few words."""
