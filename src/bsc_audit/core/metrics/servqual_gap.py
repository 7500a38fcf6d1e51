"""Service quality gap: perception minus expectation, per dimension and overall."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import (
    Messages,
    every,
    needs_parameters,
    not_negative,
    on_scale,
    same_length,
    shape,
    text,
    whole_numbers,
)
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import first_of, weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole

FORMS = (
    Form(fields=("expectation", "perception"), optional=("n",)),
    Form(fields=("gap",), optional=("n",)),
)
LISTS = ("expectation", "perception", "gap")
WEIGHTED = "weighted"


def measure(inputs: Inputs, variant: str, parameters: Parameters) -> Measurement | None:
    """The overall gap in scale points; None without dimensions or without the points it needs."""
    gaps = _gaps(inputs)
    points = numbers(parameters, "points") if variant == WEIGHTED else (Fraction(1),) * len(gaps)
    if not gaps or len(points) != len(gaps) or not total(points):
        return None
    value = total(tuple(p * gap for p, gap in zip(points, gaps, strict=True))) / total(points)
    named = {f"gap_{k}": gap for k, gap in enumerate(gaps, start=1)}
    return Measurement(
        value=value,
        n=whole(scalar(inputs, "n")),
        details=MappingProxyType({"sum": total(gaps), **named}),
    )


def _gaps(inputs: Inputs) -> tuple[Fraction, ...]:
    expected, perceived = numbers(inputs, "expectation"), numbers(inputs, "perception")
    if len(expected) != len(perceived):
        return ()
    return numbers(inputs, "gap") or tuple(p - e for p, e in zip(perceived, expected, strict=True))


def check(inputs: Inputs, variant: str, parameters: Parameters) -> Messages:
    """As many expectations as perceptions, on their scale; one number of points a dimension."""
    return shape(inputs, FORMS, lists=LISTS) or every(
        same_length(inputs, "expectation", "perception"),
        on_scale(inputs, parameters, "expectation", "perception"),
        whole_numbers(inputs, "n"),
        _check_points(inputs, parameters) if variant == WEIGHTED else (),
    )


def _check_points(inputs: Inputs, parameters: Parameters) -> Messages:
    points, gaps = numbers(parameters, "points"), _gaps(inputs)
    uneven = f"{len(points)} numbers of points for {len(gaps)} dimensions"
    wrong_sum = f"the points add up to {text(total(points))}, not 100"
    return needs_parameters(parameters, "points") or every(
        not_negative(parameters, "points"),
        (uneven,) if len(points) != len(gaps) else (),
        (wrong_sum,) if total(points) != 100 else (),
    )


SERVQUAL_GAP = MetricKind(
    name="servqual_gap",
    title="Service quality gap",
    explains="Perception minus expectation, so that below 0 falls short, meaned over the dimensions; `gap` must"
    " follow the same sign (SQ-1 to SQ-3).",
    variants=MappingProxyType(
        {
            "unweighted": "mean over dimensions of (perception - expectation)",
            WEIGHTED: "sum(points x (perception - expectation)) / 100, points adding up to 100",
        }
    ),
    forms=FORMS,
    parameters=("points", "scale"),
    required=MappingProxyType({WEIGHTED: ("points",)}),
    measure=measure,
    pool=first_of(weighing_by_n("expectation", "perception"), weighing_by_n("gap")),
    check=check,
)
