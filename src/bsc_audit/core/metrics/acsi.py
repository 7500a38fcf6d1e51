"""ACSI-style index of three questions answered 1 to 10."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, not_negative, shape, text, whole_numbers, within
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, scalars, total, whole

QUESTIONS = ("satisfaction", "expectancy", "ideal")
FORMS = (Form(fields=QUESTIONS, optional=("n",)),)
LOWEST, HIGHEST = 1, 10
EQUAL = (Fraction(1, 3),) * 3


def measure(inputs: Inputs, _variant: str, parameters: Parameters) -> Measurement | None:
    """The index, 0..100; None when a question or a weight is missing."""
    means, weights = scalars(inputs, *QUESTIONS), numbers(parameters, "weights") or EQUAL
    if means is None or len(weights) != len(means):
        return None
    lifted = tuple(w * (x - LOWEST) for w, x in zip(weights, means, strict=True))
    return Measurement(value=100 * total(lifted) / (HIGHEST - LOWEST), n=whole(scalar(inputs, "n")))


def check(inputs: Inputs, _variant: str, parameters: Parameters) -> Messages:
    """Means on 1..10; three weights that add up to 1."""
    weights = numbers(parameters, "weights")
    added = total(weights)
    wrong = f"the weights are {len(weights)} and add up to {text(added)}, not three adding up to 1"
    return shape(inputs, FORMS) or every(
        *(within(inputs, question, LOWEST, HIGHEST) for question in QUESTIONS),
        not_negative(parameters, "weights"),
        (wrong,) if weights and (len(weights) != len(QUESTIONS) or added != 1) else (),
        whole_numbers(inputs, "n"),
    )


ACSI = MetricKind(
    name="acsi",
    title="ACSI-style index",
    explains="Mean answers to satisfaction, expectancy and closeness to the ideal, weighted by the parameter"
    " `weights` or equally; the true weights are proprietary (ACSI-1, ACSI-2).",
    variants=MappingProxyType({STANDARD: "sum(weight x (mean - 1)) / 9 x 100, weights adding up to 1"}),
    forms=FORMS,
    parameters=("weights",),
    measure=measure,
    pool=weighing_by_n(*QUESTIONS),
    check=check,
)
