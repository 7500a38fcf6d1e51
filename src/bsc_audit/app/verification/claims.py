"""Reading an attached result that may hold anything: nothing here fails."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

MOST_LEAVES = 2_000_000

Leaves = Mapping[tuple[str | int, ...], Any]


def claims_of(data: bytes) -> Mapping[str, Any] | None:
    """The attached result as data; None when it is no JSON object, or one key stands in it twice."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def at(value: Any, *path: str) -> Any:
    """What lies at a path of keys; None when nothing does."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text_at(value: Any, *path: str) -> str:
    """The text at a path; "" when there is none."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def entries(value: Any, *path: str) -> list[Any]:
    """The list at a path; empty when there is none."""
    found = at(value, *path)
    return found if isinstance(found, list) else []


def leaves(value: Any) -> Leaves:
    """Every single value below, by its path; an empty group counts as one."""
    found: dict[tuple[str | int, ...], Any] = {}
    ahead: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while ahead and len(found) < MOST_LEAVES:
        path, one = ahead.pop()
        below = list(_below(one))
        if not below:
            found[path] = one
        ahead.extend(((*path, key), member) for key, member in below)
    return found


def _below(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
