"""Ways to read a value as a score of 0..100. The same code serves exact fractions and floats.

A normaliser states what is wrong with itself (`problems`) and scores any value once nothing is.
Its fields are plain numbers and tuples, so that a back end can write them into generated code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol, TypeVar

N = TypeVar("N", float, Fraction)

FULL = Fraction(100)
NOTHING = Fraction(0)


class Normaliser(Protocol):
    """What every normaliser can do."""

    def score(self, value: N) -> N:
        """The score of a value, 0..100 and of the value's own number type."""
        ...

    def problems(self) -> tuple[str, ...]:
        """What keeps this normaliser from scoring every value; empty when nothing does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Piecewise:
    """Straight lines between points, flat outside them."""

    points: tuple[tuple[Fraction, Fraction], ...]  # (value, score), values all rising or all falling

    def score(self, value: N) -> N:
        """Interpolate; a value on a point gets exactly that point's score."""
        points = self.points if self.points[0][0] < self.points[-1][0] else self.points[::-1]
        if value < points[0][0]:
            return _like(value, points[0][1])
        for (left, low), (right, high) in pairwise(points):
            if value < right:
                return low + (high - low) * (value - left) / (right - left)
        return _like(value, points[-1][1])

    def problems(self) -> tuple[str, ...]:
        """Needs two points, values in one order, scores in one order and within 0..100."""
        values, scores = [point[0] for point in self.points], [point[1] for point in self.points]
        if len(values) < 2:
            return ("points need at least two values",)
        return _found(
            (not _strict(values), f"the values {_list(values)} neither rise nor fall throughout"),
            (not _monotone(scores), f"the scores {_list(scores)} go up and down"),
            (not _are_scores(scores), f"the scores {_list(scores)} leave 0..100"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """One straight line, flat outside; falls when `zero_at` is the larger."""

    zero_at: Fraction
    full_at: Fraction

    def score(self, value: N) -> N:
        """0 at `zero_at`, 100 at `full_at`."""
        return _line(value, self.zero_at, self.full_at)

    def problems(self) -> tuple[str, ...]:
        """The two ends must differ."""
        return _found((self.zero_at == self.full_at, f"0 and 100 both lie at {_text(self.full_at)}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Steps: every value inside a band has the band's score; beyond the ends the outer bands go on."""

    bands: tuple[tuple[Fraction | None, Fraction | None, Fraction], ...]  # (from, to, score); None: no end
    upper_belongs: bool = True  # a value on a border belongs to the lower band ("up to 3")

    def score(self, value: N) -> N:
        """The score of the first band that holds the value."""
        for _, upper, score in self.bands:
            if upper is None or value < upper or (self.upper_belongs and value == upper):
                return _like(value, score)
        return _like(value, self.bands[-1][2])

    def problems(self) -> tuple[str, ...]:
        """Bands ascend and tile their range: no empty band, no hole, no overlap."""
        if not self.bands:
            return ("there is no band",)
        scores = [score for _, _, score in self.bands]
        borders = tuple(_border(left[1], right[0]) for left, right in pairwise(self.bands))
        empty = tuple(
            f"the band from {_text(low)} to {_text(high)} holds no value"
            for low, high, _ in self.bands
            if low is not None and high is not None and low >= high
        )
        outside = _found((not _are_scores(scores), f"the scores {_list(scores)} leave 0..100"))
        return (*empty, *(border for border in borders if border), *outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBand:
    """Best inside a range: 100 inside, straight down to 0 on both sides."""

    limits: tuple[Fraction, Fraction, Fraction, Fraction]  # lo0, lo100, hi100, hi0, ascending

    def score(self, value: N) -> N:
        """100 between the inner limits, 0 from the outer limits on."""
        lo0, lo100, hi100, hi0 = self.limits
        if value < lo100:
            return _line(value, lo0, lo100) if lo0 < lo100 else _like(value, NOTHING)
        if value > hi100:
            return _line(value, hi0, hi100) if hi0 > hi100 else _like(value, NOTHING)
        return _like(value, FULL)

    def problems(self) -> tuple[str, ...]:
        """The four limits may not fall."""
        return _found((list(self.limits) != sorted(self.limits), f"the limits {_list(self.limits)} fall"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAgainstBaseline:
    """The organisation's own aim: 50 at its baseline, 100 at its target, 0 as far below the baseline."""

    baseline: Fraction
    target: Fraction

    def score(self, value: N) -> N:
        """50 + 50 (value - baseline) / (target - baseline), kept within 0..100."""
        return _line(value, 2 * self.baseline - self.target, self.target)

    def problems(self) -> tuple[str, ...]:
        """The target must differ from the baseline."""
        same = self.baseline == self.target
        return _found((same, f"target and baseline are both {_text(self.target)}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRedFlag:
    """Two agreed values: 100 from the goal on, 0 from the red flag on, straight between."""

    goal: Fraction
    red_flag: Fraction

    def score(self, value: N) -> N:
        """0 at the red flag, 100 at the goal."""
        return _line(value, self.red_flag, self.goal)

    def problems(self) -> tuple[str, ...]:
        """The goal must differ from the red flag."""
        return _found((self.goal == self.red_flag, f"goal and red flag are both {_text(self.goal)}"))


def _like(value: N, number: Fraction) -> N:
    """The number in the value's own type."""
    return value - value + number


def _line(value: N, zero_at: Fraction, full_at: Fraction) -> N:
    score = 100 * (value - zero_at) / (full_at - zero_at)
    if score < 0:
        return _like(value, NOTHING)
    return _like(value, FULL) if score > 100 else score


def _found(*checks: tuple[bool, str]) -> tuple[str, ...]:
    return tuple(message for wrong, message in checks if wrong)


def _border(end: Fraction | None, start: Fraction | None) -> str:
    if end is None or start is None:
        return "a band without an end lies between other bands"
    if end == start:
        return ""
    if end < start:
        return f"no band holds the values between {_text(end)} and {_text(start)}"
    return f"two bands hold the values between {_text(start)} and {_text(end)}"


def _strict(values: list[Fraction]) -> bool:
    return all(a < b for a, b in pairwise(values)) or all(a > b for a, b in pairwise(values))


def _monotone(values: list[Fraction]) -> bool:
    return all(a <= b for a, b in pairwise(values)) or all(a >= b for a, b in pairwise(values))


def _are_scores(scores: list[Fraction]) -> bool:
    return all(0 <= score <= 100 for score in scores)


def _text(value: Fraction | None) -> str:
    return "no end" if value is None else f"{float(value):g}"


def _list(values: list[Fraction] | tuple[Fraction, ...]) -> str:
    return ", ".join(_text(value) for value in values)


NORMALISERS: Mapping[str, type[Normaliser]] = MappingProxyType(
    {
        "points": Piecewise,
        "linear": Linear,
        "bands": Bands,
        "target_band": TargetBand,
        "target_against_baseline": TargetAgainstBaseline,
        "goal_red_flag": GoalRedFlag,
    }
)
