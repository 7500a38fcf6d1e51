"""What the generated function calls, beside the helpers of conditions; it sees no builtins at all."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.expressions import HELPERS
from bsc_audit.core.expressions.nearness import TOLERANCE
from bsc_audit.core.vocabulary import Truth


def _log(score: float) -> float:
    return math.log(score) if score > 0.0 else -math.inf


def _worst(scores: list[float], k: int) -> float:
    worst = sorted(scores)[:k]
    return sum(worst) / len(worst)


def _rounded(score: float, scale: float) -> float:
    """Half away from zero; NaN stays."""
    if score != score:
        return score
    return math.copysign(math.floor(abs(score) * scale + 0.5) / scale, score)


def _on_border(score: float, scale: float) -> bool:
    """Whether a score lies so near the middle of two roundings that its float cannot tell which it is."""
    return abs(abs(score) * scale % 1.0 - 0.5) <= TOLERANCE * scale * max(1.0, abs(score))


NAMES: Mapping[str, object] = MappingProxyType(
    {
        "__builtins__": {},
        **HELPERS,
        "inf": math.inf,
        "fn_log": _log,
        "fn_exp": math.exp,
        "fn_worst": _worst,
        "fn_rounded": _rounded,
        "fn_on_border": _on_border,
        "fn_true": Truth.TRUE,
        "fn_false": Truth.FALSE,
        "fn_open": Truth.UNDETERMINED,
    }
)
