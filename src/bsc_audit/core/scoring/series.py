"""A metric's observations as one value a period, units pooled, and the trend over the periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.evidence.model import Observation
from bsc_audit.core.methods.trend import Point, TrendResult, trend
from bsc_audit.core.metrics.kind import Inputs, Measurement, MetricKind
from bsc_audit.core.quantities import Period
from bsc_audit.core.ruleset.model import Indicator
from bsc_audit.core.scoring.model import SeriesPoint
from bsc_audit.core.vocabulary import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodResult:
    """One period of a metric: what the units say together and each alone."""

    period: Period
    inputs: Inputs | None  # None when units cannot be pooled
    measurement: Measurement | None
    units: Mapping[str, Fraction]


def by_period(indicator: Indicator, kind: MetricKind, observations: Sequence[Observation]) -> tuple[PeriodResult, ...]:
    """Every period in ascending order. A row for the whole organisation outranks the rows of its units."""
    periods = sorted({observation.period for observation in observations})
    return tuple(
        _period(indicator, kind, period, [o for o in observations if o.period == period]) for period in periods
    )


def _period(
    indicator: Indicator, kind: MetricKind, period: Period, observations: Sequence[Observation]
) -> PeriodResult:
    whole = [observation for observation in observations if not observation.unit]
    variant = variant_of(indicator, observations)
    inputs = pooled(kind, [inputs_of(observation) for observation in whole or observations])
    measure = kind.measure
    units = {
        observation.unit: measured.value
        for observation in observations
        if observation.unit and (measured := measure(inputs_of(observation), variant, indicator.parameters))
    }
    measurement = measure(inputs, variant, indicator.parameters) if inputs else None
    return PeriodResult(period=period, inputs=inputs, measurement=measurement, units=units)


def variant_of(indicator: Indicator, observations: Sequence[Observation]) -> str:
    """The formula the organisation used; a series has one only, the intake sees to that."""
    named = (observation.variant for observation in observations if observation.variant)
    return next(named, indicator.variant)


def inputs_of(observation: Observation) -> Inputs:
    """The submitted fields, with the number of observations among them."""
    if observation.n is None or "n" in observation.inputs:
        return observation.inputs
    return {**observation.inputs, "n": Fraction(observation.n)}


def pooled(kind: MetricKind, inputs: Sequence[Inputs]) -> Inputs | None:
    """Several inputs as one; None when they cannot be combined without averaging rates."""
    if len(inputs) == 1:
        return inputs[0]
    return (kind.pool(inputs) or None) if kind.pool and inputs else None


def series_points(results: Sequence[PeriodResult]) -> tuple[SeriesPoint, ...]:
    """The periods that have a value."""
    return tuple(
        SeriesPoint(
            period=result.period,
            value=result.measurement.value,
            n=result.measurement.n,
            standard_error=result.measurement.standard_error,
        )
        for result in results
        if result.measurement is not None
    )


def moved_of(indicator: Indicator, points: Sequence[SeriesPoint], baseline: Fraction | None) -> TrendResult | None:
    """The raw movement of a metric's values, whichever way is better; its `kind` is not to be read."""
    values = [Point(point.value, point.standard_error) for point in points]
    return trend(values, direction=Direction.HIGHER, tolerance=indicator.tolerance, baseline=baseline)


def trend_of(indicator: Indicator, points: Sequence[SeriesPoint], baseline: Fraction | None) -> TrendResult | None:
    """The trend of a metric; of its scores where it is best inside a band.

    A metric with its own band moves the right way when its score rises: standard errors and baselines of
    values do not apply to scores and are left out. Without declared points nothing says which way is right.
    """
    if indicator.better is Direction.BAND:
        return _trend_of_scores(indicator, points)
    if indicator.better is None:
        return None
    values = [Point(point.value, point.standard_error) for point in points]
    return trend(values, direction=indicator.better, tolerance=indicator.tolerance, baseline=baseline)


def _trend_of_scores(indicator: Indicator, points: Sequence[SeriesPoint]) -> TrendResult | None:
    if indicator.normaliser is None:
        return None
    scores = [Point(indicator.normaliser.score(point.value)) for point in points]
    return trend(scores, direction=Direction.HIGHER, tolerance=indicator.tolerance)
