"""Revenue kept from the customers who were there at the start."""

from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, needs, not_negative, shape
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding
from bsc_audit.core.metrics.reading import scalar, scalars, whole

FORMS = (
    Form(fields=("start", "contraction", "churned"), optional=("expansion",)),
    Form(fields=("value",), optional=("n",)),
)
NET, GROSS, LOST = "net", "gross", "gross_churn"


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """Percent of the starting revenue; None without any, or when net is asked for and expansion unknown."""
    stated, amounts = scalar(inputs, "value"), scalars(inputs, "start", "contraction", "churned")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    if amounts is None or not amounts[0]:
        return None
    start, contraction, churned = amounts
    gone, more = contraction + churned, scalar(inputs, "expansion")
    if variant == LOST:
        return Measurement(value=100 * gone / start)
    if variant == GROSS:
        return Measurement(value=100 * (start - gone) / start)
    return None if more is None else Measurement(value=100 * (start + more - gone) / start)


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """No amount below 0, and no more revenue lost than there was."""
    amounts = scalars(inputs, "start", "contraction", "churned")
    wrong = amounts is not None and amounts[1] + amounts[2] > amounts[0]
    net = variant == NET and "value" not in inputs
    return shape(inputs, FORMS) or every(
        not_negative(inputs, "start", "contraction", "churned", "expansion"),
        ("contraction and churned together exceed start",) if wrong else (),
        needs(inputs, variant, "expansion") if net else (),
    )


REVENUE_RETENTION = MetricKind(
    name="revenue_retention",
    title="Revenue retention",
    explains="Revenue now of the customers present at the start, in percent of their revenue then; price rises"
    " flatter the net figure.",
    variants=MappingProxyType(
        {
            NET: "(start + expansion - contraction - churned) / start x 100",
            GROSS: "(start - contraction - churned) / start x 100",
            LOST: "(contraction + churned) / start x 100",
        }
    ),
    forms=FORMS,
    measure=measure,
    pool=adding("start", "contraction", "churned", optional=("expansion",)),
    check=check,
)
