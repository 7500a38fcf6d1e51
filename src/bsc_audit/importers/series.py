"""A table of metric values, one row a period or one column a metric, as lines of metrics.csv."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bsc_audit.core.documents import Document
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.evidence.measurements import input_fields
from bsc_audit.core.evidence.tables import Row, Table
from bsc_audit.core.problems import Location, Problem
from bsc_audit.core.quantities import Period
from bsc_audit.importers.cells import Column, read_cell
from bsc_audit.importers.lines import LAST, Line, csv_text, number_text
from bsc_audit.importers.mapping import constants
from bsc_audit.importers.periods import PERIODS
from bsc_audit.importers.result import ImportResult, refused

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one column of a wide table holds."""

    metric: str
    field: str
    variant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesMapping:
    """Where a table says metric, period, unit and values. By itself: the columns of metrics.csv."""

    period: str = "period"
    period_format: str = ""  # of a date, in the letters of strptime
    by: str = ""  # a name of PERIODS, when the period is given as a date in it; "" reads 1999-02 and the like
    unit: str = "unit"
    unit_names: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    metric: str = "metric"  # "" for a wide table
    metric_names: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    fields: Mapping[str, str]  # column: input field, of a long table
    wide: Mapping[str, Measured] = field(default_factory=dict)  # by column
    ignore: tuple[str, ...] = ()
    decimal: str = ""
    constants: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns the table must have; a unit column only when the mapping names one."""
        unit = (self.unit,) if self.unit != "unit" else ()
        return tuple(name for name in (self.metric, self.period, *unit, *self.wide) if name)


def own_form() -> SeriesMapping:
    """The mapping of a table that already has the columns of metrics.csv."""
    return SeriesMapping(fields={name: name for name in sorted(input_fields() | {"n"})})


def series_mapping(document: Document) -> SeriesMapping:
    """The mapping of a series a checked document describes."""
    data: Mapping[str, Any] = document.data
    unit, metric = data.get("unit") or {}, data.get("metric") or {}
    wide = {
        column: Measured(metric=one["metric"], field=one.get("field", "value"), variant=one.get("variant", ""))
        for column, one in (data.get("metrics") or {}).items()
    }
    return SeriesMapping(
        period=data["period"]["column"],
        period_format=data["period"].get("format", ""),
        by=data["period"].get("by", ""),
        unit=unit.get("column", "unit"),
        unit_names={key: name or "" for key, name in (unit.get("names") or {}).items()},
        metric="" if wide else metric.get("column", "metric"),
        metric_names={key: name or "" for key, name in (metric.get("names") or {}).items()},
        fields=data.get("fields") or ({} if wide else own_form().fields),
        wide=wide,
        ignore=tuple(data.get("ignore", ())),
        decimal=(data.get("source") or {}).get("decimal", ""),
        constants=constants(data),
    )


def import_series(table: Table, mapping: SeriesMapping) -> ImportResult:
    """Metric observations of a table that holds values; with any problem there are none."""
    problems = [*_column_problems(table, mapping)]
    if problems:
        return refused(tuple(problems), rows=len(table.rows))
    lines: list[Line] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in table.rows:
        for line in _lines(table, mapping, row, problems):
            place = (line["metric"], line["period"], line["unit"])
            if seen.setdefault(place, row.line) != row.line:
                message = f"row {row.line}: {line['metric']} of {line['period']} was already given in row {seen[place]}"
                problems.append(Problem(code="given-twice", where=table.where(row), message=message, hint="keep one"))
            lines.append(line)
    if not lines and not problems:
        problems.append(Problem(code="nothing-to-import", where=Location(table.source), message="no value is given"))
    if problems:
        return refused(tuple(problems), rows=len(table.rows))
    return ImportResult(rows=len(table.rows), made=len(lines), text=csv_text(lines))


def _column_problems(table: Table, mapping: SeriesMapping) -> Iterator[Problem]:
    for name in mapping.needed:
        if name not in table.columns:
            where = Location(table.source, 1, 1)
            hint = did_you_mean(name, table.columns)
            yield Problem(code="column-missing", where=where, message=f"there is no column {name!r}", hint=hint)
    known = {*mapping.needed, *mapping.fields, *mapping.ignore, *LAST, "unit"}
    for name in table.columns:
        if name and name not in known:
            hint = f"{did_you_mean(name, known)}; a column that is not wanted goes under ignore"
            message = f"nothing is known of the column {name!r}"
            yield Problem(code="column-unknown", where=table.where_column(name), message=message, hint=hint)
    for name, wanted in {**mapping.fields, **{key: one.field for key, one in mapping.wide.items()}}.items():
        if wanted not in input_fields() | {"n"}:
            message = f"the column {name!r} is to be {wanted!r}, which no metric takes"
            yield Problem(code="unknown-input", where=Location(table.source), message=message)


def _lines(table: Table, mapping: SeriesMapping, row: Row, problems: list[Problem]) -> Iterator[Line]:
    """The lines one row makes: one, or in a wide table one a metric."""
    period = _period(table, mapping, row, problems)
    unit = row.cells.get(mapping.unit, "")
    own = {key: row.cells[key] for key in LAST if key in row.cells}
    place = {"period": period, "unit": mapping.unit_names.get(unit, unit), **mapping.constants, **own}
    for (metric, variant), inputs in _inputs(table, mapping, row, problems).items():
        said = {"variant": variant} if variant else {}
        yield {"metric": metric, **place, **said, **{name: number_text(value) for name, value in inputs.items()}}


def _inputs(
    table: Table, mapping: SeriesMapping, row: Row, problems: list[Problem]
) -> Mapping[tuple[str, str], dict[str, Fraction]]:
    """Input fields by metric and variant; a blank cell is a value that was not given."""
    if not mapping.wide:
        asked = row.cells.get(mapping.metric, "")
        metric = mapping.metric_names.get(asked, asked)
        if not metric:
            problems.append(_problem(table, row, mapping.metric, "cell-blank", "is blank"))
        columns = {name: Measured(metric=metric, field=wanted) for name, wanted in mapping.fields.items()}
    else:
        columns = dict(mapping.wide)
    found: dict[tuple[str, str], dict[str, Fraction]] = {}
    for name in row.cells:
        value = _number(table, mapping, row, name, problems) if name in columns else None
        if value is not None:
            one = columns[name]
            found.setdefault((one.metric, one.variant), {})[one.field] = value
    return found


def _number(table: Table, mapping: SeriesMapping, row: Row, name: str, problems: list[Problem]) -> Fraction | None:
    try:
        value = read_cell(row.cells[name], Column(type="number", decimal=mapping.decimal))
    except ValueError as error:
        problems.append(_problem(table, row, name, "cell-not-readable", str(error)))
        return None
    return value if isinstance(value, Fraction) else None


def _period(table: Table, mapping: SeriesMapping, row: Row, problems: list[Problem]) -> str:
    """The period's name; "" when it cannot be read."""
    text = row.cells.get(mapping.period, "")
    try:
        if not mapping.by:
            return str(Period.parse(text))
        when = read_cell(text, Column(type="date", format=mapping.period_format))
        return PERIODS[mapping.by](when.date()) if isinstance(when, datetime) else ""
    except ValueError as error:
        problems.append(_problem(table, row, mapping.period, "period-unknown", str(error) if text else "is blank"))
        return ""


def _problem(table: Table, row: Row, column: str, code: str, reason: str) -> Problem:
    message = f"row {row.line}, column {column!r}: {reason}"
    return Problem(code=code, where=table.where(row, column), message=message)
