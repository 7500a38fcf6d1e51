"""Visits and contact reviews from a table, one row a record and one column an item, as YAML of the evidence folder."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bsc_audit.core.documents import Document
from bsc_audit.core.evidence.schema import SAMPLING_REASONS, STATUSES
from bsc_audit.core.evidence.tables import Row, Table
from bsc_audit.core.problems import Location, Problem
from bsc_audit.importers.cells import Column, number, read_cell
from bsc_audit.importers.lines import number_text
from bsc_audit.importers.result import ImportResult, refused
from bsc_audit.importers.yaml_text import flow, listing, quoted, scalar

_ITEM = re.compile(r"[A-Z]{1,3}[0-9]{1,3}[a-z]?")
SECOND, COMMENT = "second ", " comment"
CONTROL = ("control_question", "control_answer")
COMMON = ("id", "questionnaire", "site", "team", "channel", "scenario", "when", "status", "reason")
WORDS = {word: word for word in ("yes", "no", "partly", "not_applicable")}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """What tells a table of visits from one of reviews."""

    key: str
    fields: tuple[str, ...]  # in the order they are written
    required: tuple[str, ...]
    closed: Mapping[str, tuple[str, ...]]  # fields that take one of a few words


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMapping:
    """How the columns of a table become fields and answers."""

    fields: Mapping[str, str] = field(default_factory=dict)  # column: field
    items: Mapping[str, str] = field(default_factory=dict)  # column: item id, `second R1a` or `S19 comment`
    always: Mapping[str, str] = field(default_factory=dict)  # field: the same for every record
    date_format: str = ""
    words: Mapping[str, str] = field(default_factory=lambda: WORDS)  # cell in lower case: answer
    ignore: tuple[str, ...] = ()
    decimal: str = ""
    evidence: tuple[str, ...] = ()
    grade: str = ""
    illustrative: bool = False


def record_mapping(document: Document) -> RecordMapping:
    """The mapping of records a checked document describes."""
    data: Mapping[str, Any] = document.data
    return RecordMapping(
        fields=data.get("fields") or {},
        items=data.get("items") or {},
        always={key: str(value) for key, value in (data.get("always") or {}).items()},
        date_format=(data.get("date") or {}).get("format", ""),
        words={**WORDS, **{str(key).lower(): word for key, word in (data.get("words") or {}).items()}},
        ignore=tuple(data.get("ignore", ())),
        decimal=(data.get("source") or {}).get("decimal", ""),
        evidence=tuple(data.get("evidence", ())),
        grade=data.get("grade", ""),
        illustrative=bool(data.get("illustrative")),
    )


def import_records(table: Table, mapping: RecordMapping, kind: RecordKind) -> ImportResult:
    """Records of a table; with any problem there are none."""
    work = _Work(table, mapping, kind)
    records = [work.record(row) for row in table.rows] if not work.problems else []
    if not records and not work.problems:
        work.problems.append(_plain(table, "nothing-to-import", "no record is given"))
    if work.problems:
        return refused(tuple(work.problems), rows=len(table.rows))
    return ImportResult(rows=len(table.rows), made=len(records), text=listing(kind.key, records))


class _Work:
    """One pass over a table, and what is wrong with it."""

    def __init__(self, table: Table, mapping: RecordMapping, kind: RecordKind) -> None:
        self._table, self._mapping, self._kind = table, mapping, kind
        self._first: dict[str, int] = {}  # row of each id
        self._fields = {name: mapping.fields.get(name, name) for name in table.columns}
        self._items = {name: mapping.items.get(name, name) for name in table.columns if self._is_item(name)}
        self.problems = list(self._column_problems())

    def _is_item(self, column: str) -> bool:
        if column in self._mapping.items:
            return True
        bare = column.removeprefix(SECOND).removesuffix(COMMENT)
        return column not in self._mapping.fields and _ITEM.fullmatch(bare) is not None

    def _column_problems(self) -> Iterator[Problem]:
        known = {*self._kind.fields, *CONTROL}
        for name in self._table.columns:
            passed = not name or name in self._items or name in self._mapping.fields or name in self._mapping.ignore
            if not passed and name not in known:
                message = f"the column {name!r} is neither a field nor an item"
                hint = "name it under fields or items of the mapping, or under ignore"
                where = self._table.where_column(name)
                yield Problem(code="column-unknown", where=where, message=message, hint=hint)
        given = {*self._fields.values(), *self._mapping.always}
        for name in self._kind.required:
            if name not in given:
                yield _plain(self._table, "column-missing", f"there is no column for {name!r}")

    def record(self, row: Row) -> Mapping[str, str]:
        """One record, its values as YAML."""
        said = {**self._mapping.always, **self._said(row)}
        for name in self._kind.required:
            if not said.get(name):
                self._refuse(row, name, "cell-blank", "is blank")
        self._check_id(row, said.get("id", ""))
        if said.get("when"):
            said["when"] = self._day(row, said["when"])
        self._check_words(row, said)
        answers, second = self._answers(row, ""), self._answers(row, SECOND)
        if not answers:
            self._refuse(row, "", "no-answers", "no item is answered")
        ordered = [*self._kind.fields, *(name for name in said if name not in (*self._kind.fields, *CONTROL))]
        record = {name: _field(name, said[name]) for name in ordered if said.get(name)}
        return {**record, **self._control(said), **self._backing(), "answers": flow(answers), **_second(second)}

    def _said(self, row: Row) -> Mapping[str, str]:
        skipped = {*self._items, *self._mapping.ignore}
        return {self._fields[name]: text for name, text in row.cells.items() if name not in skipped}

    def _check_id(self, row: Row, name: str) -> None:
        if name and self._first.setdefault(name, row.line) != row.line:
            self._refuse(row, "id", "duplicate-id", f"{name!r} was already given in row {self._first[name]}")

    def _check_words(self, row: Row, said: Mapping[str, str]) -> None:
        for name, words in self._kind.closed.items():
            if said.get(name, words[0]) not in words:
                self._refuse(row, name, "unknown-word", f"{said[name]!r} is none of {', '.join(words)}")

    def _day(self, row: Row, text: str) -> str:
        try:
            when = read_cell(text, Column(type="date", format=self._mapping.date_format))
        except ValueError as error:
            self._refuse(row, "when", "cell-not-readable", str(error))
            return text
        return when.date().isoformat() if isinstance(when, datetime) else text

    def _answers(self, row: Row, prefix: str) -> Mapping[str, str]:
        """Answers by item; a blank cell stays unanswered, which is another thing than not applicable."""
        given = {
            item.removeprefix(prefix): row.cells.get(name, "")
            for name, item in self._items.items()
            if item.startswith(prefix) and (prefix or not item.startswith(SECOND))
        }
        answers = {item: self._answer(text) for item, text in given.items() if text and not item.endswith(COMMENT)}
        for item, text in given.items():
            answered = item.removesuffix(COMMENT)
            if text and item != answered:
                answers[answered] = f"{{value: {answers.get(answered, 'null')}, comment: {quoted(text)}}}"
        return answers

    def _answer(self, text: str) -> str:
        word = self._mapping.words.get(text.lower())
        if word is not None:
            return word
        try:
            return number_text(number(text, Column(type="number", decimal=self._mapping.decimal)))
        except ValueError:
            return scalar(text)

    def _control(self, said: Mapping[str, str]) -> Mapping[str, str]:
        given = {name.removeprefix("control_"): quoted(said[name]) for name in CONTROL if said.get(name)}
        return {"control": "{" + ", ".join(f"{key}: {value}" for key, value in given.items()) + "}"} if given else {}

    def _backing(self) -> Mapping[str, str]:
        said = self._mapping
        evidence = {"evidence": f"[{', '.join(said.evidence)}]"} if said.evidence else {}
        grade = {"grade": said.grade} if said.grade else {}
        return {**evidence, **grade, **({"illustrative": "true"} if said.illustrative else {})}

    def _refuse(self, row: Row, name: str, code: str, reason: str) -> None:
        column = next((column for column, known in self._fields.items() if known == name), name)
        place = f", column {column!r}" if name else ""
        message = f"row {row.line}{place}: {reason}"
        self.problems.append(Problem(code=code, where=self._table.where(row, column), message=message))


def _field(name: str, text: str) -> str:
    """A field as YAML; clock times lose their seconds, as workbooks give 11:05:00 for 11:05."""
    clock = name in ("start", "end") and text.count(":") == 2
    return scalar(text.removesuffix(":00") if clock else text)


def _second(answers: Mapping[str, str]) -> Mapping[str, str]:
    return {"second_answers": flow(answers)} if answers else {}


def _plain(table: Table, code: str, message: str) -> Problem:
    return Problem(code=code, where=Location(table.source), message=message)


VISITS = RecordKind(
    key="visits",
    fields=(*COMMON[:7], "start", "end", "shopper", "status", "reason", "conflicts"),
    required=("id", "questionnaire", "when"),
    closed={"status": STATUSES},
)
REVIEWS = RecordKind(
    key="reviews",
    fields=("id", "questionnaire", "reviewer", "second_reviewer", "when", "ticket", *COMMON[2:6], "status", "reason"),
    required=("id", "questionnaire", "when", "reason"),
    closed={"status": STATUSES, "reason": SAMPLING_REASONS},
)
