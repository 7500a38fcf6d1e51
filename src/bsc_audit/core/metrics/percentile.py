"""Percentiles of raw observations; the median where the ruleset names no percentile."""

from fractions import Fraction
from math import ceil, floor, sqrt
from types import MappingProxyType

from bsc_audit.core.methods.intervals import Z_95
from bsc_audit.core.metrics.checks import Messages, every, on_scale, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import joining
from bsc_audit.core.metrics.reading import numbers, scalar, whole
from bsc_audit.core.quantities import Interval

FORMS = (Form(fields=("values",)), Form(fields=("value",), optional=("n",)))
MEDIAN = Fraction(50)
NEAREST_RANK = "nearest_rank"


def measure(inputs: Inputs, variant: str, parameters: Parameters) -> Measurement | None:
    """The percentile; None when nothing was observed."""
    stated = scalar(inputs, "value")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    values = sorted(numbers(inputs, "values"))
    if not values:
        return None
    share = (scalar(parameters, "p") or MEDIAN) / 100
    pick = nearest_rank if variant == NEAREST_RANK else linear
    return Measurement(value=pick(values, share), n=len(values), interval=_interval(values, share))


def linear(ascending: list[Fraction], share: Fraction) -> Fraction:
    """Between the two values around place share x (n - 1), as numpy does by default."""
    place = share * (len(ascending) - 1)
    below = floor(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])


def nearest_rank(ascending: list[Fraction], share: Fraction) -> Fraction:
    """The smallest observation that at least that share does not exceed."""
    return ascending[max(ceil(share * len(ascending)), 1) - 1]


def _interval(ascending: list[Fraction], share: Fraction) -> Interval | None:
    """Free of any distribution: two order statistics; None when the sample is too small to reach them.

    Source: Conover (1999), Practical Nonparametric Statistics, 3.2.
    """
    n, p = len(ascending), float(share)
    reach = Z_95 * sqrt(n * p * (1 - p))
    low, high = ceil(n * p - reach), ceil(n * p + reach)
    if low < 1 or high > n:
        return None
    return Interval(float(ascending[low - 1]), float(ascending[high - 1]))


def check(inputs: Inputs, _variant: str, parameters: Parameters) -> Messages:
    """Values lie on their scale; p is a percentage."""
    return shape(inputs, FORMS, lists=("values",)) or every(
        whole_numbers(inputs, "n"),
        on_scale(inputs, parameters, "value", "values"),
        within(parameters, "p", 0, 100),
    )


PERCENTILE = MetricKind(
    name="percentile",
    title="Percentile",
    explains="The value below which p percent of the observations lie (parameter `p`, default 50, the median).",
    variants=MappingProxyType(
        {
            "linear": "linear interpolation at place p/100 x (n - 1), numpy's default",
            NEAREST_RANK: "the observation of rank ceil(p/100 x n)",
        }
    ),
    forms=FORMS,
    parameters=("p", "scale"),
    measure=measure,
    pool=joining("values"),
    check=check,
)
