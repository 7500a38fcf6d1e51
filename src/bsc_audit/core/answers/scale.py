"""A scale from 1, worst, to the item's points, best."""

from fractions import Fraction
from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value
from bsc_audit.core.answers.steps import highest, read_step, step_fields


def _read(item: Declared, raw: Any) -> Value | Refused:
    return read_step(raw, 1, highest(item))


def _credit(item: Declared, value: Value) -> Fraction | None:
    return (value - 1) / (highest(item) - 1) if isinstance(value, Fraction) else None


SCALE = AnswerType(
    name="scale",
    title="Scale from 1",
    explains="A whole number from 1, worst, to `points`, best; it earns (answer - 1) / (points - 1).",
    read=_read,
    credit=_credit,
    scored=True,
    fields=step_fields(2),
    required=("points",),
)
