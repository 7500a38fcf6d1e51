"""Relative change of a quantity against its own baseline."""

from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, shape
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.reading import scalar, scalars, whole

FORMS = (Form(fields=("now", "baseline")), Form(fields=("value",), optional=("n",)))


def measure(inputs: Inputs, _variant: str, _parameters: Parameters) -> Measurement | None:
    """The change in percent of the baseline; None when the baseline is 0 or below."""
    stated, pair = scalar(inputs, "value"), scalars(inputs, "now", "baseline")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    if pair is None or pair[1] <= 0:
        return None
    now, baseline = pair
    return Measurement(value=100 * (now - baseline) / baseline)


def check(inputs: Inputs, _variant: str, _parameters: Parameters) -> Messages:
    """Percent of a baseline means something only above 0."""
    baseline = scalar(inputs, "baseline")
    wrong = baseline is not None and baseline <= 0
    return shape(inputs, FORMS) or (("baseline must be above 0",) if wrong else ())


CHANGE_ON_BASELINE = MetricKind(
    name="change_on_baseline",
    title="Change on baseline",
    explains="How far a quantity has moved from its baseline, in percent of the baseline.",
    variants=MappingProxyType({STANDARD: "(now - baseline) / baseline x 100"}),
    forms=FORMS,
    measure=measure,
    check=check,
)
