"""How well two assessors agree beyond chance (Cohen's kappa, plain and weighted), exact."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

Table = tuple[tuple[Fraction, ...], ...]
Penalty = Callable[[Fraction], Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of two assessors on the same items.

    With weights, `observed` and `expected` are 1 minus the mean penalty over the largest one.
    """

    kappa: Fraction  # -1..1
    observed: Fraction  # po, 0..1
    expected: Fraction  # pe, what the margins alone would give, below 1


def cross_table(first: Sequence[Fraction], second: Sequence[Fraction]) -> tuple[tuple[Fraction, ...], Table]:
    """The answers that occur, ascending, and how often the first gave one and the second another.

    Raises:
        ValueError: the two did not rate the same number of items.
    """
    answers = tuple(sorted({*first, *second}))
    pairs = list(zip(first, second, strict=True))
    return answers, tuple(tuple(Fraction(pairs.count((a, b))) for b in answers) for a in answers)


def kappa(table: Table, scale: Sequence[Fraction], weighting: str = "unweighted") -> Agreement | None:
    """Cohen's kappa of a square table of counts.

    Args:
        table: rows are the first assessor's answers, columns the second's.
        scale: the answers' values, one a row; the distance between two sets the penalty.
        weighting: a key of PENALTIES; the weighted ones need an ordered scale.

    Returns:
        None when nothing was rated or chance alone already explains everything (pe = 1).

    Source: Cohen (1960, 1968), kappa = (po - pe) / (1 - pe).
    """
    total = sum((sum(row) for row in table), Fraction(0))
    if not total:
        return None
    rows = [sum(row) / total for row in table]
    columns = [sum(column) / total for column in zip(*table, strict=True)]
    chance = tuple(tuple(row * column for column in columns) for row in rows)
    penalties = _penalties(scale, PENALTIES[weighting])
    expected = 1 - _weighted(chance, penalties)
    if expected == 1:
        return None
    observed = 1 - _weighted(table, penalties) / total
    return Agreement(kappa=(observed - expected) / (1 - expected), observed=observed, expected=expected)


def agreement_within(table: Table, steps: int) -> Fraction | None:
    """Share of items on which the two differ by at most `steps` places of the scale; None without items."""
    total = sum((sum(row) for row in table), Fraction(0))
    near = sum(
        (count for i, row in enumerate(table) for j, count in enumerate(row) if abs(i - j) <= steps),
        Fraction(0),
    )
    return near / total if total else None


def _penalties(scale: Sequence[Fraction], penalty: Penalty) -> Table:
    raw = [[penalty(abs(a - b)) for b in scale] for a in scale]
    largest = max(max(row) for row in raw) or Fraction(1)  # one answer only: nothing to penalise
    return tuple(tuple(value / largest for value in row) for row in raw)


def _weighted(table: Table, penalties: Table) -> Fraction:
    pairs = zip(table, penalties, strict=True)
    return sum((a * b for row, weights in pairs for a, b in zip(row, weights, strict=True)), Fraction(0))


def _all_or_nothing(distance: Fraction) -> Fraction:
    return Fraction(bool(distance))


def _linear(distance: Fraction) -> Fraction:
    return distance


def _quadratic(distance: Fraction) -> Fraction:
    return distance * distance


PENALTIES: Mapping[str, Penalty] = MappingProxyType(
    {"unweighted": _all_or_nothing, "linear": _linear, "quadratic": _quadratic}
)
