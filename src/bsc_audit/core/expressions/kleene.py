"""What generated conditions call: arithmetic and logic on numbers where NaN is undetermined.

A truth value is 1.0, 0.0 or NaN here, and a missing text is ''. The table at the foot gives the names the
generated source uses; all begin with `fn_`, so that no variable can hide one.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

_NAN = math.nan


def _is_missing(value: float | str) -> bool:
    return value == "" or value != value  # NaN is the only value that differs from itself


def _smallest(*values: float) -> float:
    return _NAN if any(value != value for value in values) else min(values)


def _largest(*values: float) -> float:
    return _NAN if any(value != value for value in values) else max(values)


def _quotient(above: float, below: float) -> float:
    return above / below if below else _NAN


def _chosen(test: float, then: float, otherwise: float) -> float:
    if test != test:
        return then if then == otherwise else _NAN
    return then if test else otherwise


def _chosen_text(test: float, then: str, otherwise: str) -> str:
    if test != test:
        return then if then == otherwise else ""
    return then if test else otherwise


def _every(*values: float) -> float:
    if 0.0 in values:
        return 0.0
    return _NAN if any(value != value for value in values) else 1.0


def _some(*values: float) -> float:
    if 1.0 in values:
        return 1.0
    return _NAN if any(value != value for value in values) else 0.0


def _less(left: float, right: float) -> float:
    return 1.0 if left < right else 0.0 if left >= right else _NAN


def _at_most(left: float, right: float) -> float:
    return 1.0 if left <= right else 0.0 if left > right else _NAN


def _equal(left: float, right: float) -> float:
    return 1.0 if left == right else 0.0 if left < right or left > right else _NAN


def _same(left: str, right: str) -> float:
    if not left or not right:
        return _NAN
    return 1.0 if left == right else 0.0


def _listed(value: float | str, choices: tuple[float | str, ...]) -> float:
    if _is_missing(value):
        return _NAN
    return 1.0 if value in choices else 0.0


HELPERS: Mapping[str, object] = MappingProxyType(
    {
        "fn_nan": _NAN,
        "fn_abs": abs,
        "fn_min": _smallest,
        "fn_max": _largest,
        "fn_divide": _quotient,
        "fn_choose": _chosen,
        "fn_choose_text": _chosen_text,
        "fn_and": _every,
        "fn_or": _some,
        "fn_less": _less,
        "fn_at_most": _at_most,
        "fn_equal": _equal,
        "fn_same": _same,
        "fn_in": _listed,
    }
)
