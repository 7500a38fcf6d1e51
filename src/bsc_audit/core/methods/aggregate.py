"""Ways to roll member scores up into their parent's; weights are checked in the ruleset.

Members are the applicable and assessed ones only, as (weight, score). A member of weight 0 counts for
nothing anywhere. Each way gives None when no member with a weight is left: not assessed, never 0.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import exp, log
from types import MappingProxyType
from typing import TypeVar, cast

from bsc_audit.core.said import say

N = TypeVar("N", float, Fraction)

_DIGITS = 50  # of the decimal arithmetic behind an exact geometric mean
_KEPT = 40  # decimals kept of it, so that the mean of equal scores is that score


def weighted_mean(members: Sequence[tuple[N, N]]) -> N | None:
    """Arithmetic mean; a low score can be bought off by a high one."""
    counted = _counted(members)
    if not counted:
        return None
    return _sum([weight * score for weight, score in counted]) / _sum([weight for weight, _ in counted])


def weighted_geometric(members: Sequence[tuple[N, N]]) -> N | None:
    """Geometric mean: exp(sum(w ln s) / sum(w)); a hole cannot be bought off, one score of 0 or below gives 0.

    Fractions are computed with 50 decimal digits and kept to 40 decimals; floats with the math library.
    """
    counted = _counted(members)
    if not counted:
        return None
    lowest = min(score for _, score in counted)
    if lowest <= 0:
        return lowest - lowest
    if isinstance(lowest, float):
        return exp(weighted_mean([(weight, log(score)) for weight, score in counted]) or 0.0)
    return _decimal_geometric([(Fraction(weight), Fraction(score)) for weight, score in counted])


def minimum(members: Sequence[tuple[N, N]]) -> N | None:
    """The weakest link: the lowest score, whatever the weights."""
    return min((score for _, score in _counted(members)), default=None)


def worst_k(members: Sequence[tuple[N, N]], *, k: int) -> N | None:
    """Mean of the k lowest scores, equally weighted; of all when there are fewer than k.

    Raises:
        ValueError: k is below 1.
    """
    if k < 1:
        raise ValueError(f"the mean of the worst {k} is no mean")
    worst = sorted(score for _, score in _counted(members))[:k]
    return _sum(worst) / len(worst) if worst else None


def sum_points(members: Sequence[tuple[N, N]]) -> N | None:
    """Points add up: sum(w s). The result is in points, not in 0..100."""
    counted = _counted(members)
    return _sum([weight * score for weight, score in counted]) if counted else None


def flat(leaves: Sequence[tuple[N, N]]) -> tuple[N, N] | None:
    """XCCDF flat: points earned of points possible over leaves scored 0..100, group weights ignored.

    Source: XCCDF 1.2, NISTIR 7275r4, 7.3.2, model urn:xccdf:scoring:flat.
    """
    counted = _counted(leaves)
    if not counted:
        return None
    earned = [weight * score / 100 for weight, score in counted]
    return _sum(earned), _sum([weight for weight, _ in counted])


def flat_unweighted(leaves: Sequence[tuple[N, N]]) -> tuple[N, N] | None:
    """XCCDF flat-unweighted: as flat with every weight other than 0 taken as 1."""
    return flat([(weight / weight, score) for weight, score in _counted(leaves)])


def absolute(leaves: Sequence[tuple[N, N]]) -> tuple[N, N] | None:
    """XCCDF absolute: 1 of 1 when flat earns everything possible, else 0 of 1."""
    points = flat(leaves)
    if points is None:
        return None
    earned, possible = points
    one = possible / possible
    return (one if earned == possible else one - one), one


def _counted(members: Sequence[tuple[N, N]]) -> list[tuple[N, N]]:
    return [member for member in members if member[0]]


def _sum(values: Sequence[N]) -> N:
    """The sum of at least one number, left to right as generated code adds."""
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _decimal_geometric(members: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    total = sum((weight for weight, _ in members), Fraction(0))
    with localcontext() as context:
        context.prec = _DIGITS + 10
        logs = (_decimal(weight / total) * _decimal(score).ln() for weight, score in members)
        mean = sum(logs, Decimal(0)).exp()
        return Fraction(mean.quantize(Decimal(1).scaleb(-_KEPT)))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregator:
    """One way to aggregate, called with the members and the parameters it names."""

    title: str
    combine: Callable[..., object]
    parameters: tuple[str, ...] = ()  # keywords a ruleset has to give

    def __call__(self, members: Sequence[tuple[N, N]], **parameters: int) -> N | None:
        """The parent's score, or None when nothing with a weight was assessed."""
        return cast("N | None", self.combine(members, **parameters))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafScore:
    """A score over all leaves below a node: earned of possible, group weights ignored."""

    title: str
    combine: Callable[..., object]

    def __call__(self, leaves: Sequence[tuple[N, N]]) -> tuple[N, N] | None:
        """Points earned and points possible, or None when no leaf with a weight was assessed."""
        return cast("tuple[N, N] | None", self.combine(leaves))


AGGREGATORS: Mapping[str, Aggregator] = MappingProxyType(
    {
        "weighted_mean": Aggregator(title=say("weighted mean"), combine=weighted_mean),
        "weighted_geometric": Aggregator(title=say("weighted geometric mean"), combine=weighted_geometric),
        "minimum": Aggregator(title=say("minimum, the weakest link"), combine=minimum),
        "sum": Aggregator(title=say("sum of points"), combine=sum_points),
        "worst_k": Aggregator(title=say("mean of the k lowest"), combine=worst_k, parameters=("k",)),
        "xccdf_default": Aggregator(title=say("XCCDF default, a weighted mean"), combine=weighted_mean),
    }
)

LEAF_SCORES: Mapping[str, LeafScore] = MappingProxyType(
    {
        "xccdf_flat": LeafScore(title=say("XCCDF flat"), combine=flat),
        "xccdf_flat_unweighted": LeafScore(title=say("XCCDF flat, unweighted"), combine=flat_unweighted),
        "xccdf_absolute": LeafScore(title=say("XCCDF absolute, all or nothing"), combine=absolute),
    }
)
