"""metrics.csv, metrics/*.csv and observations.yaml as one kind of entry, before anything is compared with a ruleset."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.documents.numbers import as_number
from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.desk import Desk, names_of
from bsc_audit.core.evidence.schema import TABLES, pattern_of
from bsc_audit.core.evidence.tables import Row, Table
from bsc_audit.core.metrics.table import METRIC_KINDS
from bsc_audit.core.problems import Location
from bsc_audit.core.vocabulary import Grade

Input = Fraction | tuple[Fraction, ...]

OWN_COLUMNS = ("metric", "period", "unit", "evidence", "grade", "variant", "illustrative")
REQUIRED_COLUMNS = ("metric", "period")
YES_OR_NO: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False}
_BETWEEN_IDS = re.compile(r"[\s,;|]+")
_DECIMAL_MARK = re.compile(r"[-+]?\d+([.,])\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One submitted measurement, wherever it was written."""

    metric: str
    period: str
    unit: str
    inputs: Mapping[str, Input]  # without n
    n: Fraction | None
    variant: str  # "" is the usual one
    evidence: tuple[tuple[str, Location], ...]
    grade: Grade | None
    illustrative: bool
    where: Location  # of the whole entry
    places: Mapping[str, Location]  # of its fields

    def at(self, field: str) -> Location:
        """Place of a field, or of the entry."""
        return self.places.get(field, self.where)


def entries(desk: Desk) -> Iterator[Entry]:
    """Every entry of every file, in file order; what cannot be read is refused and left out."""
    for name in sorted(desk.raw.tables):
        if pattern_of(name) in TABLES:
            yield from _rows(desk, desk.raw.tables[name])
    for listed in desk.parts("observations", "observations.yaml"):
        for part in desk.sound(listed.members()):
            entry = _from_yaml(desk, part)
            if entry is not None:
                yield entry


def input_fields() -> frozenset[str]:
    """Every input field of every metric kind."""
    forms = (form for kind in METRIC_KINDS.values() for form in kind.forms)
    return frozenset(field for form in forms for field in (*form.fields, *form.optional))


def _rows(desk: Desk, table: Table) -> Iterator[Entry]:
    known = {*OWN_COLUMNS, "n", *input_fields()}
    for column in table.columns:
        if column and column not in known:
            desk.unknown(table.where_column(column), "column", column, known)
    missing = [column for column in REQUIRED_COLUMNS if column not in table.columns]
    if missing:
        where = Location(table.source, 1, 1)
        desk.refuse(
            where, "column-missing", f"the table has no column {', '.join(missing)}", "add it to the first line"
        )
        return
    _one_decimal_mark(desk, table)
    for row in table.rows:
        entry = _from_row(desk, table, row, known - set(OWN_COLUMNS))
        if entry is not None:
            yield entry


def _one_decimal_mark(desk: Desk, table: Table) -> None:
    """A table that writes 12.5 and 12,5 leaves room for doubt whether 1,234 is a thousand or a little more than one."""
    first = ""
    for row in table.rows:
        for column, cell in row.cells.items():
            mark = _DECIMAL_MARK.fullmatch(cell)
            if mark is None or column in OWN_COLUMNS:
                continue
            first = first or mark[1]
            if mark[1] != first:
                message = f"{cell!r} is written with {mark[1]!r}, numbers above it with {first!r}"
                desk.refuse(table.where(row, column), "decimal-marks-differ", message, "use one decimal mark in a file")
                return


def _from_row(desk: Desk, table: Table, row: Row, fields: frozenset[str] | set[str]) -> Entry | None:
    absent = [column for column in REQUIRED_COLUMNS if column not in row.cells]
    if absent:
        desk.refuse(table.where(row), "cell-empty", f"the row has no {', '.join(absent)}", "fill it in")
        return None
    places = {column: table.where(row, column) for column in table.columns}
    numbers = {name: _cell(desk, name, row.cells[name], places[name]) for name in row.cells if name in fields}
    if None in numbers.values():
        return None
    inputs = {name: number for name, number in numbers.items() if number is not None}
    names = _BETWEEN_IDS.split(row.cells.get("evidence", ""))
    return Entry(
        metric=row.cells["metric"],
        period=row.cells["period"],
        unit=row.cells.get("unit", ""),
        n=inputs.pop("n", None),
        inputs=inputs,
        variant=row.cells.get("variant", ""),
        evidence=tuple((name, places["evidence"]) for name in names if name),
        grade=_grade(desk, row.cells.get("grade"), places.get("grade", table.where(row))),
        illustrative=_flag(desk, row.cells.get("illustrative", "no"), places.get("illustrative", table.where(row))),
        where=table.where(row),
        places=places,
    )


def _cell(desk: Desk, name: str, cell: str, where: Location) -> Fraction | None:
    number = as_number(cell)
    if number is None:
        hint = "leave units and the % sign out" if cell[-1:] == "%" else "write it as 1234.5 or 1234,5"
        desk.refuse(where, "not-a-number", f"{name} is {cell!r}, no number", hint)
    return number


def _grade(desk: Desk, cell: str | None, where: Location) -> Grade | None:
    if cell is None:
        return None
    if cell in list(Grade):
        return Grade(cell)
    desk.unknown(where, "grade", cell, list(Grade))
    return None


def _flag(desk: Desk, cell: str, where: Location) -> bool:
    if cell.lower() not in YES_OR_NO:
        desk.refuse(where, "not-yes-or-no", f"illustrative is {cell!r}", "write yes or no")
    return YES_OR_NO.get(cell.lower(), False)


def _from_yaml(desk: Desk, part: Part) -> Entry | None:
    inputs = {name: _numbers(value) for name, value in part.at("inputs").entries()}
    n = inputs.pop("n", None)
    stated = as_number(part.at("n").data)
    if isinstance(n, tuple):
        desk.refuse(part.at("inputs").at("n").where, "not-a-number", "n is a list, expected one number")
        return None
    places = {name: part.at(name).where for name in part.data}
    return Entry(
        metric=part.text("metric"),
        period=part.text("period"),
        unit=part.text("unit"),
        inputs=inputs,
        n=stated if stated is not None else n,
        variant=part.text("variant"),
        evidence=tuple(names_of(part.at("evidence"))),
        grade=None if part.at("grade").data is None else Grade(part.data["grade"]),
        illustrative=bool(part.at("illustrative").data),
        where=part.where,
        places={**places, **{name: value.where for name, value in part.at("inputs").entries()}},
    )


def _numbers(part: Part) -> Input:
    """A number or a list of numbers; the schema lets nothing else through."""
    if isinstance(part.data, list):
        return tuple(number for member in part.data if (number := as_number(member)) is not None)
    number = as_number(part.data)
    return Fraction(0) if number is None else number
