"""System Usability Scale: ten items answered 1 to 5, odd ones worded positively, even ones negatively."""

from collections.abc import Sequence
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.mean import mean_of_values
from bsc_audit.core.metrics.pooling import first_of, joining, weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, whole

FORMS = (Form(fields=("answers",)), Form(fields=("item_means",), optional=("n",)))
ITEMS = 10
LOWEST, HIGHEST = 1, 5


def measure(inputs: Inputs, _variant: str, _parameters: Parameters) -> Measurement | None:
    """The mean score, 0..100; None without complete answers."""
    means = numbers(inputs, "item_means")
    if len(means) == ITEMS:
        return Measurement(value=score(means), n=whole(scalar(inputs, "n")))
    answers = numbers(inputs, "answers")
    if len(answers) % ITEMS:
        return None
    return mean_of_values([score(answers[at : at + ITEMS]) for at in range(0, len(answers), ITEMS)])


def score(answers: Sequence[Fraction]) -> Fraction:
    """The score of one respondent's ten answers: 2.5 x (sum of odd - 1 and of 5 - even)."""
    odd = sum((answer - LOWEST for answer in answers[0::2]), Fraction(0))
    even = sum((HIGHEST - answer for answer in answers[1::2]), Fraction(0))
    return Fraction(5, 2) * (odd + even)


def check(inputs: Inputs, _variant: str, _parameters: Parameters) -> Messages:
    """Ten answers a respondent, each 1 to 5."""
    return shape(inputs, FORMS, lists=("answers", "item_means")) or every(
        within(inputs, "answers", LOWEST, HIGHEST),
        within(inputs, "item_means", LOWEST, HIGHEST),
        whole_numbers(inputs, "n", "answers"),
        _check_tens(inputs),
    )


def _check_tens(inputs: Inputs) -> Messages:
    answers, means = len(numbers(inputs, "answers")), len(numbers(inputs, "item_means"))
    odd_lot = (f"{answers} answers are no whole number of respondents with {ITEMS} answers each",)
    return every(
        odd_lot if answers % ITEMS else (),
        (f"item_means has {means} numbers, not {ITEMS}",) if means not in (0, ITEMS) else (),
    )


SUS = MetricKind(
    name="sus",
    title="System Usability Scale",
    explains="Ten items answered 1 to 5 by each respondent, one respondent after the other (Brooke 1996; SUS-1).",
    variants=MappingProxyType({STANDARD: "2.5 x (sum of odd items - 1, plus sum of 5 - even items)"}),
    forms=FORMS,
    measure=measure,
    pool=first_of(joining("answers"), weighing_by_n("item_means")),
    check=check,
)
