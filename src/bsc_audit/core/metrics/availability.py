"""How much of the agreed time a system worked, how long failures lasted, how long it went without one."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, needs, not_negative, part_of, shape, whole_numbers
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding
from bsc_audit.core.metrics.reading import scalar, scalars, whole

FORMS = (
    Form(fields=("agreed_time", "downtime"), optional=("incidents",)),
    Form(fields=("downtime", "incidents")),
    Form(fields=("value",), optional=("n",)),
)
AVAILABILITY, MTTR, MTBF = "availability", "mttr", "mtbf"
ONE = Fraction(1)


def measure(inputs: Inputs, variant: str, parameters: Parameters) -> Measurement | None:
    """Percent, or time per incident; None without agreed time, for the times also without incidents."""
    stated = scalar(inputs, "value")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    if variant == AVAILABILITY:
        return _availability(inputs)
    incidents, spent = scalar(inputs, "incidents"), _time_of(inputs, variant)
    unit = scalar(parameters, "divide_by") or ONE
    if spent is None or not incidents:
        return None
    return Measurement(value=spent / incidents / unit, n=whole(incidents))


def _availability(inputs: Inputs) -> Measurement | None:
    pair = scalars(inputs, "agreed_time", "downtime")
    if pair is None or not pair[0]:
        return None
    return Measurement(value=100 * (pair[0] - pair[1]) / pair[0])


def _time_of(inputs: Inputs, variant: str) -> Fraction | None:
    """Downtime, or the agreed time without it."""
    agreed, down = scalar(inputs, "agreed_time"), scalar(inputs, "downtime")
    if variant == MTTR or down is None:
        return down
    return None if agreed is None else agreed - down


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """No more downtime than agreed time; the times need incidents."""
    wanted = {AVAILABILITY: ("agreed_time",), MTTR: ("incidents",), MTBF: ("agreed_time", "incidents")}
    return shape(inputs, FORMS) or every(
        not_negative(inputs, "agreed_time", "downtime", "value"),
        whole_numbers(inputs, "incidents"),
        part_of(inputs, "downtime", "agreed_time"),
        () if "value" in inputs else needs(inputs, variant, *wanted[variant]),
    )


SERVICE_AVAILABILITY = MetricKind(
    name="availability",
    title="Availability and failures",
    explains="Agreed time, downtime and incidents in one unit of time; the parameter `divide_by` turns the"
    " result into the metric's unit, such as 60 for minutes given and hours wanted.",
    variants=MappingProxyType(
        {
            AVAILABILITY: "(agreed time - downtime) / agreed time x 100",
            MTTR: "downtime / incidents",
            MTBF: "(agreed time - downtime) / incidents",
        }
    ),
    forms=FORMS,
    parameters=("divide_by",),
    measure=measure,
    pool=adding("downtime", optional=("agreed_time", "incidents")),
    check=check,
)
