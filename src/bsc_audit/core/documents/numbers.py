"""Numbers as people write them: with a decimal point or a decimal comma, never with both."""

import re
from fractions import Fraction
from typing import Any

from bsc_audit.core.quantities import exact

_NUMBER = re.compile(r"[-+]?[0-9]{1,15}([.,][0-9]{1,15})?")


def read_number(text: str) -> Fraction | None:
    """The number a text says; None when it is none, or when `1.234,5` or `1,234,567` leaves room for doubt."""
    text = text.strip()
    return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def as_number(raw: Any) -> Fraction | None:
    """The number a parsed value is or says; None when it is none. `true` is no number."""
    if isinstance(raw, str):
        return read_number(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Fraction):
        return None
    return exact(raw)
