"""A measured number, such as minutes in a queue, scored by the first band that holds it."""

from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value
from bsc_audit.core.documents.numbers import as_number


def _read(item: Declared, raw: Any) -> Value | Refused:  # noqa: ARG001 - the signature of read
    value = as_number(raw)
    return Refused(f"is {raw!r}, expected a number") if value is None else value


def _credit(item: Declared, value: Value) -> Fraction | None:
    """The first band that fits; a number without bands is reported and not scored."""
    if not isinstance(value, Fraction):
        return None
    scores = (score for up_to, score in item.bands if up_to is None or value <= up_to)
    return next((score / 100 for score in scores), None)


_BAND = {
    "type": "object",
    "properties": {"up_to": {"type": "number"}, "score": {"type": "number", "minimum": 0, "maximum": 100}},
    "required": ["score"],
    "additionalProperties": False,
}

NUMBER = AnswerType(
    name="number",
    title="Number",
    explains="A measured number in `unit`; it earns the score of the first of its `bands` that holds it.",
    read=_read,
    credit=_credit,
    scored=True,
    fields=MappingProxyType({"unit": {"type": "string"}, "bands": {"type": "array", "minItems": 1, "items": _BAND}}),
    required=("unit",),
)
