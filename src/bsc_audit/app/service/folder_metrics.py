"""Stored measurements as the evidence folder's: of which units, by which formula, up to which day.

A unit hangs where it hung when the period ended, so that a later move changes no past value. Of a unit and the units
below it that say the same for the same period, the upper one counts: nothing is counted twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bsc_audit.app.service.data_documents import number_cell, table
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.unit import Unit
from bsc_audit.app.service.units import Tree
from bsc_audit.core.evidence.tables import Table
from bsc_audit.core.metrics.table import METRIC_KINDS
from bsc_audit.core.quantities import Period
from bsc_audit.core.ruleset.model import Ruleset

METRICS, OBSERVATIONS = "metrics.csv", "observations.yaml"
COLUMNS = ("metric", "period", "unit", "evidence", "grade", "variant", "illustrative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """Who is measured, and where every unit hung."""

    unit_id: str | None  # assessed; None: the whole organisation
    names: Mapping[str, str]  # by id of the unit, as the folder calls it
    tree_on: Callable[[date], Tree]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A point as the folder takes it."""

    point: MetricPoint
    unit: str  # "" for what is assessed as a whole


def unit_names(units: Iterable[Unit]) -> Mapping[str, str]:
    """What the folder calls each unit: its external id, else its name, made unlike where two are alike."""
    called = {unit.id: " ".join((unit.external_id or unit.name).split()) for unit in units}
    often = Counter(called.values())
    return {id_: name if often[name] == 1 else f"{name} ({id_[-6:]})" for id_, name in called.items()}


def metrics_of(ruleset: Ruleset) -> tuple[str, ...]:
    """The indicators that are computed from measurements; what else is measured is for other rulesets."""
    return tuple(name for name, indicator in ruleset.indicators.items() if indicator.kind in METRIC_KINDS)


def measured(
    points: Iterable[MetricPoint], steering: Steering, ruleset: Ruleset, targets: Mapping[str, Target], as_of: date
) -> tuple[Measured, ...]:
    """The points that count for an assessment."""
    kept: dict[str, list[MetricPoint]] = {}
    wanted = frozenset(metrics_of(ruleset))
    for point in points:
        if point.metric in wanted and Period.parse(point.period).end <= as_of:
            kept.setdefault(point.metric, []).append(point)
    found: list[Measured] = []
    for metric, series in kept.items():
        own = targets[metric].variant if metric in targets else ""
        found += _upper(_one_formula(series, own, ruleset.indicators[metric].variant), steering)
    return tuple(found)


def target_of_metrics(
    targets: Iterable[Target], line: Sequence[str | None], wanted: Iterable[str]
) -> dict[str, Target]:
    """The organisation's entry for each metric: the assessed unit's, else that of the nearest unit above it.

    Args:
        targets: of every unit.
        line: the assessed unit, then those above it, then None.
        wanted: metrics of the ruleset.
    """
    nearest = {unit: at for at, unit in enumerate(line)}
    known = frozenset(wanted)
    mine = [one for one in targets if one.unit_id in nearest and one.metric in known]
    mine.sort(key=lambda one: (nearest[one.unit_id], one.variant))
    found: dict[str, Target] = {}
    for one in mine:
        found.setdefault(one.metric, one)
    return found


def line_of(tree: Tree, unit_id: str | None) -> tuple[str | None, ...]:
    """A unit, those above it up to its root, and None for the whole organisation."""
    found: list[str | None] = []
    while unit_id is not None:
        found.append(unit_id)
        unit_id = tree.get(unit_id)
    return (*found, None)


def files_of(
    rows: Sequence[Measured], content_of: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> tuple[Table | None, list[dict[str, Any]]]:
    """A table of what a table keeps exactly, and the entries of observations.yaml for the rest."""
    cells: list[dict[str, str]] = []
    entries: list[dict[str, Any]] = []
    for row in rows:
        content = content_of(row.point.content)
        cell = _cells(row, content)
        if cell is None:
            entries.append(_entry(row, content))
        else:
            cells.append(cell)
    columns = (*COLUMNS, *sorted({name for row in cells for name in row} - set(COLUMNS)))
    return table(METRICS, columns, cells) if cells else None, entries


def _one_formula(series: list[MetricPoint], own: str, declared: str) -> list[MetricPoint]:
    """The points by the organisation's own formula, else by the ruleset's; by any where there is but one."""
    by: dict[str, list[MetricPoint]] = {}
    for point in series:
        by.setdefault(point.variant or own or declared, []).append(point)
    return by.get(own) or by.get(declared) or series


def _upper(series: Sequence[MetricPoint], steering: Steering) -> Iterator[Measured]:
    there = {(point.unit_id, point.period) for point in series}
    for point in series:
        unit = _unit(point, steering, there)
        if unit is not None:
            yield Measured(point=point, unit=unit)


def _unit(point: MetricPoint, steering: Steering, there: set[tuple[str | None, str]]) -> str | None:
    """What the folder calls the unit of a point; None when it does not count."""
    if point.unit_id == steering.unit_id:
        return ""
    if point.unit_id is None:
        return None
    above = line_of(steering.tree_on(Period.parse(point.period).end), point.unit_id)[1:]
    if steering.unit_id not in above:
        return None
    between = above[: above.index(steering.unit_id)]
    covered = any((unit, point.period) in there for unit in between)
    return None if covered else steering.names[point.unit_id]


def _cells(row: Measured, content: Mapping[str, Any]) -> dict[str, str] | None:
    given = dict(content.get("inputs", {}))
    if content.get("n") is not None:
        given["n"] = content["n"]
    numbers = {name: number_cell(value) for name, value in given.items()}
    if None in numbers.values():
        return None
    texts = {
        "metric": row.point.metric,
        "period": row.point.period,
        "unit": row.unit,
        "evidence": " ".join(content.get("evidence") or ()),
        "grade": content.get("grade") or "",
        "variant": row.point.variant,
        "illustrative": "yes" if content.get("illustrative") else "",
    }
    return texts | {name: cell for name, cell in numbers.items() if cell is not None}


def _entry(row: Measured, content: Mapping[str, Any]) -> dict[str, Any]:
    known = ("inputs", "n", "evidence", "grade", "illustrative")
    entry = {name: content[name] for name in known if content.get(name) is not None}
    entry |= {"metric": row.point.metric, "period": row.point.period}
    if row.unit:
        entry["unit"] = row.unit
    if row.point.variant:
        entry["variant"] = row.point.variant
    return entry
