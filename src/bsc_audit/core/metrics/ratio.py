"""One amount over another: shares of counted items, rates per thousand, shares of money or time."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, not_negative, part_of, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole
from bsc_audit.core.metrics.shares import share, stated_share

FORMS = (
    Form(fields=("numerator", "denominator")),
    Form(fields=("parts", "denominator")),
    Form(fields=("value",), optional=("n",)),
)
AMOUNTS = "percent_of_amounts"
PARTS = ("percent", "complement")  # variants whose numerator is a part of its denominator
SCALES: Mapping[str, int] = MappingProxyType(
    {"percent": 100, "complement": 100, "per_1000": 1000, "plain": 1, AMOUNTS: 100}
)


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """The rate; None when the denominator is 0 or missing."""
    scale, stated = SCALES[variant], scalar(inputs, "value")
    if stated is not None:
        n = scalar(inputs, "n")
        amounts = variant == AMOUNTS
        return Measurement(value=stated, n=whole(n)) if amounts else stated_share(stated, n, scale=scale)
    part, items = _numerator(inputs), scalar(inputs, "denominator")
    if part is None or not items:
        return None
    if variant == AMOUNTS:
        return Measurement(value=scale * part / items)
    return share(items - part if variant == "complement" else part, items, scale=scale)


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """Nothing below 0, and a part is within its whole."""
    limited = variant in PARTS
    return shape(inputs, FORMS, lists=("parts",)) or every(
        not_negative(inputs, "numerator", "parts", "denominator"),
        whole_numbers(inputs, "n"),
        part_of({**inputs, "numerator": _numerator(inputs) or Fraction(0)}, "numerator", "denominator")
        if limited
        else (),
        within(inputs, "value", 0, 100) if limited else not_negative(inputs, "value"),
    )


def _numerator(inputs: Inputs) -> Fraction | None:
    return total(numbers(inputs, "parts")) if "parts" in inputs else scalar(inputs, "numerator")


RATIO = MetricKind(
    name="ratio",
    title="Rate",
    explains="One number over another; `parts` are added up to the numerator; counted items get a Wilson"
    " interval (Newcombe 1998), amounts of money or time do not.",
    variants=MappingProxyType(
        {
            "percent": "numerator / denominator x 100, of counted items",
            "complement": "(denominator - numerator) / denominator x 100, of counted items",
            "per_1000": "numerator / denominator x 1000",
            "plain": "numerator / denominator",
            AMOUNTS: "numerator / denominator x 100, of money or time; may exceed 100",
        }
    ),
    forms=FORMS,
    measure=measure,
    pool=first_of(adding("numerator", "denominator"), adding("parts", "denominator"), weighing_by_n("value")),
    check=check,
)
