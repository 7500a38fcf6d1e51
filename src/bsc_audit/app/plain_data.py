"""Values of the core as JSON data, the same for the command line and the API."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any


def plain(value: Any) -> Any:
    """A value of the core as JSON data: exact numbers as the nearest double, enums as words, None kept."""
    if isinstance(value, StrEnum | str) or value is None or isinstance(value, bool | int | float):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
