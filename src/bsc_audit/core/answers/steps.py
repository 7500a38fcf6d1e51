"""Reading answers on steps: whole numbers between two ends."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bsc_audit.core.answers.answer_type import Declared, Refused
from bsc_audit.core.documents.numbers import as_number


def read_step(raw: Any, low: int, high: int) -> Fraction | Refused:
    """A whole number from `low` to `high`."""
    value = as_number(raw)
    if value is None or value.denominator != 1 or not low <= value <= high:
        return Refused(f"is {raw!r}, expected a whole number from {low} to {high}")
    return value


def highest(item: Declared) -> int:
    """The top step of an item; the schema of every type on steps requires it."""
    if item.points is None:
        raise ValueError("an item on steps has no points")
    return item.points


def step_fields(fewest: int) -> Mapping[str, Any]:
    """The keys of an item on steps: how many, and what some of them look like."""
    anchors = {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}}
    points = {"type": "integer", "minimum": fewest, "maximum": 1000}
    return MappingProxyType({"points": points, "anchors": anchors})
