"""One of several choices, by its id; reported and not scored."""

from types import MappingProxyType
from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value, not_scored
from bsc_audit.core.documents.suggest import did_you_mean


def _read(item: Declared, raw: Any) -> Value | Refused:
    if isinstance(raw, str) and raw in item.choices:
        return raw
    return Refused(f"is {raw!r}, which is no choice here; {did_you_mean(raw, item.choices)}")


_CHOICE = {
    "type": "object",
    "properties": {"id": {"$ref": "#/$defs/id"}, "says": {"$ref": "#/$defs/text"}},
    "required": ["id", "says"],
    "additionalProperties": False,
}

CHOICE = AnswerType(
    name="choice",
    title="One of several",
    explains="The id of one of the item's `choices`; reported, not scored.",
    read=_read,
    credit=not_scored,
    scored=False,
    fields=MappingProxyType({"choices": {"type": "array", "minItems": 2, "items": _CHOICE}}),
    required=("choices",),
)
