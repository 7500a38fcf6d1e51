"""What the generated function calls, beside the helpers of conditions; it sees no builtins at all."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.expressions import HELPERS
from bsc_audit.core.vocabulary import Truth


def _log(score: float) -> float:
    return math.log(score) if score > 0.0 else -math.inf


def _worst(scores: list[float], k: int) -> float:
    worst = sorted(scores)[:k]
    return sum(worst) / len(worst)


NAMES: Mapping[str, object] = MappingProxyType(
    {
        "__builtins__": {},
        **HELPERS,
        "inf": math.inf,
        "fn_log": _log,
        "fn_exp": math.exp,
        "fn_worst": _worst,
        "fn_true": Truth.TRUE,
        "fn_false": Truth.FALSE,
        "fn_open": Truth.UNDETERMINED,
    }
)
