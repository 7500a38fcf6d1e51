"""Share of answers in the best boxes of a rating scale."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, part_of, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, scalars, total
from bsc_audit.core.metrics.shares import share, stated_share

FORMS = (
    Form(fields=("counts",)),
    Form(fields=("numerator", "denominator")),
    Form(fields=("value",), optional=("n",)),
)
BOXES: Mapping[str, int] = MappingProxyType({"top_two": 2, "top_box": 1})


def measure(inputs: Inputs, variant: str, parameters: Parameters) -> Measurement | None:
    """The share in percent; None when nobody answered."""
    stated, pair = scalar(inputs, "value"), scalars(inputs, "numerator", "denominator")
    if stated is not None:
        return stated_share(stated, scalar(inputs, "n"))
    if pair:
        return share(*pair)
    counts = numbers(inputs, "counts")
    return share(_counted(counts, variant, parameters), total(counts))


def _counted(counts: tuple[Fraction, ...], variant: str, parameters: Parameters) -> Fraction:
    """Answers in the counted boxes; a list in the ruleset overrides the variant."""
    chosen = numbers(parameters, "counts")
    if not chosen:
        return total(counts[-BOXES[variant] :])
    return total(tuple(count for place, count in enumerate(counts, start=1) if place in chosen))


def check(inputs: Inputs, _variant: str, parameters: Parameters) -> Messages:
    """Counts are counts, and the counted boxes exist."""
    boxes = len(numbers(inputs, "counts"))
    return shape(inputs, FORMS, lists=("counts",)) or every(
        whole_numbers(inputs, "counts", "numerator", "denominator", "n"),
        part_of(inputs, "numerator", "denominator"),
        within(inputs, "value", 0, 100),
        within(parameters, "counts", 1, boxes) if boxes else (),
    )


TOP_BOX = MetricKind(
    name="top_box",
    title="Top-box share",
    explains="Share of answers in the best boxes; `counts` holds the answers per box, worst box first; the"
    " parameter `counts` lists the boxes that count, from 1, and overrides the variant (MET-5, MET-6b).",
    variants=MappingProxyType(
        {
            "top_two": "answers in the two best boxes / answers x 100",
            "top_box": "answers in the best box / answers x 100",
        }
    ),
    forms=FORMS,
    parameters=("counts",),
    measure=measure,
    pool=first_of(adding("counts"), adding("numerator", "denominator"), weighing_by_n("value")),
    check=check,
)
