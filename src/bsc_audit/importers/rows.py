"""Rows of calls, tickets or orders to metric observations: counted, summed and averaged by period and unit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bsc_audit.core.evidence.tables import Row, Table
from bsc_audit.core.problems import Location, Problem
from bsc_audit.core.quantities import Period
from bsc_audit.importers.cells import Value, read_cell
from bsc_audit.importers.lines import Line, csv_text, number_text
from bsc_audit.importers.mapping import Input, MappedMetric, RowMapping, Span
from bsc_audit.importers.periods import PERIODS
from bsc_audit.importers.result import ImportResult, refused


@dataclass(frozen=True, slots=True)
class _Case:
    """One row that counts."""

    row: Row
    values: Mapping[str, Value]
    period: str
    unit: str


def import_rows(table: Table, mapping: RowMapping) -> ImportResult:
    """Metric observations of a table; with any problem there are none."""
    missing = [column for column in mapping.columns if column not in table.columns]
    if missing:
        return refused(tuple(_missing_column(table, column) for column in missing), rows=len(table.rows))
    work = _Work(table, mapping)
    cases = [case for row in table.rows if (case := work.case(row)) is not None]
    lines = [line for metric in mapping.metrics for line in work.lines(metric, cases)]
    if not work.problems and not lines:
        work.problems.append(_nothing_left(table))
    if work.problems:
        return refused(tuple(work.problems), rows=len(table.rows))
    return ImportResult(rows=len(table.rows), left_out=dict(work.left_out), made=len(lines), text=csv_text(lines))


class _Work:
    """One pass over a table, and what is wrong with it."""

    def __init__(self, table: Table, mapping: RowMapping) -> None:
        self._table = table
        self._mapping = mapping
        self._typed = {name: column for name, column in mapping.columns.items() if column.type != "text"}
        self._only = Period.parse(mapping.only) if mapping.only else None
        self.problems: list[Problem] = []
        self.left_out: Counter[str] = Counter()

    def case(self, row: Row) -> _Case | None:
        """The row as a case; None when it is left out or unusable."""
        values, problems = self._values(row)
        for left_out in self._mapping.left_out:
            if left_out.matches(values):
                self.left_out[left_out.why] += 1
                return None
        when = values.get(self._mapping.period_column)
        if when is None and not problems:
            problems = [self._blank(row, self._mapping.period_column)]
        self.problems.extend(problems)
        if problems or not isinstance(when, datetime):
            return None
        return self._placed(row, values, when)

    def _placed(self, row: Row, values: Mapping[str, Value], when: datetime) -> _Case | None:
        if self._only and not self._only.start <= when.date() <= self._only.end:
            self.left_out[f"outside {self._only}"] += 1
            return None
        raw = row.cells.get(self._mapping.unit_column, "")
        unit = self._mapping.unit_names.get(raw, raw)
        return _Case(row, values, PERIODS[self._mapping.by](when.date()), unit)

    def _values(self, row: Row) -> tuple[Mapping[str, Value], list[Problem]]:
        values: dict[str, Value] = dict(row.cells)
        problems = []
        for name, column in self._typed.items():
            text = row.cells.get(name)
            if text is None:
                continue
            try:
                values[name] = read_cell(text, column)
            except ValueError as error:
                del values[name]
                problems.append(self._problem(row, name, "cell-not-readable", str(error)))
        return values, problems

    def lines(self, metric: MappedMetric, cases: Iterable[_Case]) -> Iterator[Line]:
        """The lines of one metric, by period and unit; one that lacks an input is not written."""
        for (period, unit), group in sorted(_grouped(cases).items(), key=lambda one: (Period.parse(one[0][0]), one[0])):
            inputs = {one.name: self._computed(one, group) for one in metric.inputs}
            known = {name: number_text(value) for name, value in inputs.items() if value is not None}
            if len(known) == len(inputs):
                place = {"metric": metric.metric, "period": period, "unit": unit, "variant": metric.variant}
                yield {**place, **known, **self._mapping.constants}

    def _computed(self, asked: Input, group: Iterable[_Case]) -> Fraction | None:
        values = [value for case in group if asked.among(case.values) for value in self._taken(asked, case)]
        return asked.aggregate.of(values, asked.p)

    def _taken(self, asked: Input, case: _Case) -> Iterator[Fraction]:
        """What one row gives an input: nothing, one number, or a problem."""
        if asked.of is None:
            counts = asked.counted(case.values)
            if counts or asked.aggregate.keeps_others:
                yield Fraction(counts)
            return
        value = self._of(asked.of, case)
        if value is not None:
            yield value
        elif not asked.blanks_left_out:
            for column in (asked.of.start, asked.of.end) if isinstance(asked.of, Span) else (asked.of,):
                if column not in case.values:
                    self.problems.append(self._blank(case.row, column))

    def _of(self, of: str | Span, case: _Case) -> Fraction | None:
        if isinstance(of, str):
            value = case.values.get(of)
            return value if isinstance(value, Fraction) else None
        start, end = case.values.get(of.start), case.values.get(of.end)
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            return None
        if end < start:
            self.problems.append(self._problem(case.row, of.end, "end-before-start", f"is earlier than {of.start!r}"))
        passed = end - start
        return Fraction(passed.days * 86400 + passed.seconds, of.seconds)

    def _blank(self, row: Row, column: str) -> Problem:
        hint = "fill it in, or let the mapping leave such rows out"
        return self._problem(row, column, "cell-blank", "is blank", hint)

    def _problem(self, row: Row, column: str, code: str, reason: str, hint: str = "") -> Problem:
        message = f"row {row.line}, column {column!r}: {reason}"
        return Problem(code=code, where=self._table.where(row, column), message=message, hint=hint)


def _grouped(cases: Iterable[_Case]) -> Mapping[tuple[str, str], list[_Case]]:
    groups: dict[tuple[str, str], list[_Case]] = {}
    for case in cases:
        groups.setdefault((case.period, case.unit), []).append(case)
    return groups


def _missing_column(table: Table, column: str) -> Problem:
    hint = f"columns: {', '.join(name for name in table.columns if name)}"
    message = f"there is no column {column!r}, which the mapping names"
    return Problem(code="column-missing", where=Location(table.source, 1, 1), message=message, hint=hint)


def _nothing_left(table: Table) -> Problem:
    message = "no row is left to make a metric of"
    return Problem(code="nothing-to-import", where=Location(table.source), message=message, hint="look at leave_out")
