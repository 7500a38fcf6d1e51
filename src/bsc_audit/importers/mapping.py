"""A mapping file as values: how the rows of a table become metrics. Its words are checked by mapping_schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from bsc_audit.core.documents import Document, parse
from bsc_audit.core.problems import EvidenceError, Location, Problem
from bsc_audit.core.quantities import exact
from bsc_audit.importers.aggregates import AGGREGATES, Aggregate
from bsc_audit.importers.cells import Column
from bsc_audit.importers.mapping_check import format_problems, row_problems
from bsc_audit.importers.mapping_schema import SCHEMAS, SECONDS_IN
from bsc_audit.importers.mapping_uses import columns_of
from bsc_audit.importers.selection import Selection, selection

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time between two columns, in a unit of `seconds`."""

    start: str
    end: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input field of a metric and the rows it is made of."""

    name: str
    aggregate: Aggregate
    of: str | Span | None  # None for aggregates that count rows
    counted: Selection  # rows a count or share counts; all rows for the others
    among: Selection  # rows that are looked at
    p: Fraction  # of a percentile, 0..100
    blanks_left_out: bool  # a row without the value is passed over; otherwise it is a problem


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedMetric:
    """One metric and how its inputs are made."""

    metric: str
    variant: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Rows that are no cases, and why."""

    matches: Selection
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMapping:
    """How rows become lines of metrics.csv."""

    columns: Mapping[str, Column]  # every column that is used
    period_column: str
    by: str  # a name of PERIODS
    only: str  # a period; rows of another are left out; "" takes all
    unit_column: str  # "" is the whole organisation
    unit_names: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    metrics: tuple[MappedMetric, ...]
    constants: Mapping[str, str] = field(default_factory=dict)  # evidence, grade, illustrative of every line


def load_mapping(path: Path, kind: str) -> Document:
    """A mapping file whose words are right for its kind of import.

    Raises:
        EvidenceError: with every problem.
    """
    if not path.is_file():
        problem = Problem(code="no-such-file", where=Location(path.name), message="there is no such mapping file")
        raise EvidenceError([problem])
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise EvidenceError([Problem(code="file-too-large", where=Location(path.name), message="too large a mapping")])
    return check_mapping(parse(data.decode("utf-8-sig", errors="replace"), path.name), kind)


def check_mapping(document: Document, kind: str) -> Document:
    """The document, when its words are right for its kind of import.

    Raises:
        EvidenceError: with every problem.
    """
    problems = SCHEMAS[kind].problems(document) or tuple(format_problems(document))
    if problems:
        raise EvidenceError(problems)
    return document


def row_mapping(document: Document) -> RowMapping:
    """The mapping of rows a checked document describes.

    Raises:
        EvidenceError: it uses a column as what it is not, or an input no metric kind knows.
    """
    problems = row_problems(document)
    if problems:
        raise EvidenceError(problems)
    data = document.data
    unit = data.get("unit") or {}
    return RowMapping(
        columns=columns_of(data),
        period_column=data["period"]["column"],
        by=data["period"]["by"],
        only=data["period"].get("only", ""),
        unit_column=unit.get("column", ""),
        unit_names={key: name or "" for key, name in (unit.get("names") or {}).items()},
        left_out=tuple(LeftOut(matches=selection(one["where"]), why=one["why"]) for one in data.get("leave_out", ())),
        metrics=tuple(_metric(name, asked) for name, asked in data["metrics"].items()),
        constants=constants(data),
    )


def constants(data: Mapping[str, Any]) -> Mapping[str, str]:
    """What every line carries: evidence, grade, illustrative."""
    marked = {"illustrative": "true"} if data.get("illustrative") else {}
    return {"evidence": " ".join(data.get("evidence", ())), "grade": data.get("grade", ""), **marked}


def _metric(name: str, asked: Mapping[str, Any]) -> MappedMetric:
    inputs = tuple(_input(key, one) for key, one in asked["inputs"].items())
    return MappedMetric(metric=name, variant=asked.get("variant", ""), inputs=inputs)


def _input(name: str, asked: Mapping[str, Any]) -> Input:
    word = next(key for key in asked if key in AGGREGATES)
    aggregate, operand = AGGREGATES[word], asked[word]
    return Input(
        name=name,
        aggregate=aggregate,
        of=None if aggregate.counts_rows else _of(operand),
        counted=selection(operand if aggregate.counts_rows else {}),
        among=selection({**asked.get("among", {}), **asked.get("where", {})}),
        p=exact(asked.get("p", 50)),
        blanks_left_out=asked.get("blank") == "leave_out",
    )


def _of(operand: Any) -> str | Span:
    if isinstance(operand, str):
        return operand
    return Span(start=operand["from"], end=operand["to"], seconds=SECONDS_IN[operand["in"]])
