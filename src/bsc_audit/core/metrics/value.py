"""A value taken as submitted."""

from fractions import Fraction
from math import sqrt
from types import MappingProxyType

from bsc_audit.core.methods.intervals import mean_interval
from bsc_audit.core.metrics.checks import Messages, every, not_negative, on_scale, shape, whole_numbers
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import weighing_by_n
from bsc_audit.core.metrics.reading import scalar, whole

FORMS = (Form(fields=("value",), optional=("n", "standard_deviation")),)


def stated_mean(value: Fraction, n: Fraction | None, deviation: Fraction | None) -> Measurement:
    """A mean somebody else computed; with n and standard deviation it has an interval."""
    count = whole(n)
    if count is None or deviation is None or count < 2:
        return Measurement(value=value, n=count)
    error = float(deviation) / sqrt(count)
    return Measurement(value=value, n=count, standard_error=error, interval=mean_interval(value, error, count))


def measure(inputs: Inputs, _variant: str, _parameters: Parameters) -> Measurement | None:
    """The submitted value; None when there is none."""
    value = scalar(inputs, "value")
    if value is None:
        return None
    return stated_mean(value, scalar(inputs, "n"), scalar(inputs, "standard_deviation"))


def check(inputs: Inputs, _variant: str, parameters: Parameters) -> Messages:
    """The value lies on its scale; n is a count."""
    return shape(inputs, FORMS) or every(
        whole_numbers(inputs, "n"),
        not_negative(inputs, "standard_deviation"),
        on_scale(inputs, parameters, "value"),
    )


VALUE = MetricKind(
    name="value",
    title="Submitted value",
    explains="A number taken as it was submitted, for quantities computed elsewhere.",
    variants=MappingProxyType({STANDARD: "value"}),
    forms=FORMS,
    parameters=("scale",),
    measure=measure,
    pool=weighing_by_n("value"),
    check=check,
)
