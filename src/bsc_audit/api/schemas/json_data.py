"""JSON that is kept as it was sent, within bounds that every store and every file of a bundle can hold."""

import math
import re
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

MOST_DEPTH = 12
MOST_VALUES = 20_000
LONGEST_TEXT = 20_000
LARGEST = 10**15
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _bounded(value: dict[str, Any]) -> dict[str, Any]:
    """Refuse what could not be read back the same."""
    left = MOST_VALUES
    ahead: list[tuple[Any, int]] = [(value, 0)]
    while ahead:
        part, depth = ahead.pop()
        left -= 1
        if depth > MOST_DEPTH or left < 0:
            raise PydanticCustomError("json_too_large", "nested too deep, or too many values")
        if isinstance(part, dict):
            ahead += [(inner, depth + 1) for inner in (*part, *part.values())]
            if "<<" in part:
                raise PydanticCustomError("json_key", "a key cannot be '<<'")
        elif isinstance(part, list):
            ahead += [(inner, depth + 1) for inner in part]
        else:
            _check_leaf(part)
    return value


def _check_leaf(part: Any) -> None:
    if isinstance(part, str) and (len(part) > LONGEST_TEXT or _UNREADABLE.search(part)):
        raise PydanticCustomError("json_text", "a text is too long, or holds characters nobody can read")
    if isinstance(part, float) and not math.isfinite(part):
        raise PydanticCustomError("json_number", "a number is finite")
    if isinstance(part, int | float) and not isinstance(part, bool) and abs(part) >= LARGEST:
        raise PydanticCustomError("json_number", "a number has at most 15 digits")


JsonObject = Annotated[dict[str, Any], AfterValidator(_bounded)]


def bounded_leaf(value: Any) -> Any:
    """The same for a field whose value may be of any kind."""
    _bounded({"value": value})
    return value


JsonAny = Annotated[Any, AfterValidator(bounded_leaf)]
