"""An amount per counted thing: cost per contact, seconds per call, hours per person."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, not_negative, on_scale, shape
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole

FORMS = (
    Form(fields=("amount", "count")),
    Form(fields=("parts", "count")),
    Form(fields=("value",), optional=("n",)),
)


def measure(inputs: Inputs, _variant: str, _parameters: Parameters) -> Measurement | None:
    """The amount per unit; None without units."""
    stated, count = scalar(inputs, "value"), scalar(inputs, "count")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    amount = _amount(inputs)
    if amount is None or not count:
        return None
    return Measurement(value=amount / count, n=whole(count))


def _amount(inputs: Inputs) -> Fraction | None:
    return total(numbers(inputs, "parts")) if "parts" in inputs else scalar(inputs, "amount")


def check(inputs: Inputs, _variant: str, parameters: Parameters) -> Messages:
    """Units and parts are not below 0; the amount may be (a credit)."""
    return shape(inputs, FORMS, lists=("parts",)) or every(
        not_negative(inputs, "count", "n"), on_scale(inputs, parameters, "value")
    )


PER_UNIT = MetricKind(
    name="per_unit",
    title="Amount per unit",
    explains="Money, time or pieces per counted thing; `parts` are added up to the amount.",
    variants=MappingProxyType({STANDARD: "amount / count"}),
    forms=FORMS,
    parameters=("scale",),
    measure=measure,
    pool=first_of(adding("amount", "count"), adding("parts", "count"), weighing_by_n("value")),
    check=check,
)
