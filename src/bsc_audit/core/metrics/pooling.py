"""Combining the inputs of several units or periods: add what is counted, never average rates.

Every way gives an empty mapping when one of the units lacks what it needs: then nothing can be said of
the whole, which is better than saying something of a part of it.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from bsc_audit.core.metrics.kind import Inputs
from bsc_audit.core.metrics.reading import numbers, scalar, total

Pool = Callable[[Sequence[Inputs]], Inputs]


def adding(*required: str, optional: tuple[str, ...] = ()) -> Pool:
    """Single numbers are added, lists place by place; an optional field stays when all have it."""

    def pool(units: Sequence[Inputs]) -> Inputs:
        if not _all_have(units, *required):
            return {}
        names = [*required, *(name for name in optional if _all_have(units, name))]
        sums = {name: _sum([unit[name] for unit in units]) for name in names}
        return {} if None in sums.values() else {k: v for k, v in sums.items() if v is not None}

    return pool


def joining(*required: str) -> Pool:
    """Lists of single observations are put one after the other."""

    def pool(units: Sequence[Inputs]) -> Inputs:
        if not _all_have(units, *required):
            return {}
        return {name: tuple(v for unit in units for v in numbers(unit, name)) for name in required}

    return pool


def weighing_by_n(*required: str) -> Pool:
    """Means are averaged with their n as weights, lists place by place; n is added."""

    def pool(units: Sequence[Inputs]) -> Inputs:
        n = total(tuple(scalar(unit, "n") or Fraction(0) for unit in units))
        if not n or not _all_have(units, *required, "n"):
            return {}
        weighted = {name: _sum([_times(unit[name], scalar(unit, "n")) for unit in units]) for name in required}
        if None in weighted.values():
            return {}
        return {"n": n, **{k: _times(v, 1 / n) for k, v in weighted.items() if v is not None}}

    return pool


def first_of(*ways: Pool) -> Pool:
    """The first way that works for these units."""

    def pool(units: Sequence[Inputs]) -> Inputs:
        return next((pooled for way in ways if (pooled := way(units))), {})

    return pool


def _all_have(units: Sequence[Inputs], *names: str) -> bool:
    return bool(units) and all(name in unit for unit in units for name in names)


def _sum(values: list[Fraction | tuple[Fraction, ...]]) -> Fraction | tuple[Fraction, ...] | None:
    """Sum of numbers, or of equally long lists place by place; None for a mixture."""
    singles = [value for value in values if not isinstance(value, tuple)]
    if len(singles) == len(values):
        return sum(singles, Fraction(0))
    lists = [value for value in values if isinstance(value, tuple)]
    if singles or len({len(value) for value in lists}) > 1:
        return None
    return tuple(sum(column, Fraction(0)) for column in zip(*lists, strict=True))


def _times(value: Fraction | tuple[Fraction, ...], factor: Fraction | None) -> Fraction | tuple[Fraction, ...]:
    by = Fraction(0) if factor is None else factor
    return tuple(one * by for one in value) if isinstance(value, tuple) else value * by
