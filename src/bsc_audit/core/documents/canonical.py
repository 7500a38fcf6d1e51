"""One text for one content, whatever order, spelling or layout it was written in, and its digest."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any

# Metadata of a field that a class was given later: left out while it is empty, so that older contents keep their digest.
LATER: Mapping[str, Any] = MappingProxyType({"later": True})


def digest(content: Any) -> str:
    """`sha256:` and the hexadecimal SHA-256 of the canonical text."""
    return f"sha256:{hashlib.sha256(canonical(content).encode()).hexdigest()}"


def digest_of_members(texts: Mapping[str, str]) -> str:
    """The `digest` of what has these members, from their canonical texts: a member that stayed is not written again."""
    members = ",".join(f"{canonical(name)}:{texts[name]}" for name in sorted(texts))
    return f"sha256:{hashlib.sha256(f'{{{members}}}'.encode()).hexdigest()}"


def canonical(content: Any) -> str:
    """JSON with sorted keys and without spaces; a fraction is written n/d, a date as ISO 8601."""
    return json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Data that JSON knows. The kinds most values have are told by one look-up."""
    plain = _PLAINLY.get(type(value))
    return _rarely_plain(value) if plain is None else plain(value)


def _rarely_plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | bool | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        names, later = _names(type(value)), _later(type(value))
        return {name: _plain(one) for name in names if (one := getattr(value, name)) or name not in later}
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, Fraction):
        return _plain_fraction(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(_plain(member) for member in value)
    if isinstance(value, list | tuple):
        return _plain_list(value)
    raise ValueError(f"a {type(value).__name__} has no canonical text")


def _plain_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _plain(member) for key, member in value.items()}


def _plain_list(value: Iterable[Any]) -> list[Any]:
    return [_plain(member) for member in value]


def _plain_fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _itself(value: Any) -> Any:
    return value


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _later(kind: type[Any]) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind) if "later" in field.metadata)


_PLAINLY: Mapping[type[Any], Callable[[Any], Any]] = MappingProxyType(
    {
        **dict.fromkeys((str, int, float, bool, type(None)), _itself),
        **dict.fromkeys((dict, MappingProxyType), _plain_mapping),
        **dict.fromkeys((list, tuple), _plain_list),
        Fraction: _plain_fraction,
        date: date.isoformat,
    }
)
