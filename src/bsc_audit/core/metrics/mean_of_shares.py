"""A set of yes-or-no items summed up as one percentage, such as the favourable answers of a staff survey."""

from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, same_length, shape, text, whole_numbers, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole

FORMS = (Form(fields=("numerators", "denominators")), Form(fields=("value",), optional=("n",)))
LISTS = ("numerators", "denominators")


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """Percent; None when an item, or for pooled every item, has no answers.

    n is the largest number of answers to one item: the same people answer all items, so the answers are
    not independent, and no interval is given.
    """
    stated = scalar(inputs, "value")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    parts, wholes = numbers(inputs, "numerators"), numbers(inputs, "denominators")
    if len(parts) != len(wholes) or not total(wholes):
        return None
    n = whole(max(wholes))
    if variant == "pooled":
        return Measurement(value=100 * total(parts) / total(wholes), n=n)
    if 0 in wholes:
        return None
    shares = tuple(100 * part / answered for part, answered in zip(parts, wholes, strict=True))
    named = {f"share_{k}": share for k, share in enumerate(shares, start=1)}
    return Measurement(value=total(shares) / len(shares), n=n, details=MappingProxyType(named))


def check(inputs: Inputs, _variant: str, _parameters: Parameters) -> Messages:
    """As many numerators as denominators, each a part of its whole."""
    pairs = zip(numbers(inputs, "numerators"), numbers(inputs, "denominators"), strict=False)
    return shape(inputs, FORMS, lists=LISTS) or every(
        same_length(inputs, *LISTS),
        whole_numbers(inputs, *LISTS, "n"),
        tuple(f"item {k} has {text(a)} of {text(b)}" for k, (a, b) in enumerate(pairs, start=1) if a > b),
        within(inputs, "value", 0, 100),
    )


MEAN_OF_SHARES = MetricKind(
    name="mean_of_shares",
    title="Mean of shares",
    explains="Percentages of several items as one number, items counting alike or by their answers.",
    variants=MappingProxyType(
        {
            "mean_of_shares": "mean over items of numerator / denominator x 100",
            "pooled": "sum of numerators / sum of denominators x 100",
        }
    ),
    forms=FORMS,
    measure=measure,
    pool=first_of(adding(*LISTS), weighing_by_n("value")),
    check=check,
)
