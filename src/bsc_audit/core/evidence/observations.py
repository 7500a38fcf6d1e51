"""Observations of metrics: entries compared with the ruleset, and series that hang together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from bsc_audit.core.evidence.desk import Desk
from bsc_audit.core.evidence.grade import aged
from bsc_audit.core.evidence.measurements import Entry, Input, entries
from bsc_audit.core.evidence.model import Observation, ScorecardEntry
from bsc_audit.core.metrics.kind import MetricKind
from bsc_audit.core.metrics.table import METRIC_KINDS
from bsc_audit.core.quantities import Period
from bsc_audit.core.ruleset.model import Indicator
from bsc_audit.core.vocabulary import Grade


@dataclass(frozen=True, slots=True)
class _Read:
    """An accepted observation and the entry it came from."""

    observation: Observation
    entry: Entry


def read_observations(desk: Desk, scorecard: Mapping[str, ScorecardEntry]) -> Mapping[str, tuple[Observation, ...]]:
    """Observations by metric, in period order; with `scorecard` the organisation's own variant is known."""
    series: dict[str, list[_Read]] = {}
    for entry in entries(desk):
        variant = entry.variant or scorecard.get(entry.metric, ScorecardEntry()).variant
        read = _observation(desk, entry, variant)
        if read is not None:
            series.setdefault(entry.metric, []).append(_Read(read, entry))
    for reads in series.values():
        _check_series(desk, reads)
    return {metric: _in_order(read.observation for read in series[metric]) for metric in sorted(series)}


def known_metrics(desk: Desk) -> tuple[str, ...]:
    """Ids of the indicators that are computed from submitted inputs."""
    return tuple(name for name, indicator in desk.ruleset.indicators.items() if indicator.kind in METRIC_KINDS)


def variant_is_known(kind: MetricKind, indicator: Indicator, variant: str) -> bool:
    """Whether a formula of that name exists for the metric."""
    return variant in kind.variants or variant == indicator.variant


def _observation(desk: Desk, entry: Entry, variant: str) -> Observation | None:
    indicator = desk.ruleset.indicators.get(entry.metric)
    period = desk.period(entry.period, entry.at("period"))
    cited = desk.cited(entry.evidence)
    if entry.unit and entry.unit not in desk.units:
        desk.unknown(entry.at("unit"), "unit", entry.unit, desk.units)
    if indicator is None or indicator.kind not in METRIC_KINDS:
        _refuse_metric(desk, entry, indicator)
        return None
    variant, n = variant or indicator.variant, _whole_n(desk, entry)
    inputs = {**entry.inputs, **({} if n is None else {"n": n})}
    if not _fits(desk, entry, indicator, variant, inputs) or period is None:
        return None
    return Observation(
        metric=entry.metric,
        period=period,
        unit=entry.unit,
        inputs=inputs,
        n=None if n is None else int(n),
        variant=variant,
        evidence=cited,
        grade=_grade(desk, entry, cited, period),
        illustrative=entry.illustrative,
    )


def _grade(desk: Desk, entry: Entry, cited: tuple[str, ...], period: Period) -> Grade:
    grade = desk.graded(entry.grade, cited, entry.at("grade"), Grade.NONE)
    return grade if desk.as_of is None else aged(grade, period, desk.as_of)


def _refuse_metric(desk: Desk, entry: Entry, indicator: Indicator | None) -> None:
    if indicator is None:
        desk.unknown(entry.at("metric"), "metric", entry.metric, known_metrics(desk))
        return
    message = f"{entry.metric} is no metric but a {indicator.kind}"
    hint = "it is answered in answers.yaml, or comes from visits/ and reviews/"
    desk.refuse(entry.at("metric"), "not-a-metric", message, hint)


def _whole_n(desk: Desk, entry: Entry) -> Fraction | None:
    if entry.n is None or (entry.n.denominator == 1 and entry.n >= 0):
        return entry.n
    desk.refuse(
        entry.at("n"),
        "n-not-whole",
        f"n is {float(entry.n):g}, no whole number of observations",
        "count them: 0, 1, 2 ...",
    )
    return None


def _fits(desk: Desk, entry: Entry, indicator: Indicator, variant: str, inputs: Mapping[str, Input]) -> bool:
    """Whether variant and inputs fit the metric's kind."""
    kind = METRIC_KINDS[indicator.kind]
    if not variant_is_known(kind, indicator, variant):
        desk.unknown(entry.at("variant"), "variant", variant, kind.variants)
        return False
    complaints = kind.check(inputs, variant, indicator.parameters)
    for message in complaints:
        desk.refuse(entry.where, "metric-inputs", f"{entry.metric}: {message}", f"see the formula of {kind.name}")
    return not complaints


def _check_series(desk: Desk, reads: list[_Read]) -> None:
    """Nothing is counted twice, and one formula runs through the series."""
    for units in _by_unit(reads).values():
        for earlier, later in pairwise(sorted(units, key=lambda read: _span(read.observation.period))):
            _refuse_overlap(desk, earlier, later)
    first = reads[0]
    for read in reads:
        if read.observation.variant != first.observation.variant:
            message = (
                f"{read.entry.metric} is given as {read.observation.variant} here and as "
                f"{first.observation.variant} at {first.entry.where}"
            )
            hint = "different formulas cannot be compared over time or pooled: submit one of them"
            desk.refuse(read.entry.at("variant"), "variant-changes", message, hint)
            return


def _refuse_overlap(desk: Desk, earlier: _Read, later: _Read) -> None:
    one, other = earlier.observation, later.observation
    unit = f" of {other.unit}" if other.unit else ""
    if _span(one.period) == _span(other.period):
        message = f"{other.metric}{unit} for {other.period} is given twice (first at {earlier.entry.where})"
        desk.refuse(later.entry.where, "observed-twice", message, "keep one of them")
    elif other.period.start <= one.period.end:
        message = f"{other.metric}{unit} for {other.period} overlaps {one.period} (at {earlier.entry.where})"
        desk.refuse(later.entry.at("period"), "periods-overlap", message, "submit periods that follow each other")


def _by_unit(reads: Iterable[_Read]) -> dict[str, list[_Read]]:
    units: dict[str, list[_Read]] = {}
    for read in reads:
        units.setdefault(read.observation.unit, []).append(read)
    return units


def _span(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _in_order(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(sorted(observations, key=lambda one: (one.period, one.unit)))
