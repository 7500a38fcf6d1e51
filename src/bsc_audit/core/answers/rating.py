"""A rating from 0, not met, to the item's points, fully met."""

from fractions import Fraction
from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value
from bsc_audit.core.answers.steps import highest, read_step, step_fields


def _read(item: Declared, raw: Any) -> Value | Refused:
    return read_step(raw, 0, highest(item))


def _credit(item: Declared, value: Value) -> Fraction | None:
    return value / highest(item) if isinstance(value, Fraction) else None


RATING = AnswerType(
    name="rating",
    title="Rating from 0",
    explains="A whole number from 0, not met, to `points`, fully met; it earns answer / points.",
    read=_read,
    credit=_credit,
    scored=True,
    fields=step_fields(1),
    required=("points",),
)
