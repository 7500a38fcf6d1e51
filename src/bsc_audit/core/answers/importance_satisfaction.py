"""How important something is beside how satisfied one was; the pair feeds an index and earns nothing itself."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value, not_scored
from bsc_audit.core.answers.steps import highest, read_step

_PARTS = {"importance", "satisfaction"}


def _read(item: Declared, raw: Any) -> Value | Refused:
    if not isinstance(raw, Mapping) or set(raw) != _PARTS:
        return Refused(f"is {raw!r}, expected {{importance: ..., satisfaction: ...}}")
    importance = read_step(raw["importance"], 1, highest(item))
    satisfaction = read_step(raw["satisfaction"], 1, highest(item))
    if isinstance(importance, Refused):
        return Refused(f"gives an importance that {importance.message}")
    if isinstance(satisfaction, Refused):
        return Refused(f"gives a satisfaction that {satisfaction.message}")
    return importance, satisfaction


IMPORTANCE_SATISFACTION = AnswerType(
    name="importance_satisfaction",
    title="Importance and satisfaction",
    explains="Two whole numbers from 1 to `points`, how important and how satisfied; not_applicable: cannot judge.",
    read=_read,
    credit=not_scored,
    scored=False,
    fields=MappingProxyType({"points": {"type": "integer", "minimum": 2, "maximum": 10}}),
    required=("points",),
)
