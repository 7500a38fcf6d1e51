"""Arithmetic means: of raw values, of a sum over a count, or stated with n and standard deviation."""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from types import MappingProxyType

from bsc_audit.core.methods.intervals import mean_interval
from bsc_audit.core.metrics.checks import (
    Messages,
    every,
    needs,
    not_negative,
    on_scale,
    same_length,
    shape,
    whole_numbers,
)
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, joining
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole
from bsc_audit.core.metrics.value import stated_mean

FORMS = (
    Form(fields=("sum", "count"), optional=("sum_of_squares",)),
    Form(fields=("values",)),
    Form(fields=("values", "weights")),
    Form(fields=("value",), optional=("n", "standard_deviation")),
)
WEIGHTED = "weighted"
LISTS = ("values", "weights")


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """The mean; None when nothing was observed or all weights are 0."""
    if variant == WEIGHTED:
        return _weighted(numbers(inputs, "values"), numbers(inputs, "weights"))
    stated = scalar(inputs, "value")
    if stated is not None:
        return stated_mean(stated, scalar(inputs, "n"), scalar(inputs, "standard_deviation"))
    sums = _sums(inputs)
    return mean_of_sums(*sums) if sums else None


def mean_of_values(values: Sequence[Fraction]) -> Measurement | None:
    """The mean of raw observations with its t interval; None for none."""
    return mean_of_sums(sum(values, Fraction(0)), Fraction(len(values)), sum((v * v for v in values), Fraction(0)))


def mean_of_sums(values: Fraction, count: Fraction, squares: Fraction | None) -> Measurement | None:
    """sum / count; the sum of squares, where known, gives the standard deviation."""
    if count <= 0:
        return None
    value, n = values / count, whole(count)
    if squares is None or n is None or n < 2:
        return Measurement(value=value, n=n)
    error = sqrt(max(squares - values * value, Fraction(0)) / (n - 1) / n)
    return Measurement(value=value, n=n, standard_error=error, interval=mean_interval(value, error, n))


def check(inputs: Inputs, variant: str, parameters: Parameters) -> Messages:
    """Counts are counts, values lie on their scale, weights belong to the weighted mean only."""
    surplus = () if variant == WEIGHTED or "weights" not in inputs else ("weights need the variant weighted",)
    return shape(inputs, FORMS, lists=LISTS) or every(
        whole_numbers(inputs, "count", "n"),
        not_negative(inputs, "weights", "standard_deviation", "sum_of_squares"),
        on_scale(_with_mean(inputs), parameters, "value", "values"),
        surplus,
        _check_weighted(inputs) if variant == WEIGHTED else (),
    )


def _check_weighted(inputs: Inputs) -> Messages:
    return needs(inputs, WEIGHTED, "values", "weights") or same_length(inputs, "values", "weights")


def _with_mean(inputs: Inputs) -> Inputs:
    count, values = scalar(inputs, "count"), scalar(inputs, "sum")
    return {**inputs, "value": values / count} if count and values is not None else inputs


def _weighted(values: tuple[Fraction, ...], weights: tuple[Fraction, ...]) -> Measurement | None:
    if len(values) != len(weights) or not total(weights):
        return None
    products = tuple(value * weight for value, weight in zip(values, weights, strict=True))
    return Measurement(value=total(products) / total(weights), n=len(values))


def _sums(inputs: Inputs) -> tuple[Fraction, Fraction, Fraction | None] | None:
    """sum, count and, where known, sum of squares of any form."""
    values, count, stated = scalar(inputs, "sum"), scalar(inputs, "count"), scalar(inputs, "value")
    if values is not None and count is not None:
        return values, count, scalar(inputs, "sum_of_squares")
    if stated is not None:
        return _sums_of_stated(stated, scalar(inputs, "n"), scalar(inputs, "standard_deviation"))
    raw = numbers(inputs, "values")
    return (total(raw), Fraction(len(raw)), total(tuple(v * v for v in raw))) if raw else None


def _sums_of_stated(
    mean: Fraction, n: Fraction | None, deviation: Fraction | None
) -> tuple[Fraction, Fraction, Fraction | None] | None:
    if n is None:
        return None
    squares = None if deviation is None else deviation * deviation * (n - 1) + n * mean * mean
    return n * mean, n, squares


def _pool_sums(units: Sequence[Inputs]) -> Inputs:
    """Every form is turned into sums, which add up exactly and keep the spread."""
    sums = [_sums(unit) for unit in units]
    rows = [
        {"sum": one[0], "count": one[1]} | ({} if one[2] is None else {"sum_of_squares": one[2]})
        for one in sums
        if one is not None
    ]
    return adding("sum", "count", optional=("sum_of_squares",))(rows) if len(rows) == len(units) else {}


MEAN = MetricKind(
    name="mean",
    title="Mean",
    explains="The arithmetic mean, with Student's t interval where the spread is known.",
    variants=MappingProxyType(
        {STANDARD: "sum / count", WEIGHTED: "sum(weight x value) / sum(weight), of values and weights"}
    ),
    forms=FORMS,
    parameters=("scale",),
    measure=measure,
    pool=first_of(joining("values", "weights"), _pool_sums),
    check=check,
)
