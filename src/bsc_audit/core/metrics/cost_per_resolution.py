"""What one solved case costs, counted or estimated from the cost of a contact."""

from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, needs, not_negative, shape, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding
from bsc_audit.core.metrics.reading import scalar, scalars, whole

COUNTED = ("amount", "count")
ESTIMATED = ("cost_per_contact", "first_contact_resolution")
FORMS = (Form(fields=COUNTED), Form(fields=ESTIMATED), Form(fields=("value",), optional=("n",)))
ESTIMATE = "estimated"


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """Money per solved case; None when none was solved."""
    stated = scalar(inputs, "value")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    pair = scalars(inputs, *(ESTIMATED if variant == ESTIMATE else COUNTED))
    if pair is None or not pair[1]:
        return None
    if variant == ESTIMATE:
        return Measurement(value=100 * pair[0] / pair[1])
    return Measurement(value=pair[0] / pair[1], n=whole(pair[1]))


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """Nothing below 0; first contact resolution is a percentage."""
    wanted = ESTIMATED if variant == ESTIMATE else COUNTED
    return shape(inputs, FORMS) or every(
        not_negative(inputs, *COUNTED, "cost_per_contact", "value"),
        within(inputs, "first_contact_resolution", 0, 100),
        () if "value" in inputs else needs(inputs, variant, *wanted),
    )


COST_PER_RESOLUTION = MetricKind(
    name="cost_per_resolution",
    title="Cost per resolved case",
    explains="Operating expense per solved case; the estimate assumes that repeat contacts are independent.",
    variants=MappingProxyType(
        {
            "counted": "operating expense / resolved cases",
            ESTIMATE: "cost per contact / first contact resolution",
        }
    ),
    forms=FORMS,
    measure=measure,
    pool=adding(*COUNTED),
    check=check,
)
