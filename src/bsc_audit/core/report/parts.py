"""The parts a Report is made of: whoever walks through it asks each kind of part once for what it holds."""

from dataclasses import fields, is_dataclass
from functools import cache


@cache
def names_of(kind: type) -> tuple[str, ...] | None:
    """Names of what a part of this kind holds, as they stand in it; None for a text, a number, a truth or nothing."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
