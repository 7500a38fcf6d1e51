"""Bradford factor of absence: many short spells weigh more than one long one."""

from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, not_negative, part_of, shape, whole_numbers
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.reading import scalar, scalars, whole

FORMS = (Form(fields=("spells", "days")), Form(fields=("value",), optional=("n",)))


def measure(inputs: Inputs, _variant: str, _parameters: Parameters) -> Measurement | None:
    """Points; None when it was not counted."""
    stated, pair = scalar(inputs, "value"), scalars(inputs, "spells", "days")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    return Measurement(value=pair[0] ** 2 * pair[1]) if pair else None


def check(inputs: Inputs, _variant: str, _parameters: Parameters) -> Messages:
    """Half days are fine, half spells are not, and a spell may be half a day."""
    days = scalar(inputs, "days")
    halves = {**inputs, "twice the days": 2 * days} if days is not None else inputs
    return shape(inputs, FORMS) or every(
        whole_numbers(inputs, "spells"),
        not_negative(inputs, "days", "value"),
        part_of(halves, "spells", "twice the days"),
    )


BRADFORD = MetricKind(
    name="bradford",
    title="Bradford factor",
    explains="Spells and days of absence in 52 weeks; report it for groups only, never for a person.",
    variants=MappingProxyType({STANDARD: "spells^2 x days"}),
    forms=FORMS,
    measure=measure,
    check=check,
)
