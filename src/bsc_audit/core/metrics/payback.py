"""Months until a won customer has paid back what winning cost."""

from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, not_negative, shape, within
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.reading import scalar, scalars, whole

FIELDS = ("acquisition_cost", "monthly_revenue", "gross_margin")
FORMS = (Form(fields=FIELDS), Form(fields=("value",), optional=("n",)))


def measure(inputs: Inputs, _variant: str, _parameters: Parameters) -> Measurement | None:
    """Months; None when a customer earns nothing, so that it is never paid back."""
    stated, values = scalar(inputs, "value"), scalars(inputs, *FIELDS)
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    if values is None or values[1] * values[2] <= 0:
        return None
    cost, revenue, margin = values
    return Measurement(value=cost / (revenue * margin / 100))


def check(inputs: Inputs, _variant: str, _parameters: Parameters) -> Messages:
    """No amount below 0; the margin is a percentage."""
    return shape(inputs, FORMS) or every(
        not_negative(inputs, *FIELDS[:2], "value"), within(inputs, "gross_margin", 0, 100)
    )


PAYBACK = MetricKind(
    name="payback",
    title="Payback of acquisition cost",
    explains="Months of gross margin that a new customer needs to repay the cost of winning it; margin in percent.",
    variants=MappingProxyType({STANDARD: "acquisition cost / (monthly revenue per customer x gross margin)"}),
    forms=FORMS,
    measure=measure,
    check=check,
)
