"""Does a quantity move? The latest period against a reference, and a rank test from six periods on.

Whether a change is beyond its tolerance is decided in exact fractions, so that no tie is lost to the
sixteenth digit of a float; only the statistical margin is a float.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import erfc, sqrt
from statistics import median

from bsc_audit.core.methods.intervals import difference_margin
from bsc_audit.core.vocabulary import Direction, Movement, Trend

PERIODS_FOR_RANK_TEST = 6
PERIODS_OF_REFERENCE = 3
SIGNIFICANCE = 0.10  # two-sided p below which the rank test speaks of a trend

BY_LATEST = "latest_against_previous"
BY_BASELINE = "latest_against_baseline"
BY_RANKS = "mann_kendall"


@dataclass(frozen=True, slots=True)
class Point:
    """One period's value; the standard error is in the value's unit, None when unknown."""

    value: Fraction
    standard_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """A change this large or smaller is no movement; exactly one of the two is given."""

    absolute: Fraction | None = None  # in the value's unit, >= 0
    relative: Fraction | None = None  # percent of the reference, >= 0

    def __post_init__(self) -> None:
        if (self.absolute is None) == (self.relative is None):
            raise ValueError("a tolerance is either absolute or relative")

    def at(self, reference: Fraction) -> Fraction:
        """The tolerance in the value's unit."""
        if self.absolute is not None:
            return self.absolute
        return abs(reference) * (self.relative or 0) / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MannKendall:
    """Rank test for a monotone trend."""

    s: int  # rising pairs minus falling pairs
    variance: Fraction  # of s without a trend, corrected for ties
    z: float  # with continuity correction
    p: float  # two-sided


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendResult:
    """A judged movement and everything needed to explain it."""

    kind: Trend
    movement: Movement
    change: Fraction  # latest minus reference, in the value's unit
    reference: Fraction  # the baseline, or the mean of up to three periods before the latest
    tolerance: Fraction  # in the value's unit
    margin: float | None  # 95 % margin of the change; None when a standard error is unknown
    method: str  # which comparison decided: BY_LATEST, BY_BASELINE or BY_RANKS
    slope: Fraction | None = None  # Theil-Sen, per period; only with BY_RANKS
    p: float | None = None  # of the Mann-Kendall test; only with BY_RANKS


def movement(values: Sequence[Fraction], *, tolerance: Tolerance) -> Movement | None:
    """Raw movement of the latest value against the mean of up to three before it; None for fewer than 2."""
    if len(values) < 2:
        return None
    reference = _reference(values)
    return _beyond(values[-1] - reference, tolerance.at(reference), None)


def mann_kendall(values: Sequence[Fraction]) -> MannKendall | None:
    """Mann-Kendall test with ties; None for fewer than 2 values.

    Source: Mann (1945), Kendall (1975); variance (n(n-1)(2n+5) - sum t(t-1)(2t+5)) / 18.
    """
    n = len(values)
    if n < 2:
        return None
    s = sum((b > a) - (b < a) for a, b in combinations(values, 2))
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = Fraction(n * (n - 1) * (2 * n + 5) - ties, 18)
    toward_zero = s - (s > 0) + (s < 0)
    z = toward_zero / sqrt(variance) if variance else 0.0
    return MannKendall(s=s, variance=variance, z=z, p=erfc(abs(z) / sqrt(2)))


def theil_sen(values: Sequence[Fraction]) -> Fraction | None:
    """Median slope per period over all pairs of periods; None for fewer than 2 values.

    Source: Theil (1950), Sen (1968).
    """
    pairs = combinations(enumerate(values), 2)
    slopes = [(later - earlier) / (j - i) for (i, earlier), (j, later) in pairs]
    return median(slopes) if slopes else None


def trend(
    series: Sequence[Point], *, direction: Direction, tolerance: Tolerance, baseline: Fraction | None = None
) -> TrendResult | None:
    """Judge the movement of a series, oldest period first.

    Below six periods the latest value must differ from the baseline, or from the mean of up to three
    periods before it, by more than the tolerance and, where standard errors are known, by more than the
    95 % margin of that change. From six periods on the Mann-Kendall test (p < 0.10) decides, and the
    Theil-Sen slope says which way.

    Returns:
        None for fewer than 2 periods, and for a quantity that is best inside a band: more of it is
        neither better nor worse, so judge the series of its scores with Direction.HIGHER instead.
    """
    if len(series) < 2 or direction is Direction.BAND:
        return None
    if len(series) >= PERIODS_FOR_RANK_TEST:
        return _by_ranks(series, direction, tolerance, baseline)
    return _by_latest(series, direction, tolerance, baseline)


def _by_latest(
    series: Sequence[Point], direction: Direction, tolerance: Tolerance, baseline: Fraction | None
) -> TrendResult:
    reference = _reference([point.value for point in series]) if baseline is None else baseline
    change = series[-1].value - reference
    allowed, margin = tolerance.at(reference), _margin(series, baseline)
    moved = _beyond(change, allowed, margin)
    return TrendResult(
        kind=_judge(moved, direction),
        movement=moved,
        change=change,
        reference=reference,
        tolerance=allowed,
        margin=margin,
        method=BY_LATEST if baseline is None else BY_BASELINE,
    )


def _by_ranks(
    series: Sequence[Point], direction: Direction, tolerance: Tolerance, baseline: Fraction | None
) -> TrendResult:
    values = [point.value for point in series]
    reference = _reference(values) if baseline is None else baseline
    test, slope = mann_kendall(values), theil_sen(values)
    assert test is not None
    assert slope is not None  # both exist from two values on
    moved = _sign(slope) if test.p < SIGNIFICANCE else Movement.FLAT
    return TrendResult(
        kind=_judge(moved, direction),
        movement=moved,
        change=values[-1] - reference,
        reference=reference,
        tolerance=tolerance.at(reference),
        margin=_margin(series, baseline),
        method=BY_RANKS,
        slope=slope,
        p=test.p,
    )


def _reference(values: Sequence[Fraction]) -> Fraction:
    before = values[-1 - PERIODS_OF_REFERENCE : -1]
    return sum(before, Fraction(0)) / len(before)


def _margin(series: Sequence[Point], baseline: Fraction | None) -> float | None:
    """95 % margin of latest minus reference; a baseline is a fixed number without error."""
    before = series[-1 - PERIODS_OF_REFERENCE : -1] if baseline is None else ()
    latest, errors = series[-1].standard_error, [point.standard_error for point in before]
    if latest is None:
        return None
    known = [error for error in errors if error is not None]
    if len(known) < len(errors):
        return None
    of_mean = sqrt(sum(error * error for error in known)) / len(known) if known else 0.0
    return difference_margin(latest, of_mean)


def _beyond(change: Fraction, tolerance: Fraction, margin: float | None) -> Movement:
    if abs(change) <= tolerance or (margin is not None and abs(change) <= margin):
        return Movement.FLAT
    return _sign(change)


def _sign(change: Fraction) -> Movement:
    if not change:
        return Movement.FLAT
    return Movement.RISING if change > 0 else Movement.FALLING


def _judge(moved: Movement, direction: Direction) -> Trend:
    if moved is Movement.FLAT:
        return Trend.FLAT
    better = Movement.RISING if direction is Direction.HIGHER else Movement.FALLING
    return Trend.IMPROVING if moved is better else Trend.WORSENING
