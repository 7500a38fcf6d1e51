"""Aggregations as source: how one assessed member enters, how a missing one counts 0, what comes out.

The accumulator is `t`; `{c}` stands for the weight counted, so that nothing is divided by nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bsc_audit.core.ruleset.model import Aggregate


@dataclass(frozen=True, slots=True)
class Way:
    """Source templates of one aggregation."""

    start: str
    add: str  # a member of weight {w} and score {s}
    zero: str  # a missing member that counts 0 points; "" when there is nothing to do
    finish: str


def way_of(how: Aggregate) -> Way | None:
    """Templates of a member aggregation; None for the flat models, which look at leaves instead."""
    if how.method == "worst_k":
        return Way("t = []", "t.append({s})", "t.append(0.0)", f"fn_worst(t, {how.k})")
    return WAYS.get(how.method)


_MEAN = Way("t = 0.0", "t += {w} * {s}", "", "t / ({c})")
WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "weighted_mean": _MEAN,
        "xccdf_default": _MEAN,
        "sum": Way("t = 0.0", "t += {w} * {s}", "", "t"),
        "minimum": Way("t = inf", "t = {s} if {s} < t else t", "t = 0.0 if 0.0 < t else t", "t"),
        "weighted_geometric": Way("t = 0.0", "t += {w} * fn_log({s})", "t -= inf", "fn_exp(t / ({c}))"),
    }
)
FLAT = frozenset({"xccdf_flat", "xccdf_flat_unweighted", "xccdf_absolute"})
