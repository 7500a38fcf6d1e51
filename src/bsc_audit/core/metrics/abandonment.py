"""Share of callers who gave up before they were answered."""

from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, needs, part_of, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import scalar, scalars
from bsc_audit.core.metrics.shares import share, stated_share

FORMS = (
    Form(fields=("abandoned", "offered"), optional=("short_abandons",)),
    Form(fields=("value",), optional=("n",)),
)
WITHOUT_SHORT = "without_short"


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """The share in percent; None without calls, or when short abandons are asked for and unknown."""
    stated, pair = scalar(inputs, "value"), scalars(inputs, "abandoned", "offered")
    if stated is not None:
        return stated_share(stated, scalar(inputs, "n"))
    if pair is None or variant != WITHOUT_SHORT:
        return share(*pair) if pair else None
    short = scalar(inputs, "short_abandons")
    return None if short is None else share(pair[0] - short, pair[1] - short)


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """Parts within their wholes."""
    short = variant == WITHOUT_SHORT and "value" not in inputs
    return shape(inputs, FORMS) or every(
        whole_numbers(inputs, "abandoned", "offered", "short_abandons", "n"),
        within(inputs, "value", 0, 100),
        part_of(inputs, "abandoned", "offered"),
        part_of(inputs, "short_abandons", "abandoned"),
        needs(inputs, variant, "short_abandons") if short else (),
    )


ABANDONMENT = MetricKind(
    name="abandonment",
    title="Abandonment rate",
    explains="Share of offered contacts that hung up unanswered, with or without those who did so at once (MET-8).",
    variants=MappingProxyType(
        {
            WITHOUT_SHORT: "(abandoned - short abandons) / (offered - short abandons) x 100",
            "all": "abandoned / offered x 100",
        }
    ),
    forms=FORMS,
    measure=measure,
    pool=first_of(
        adding("abandoned", "offered", optional=("short_abandons",)),
        weighing_by_n("value"),
    ),
    check=check,
)
