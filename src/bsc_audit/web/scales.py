"""How a value becomes a score, in words: the points a ruleset declares for a metric."""

from collections.abc import Iterator
from fractions import Fraction

from bsc_audit.core.methods.normalise import (
    Bands,
    GoalRedFlag,
    Linear,
    Normaliser,
    Piecewise,
    TargetAgainstBaseline,
    TargetBand,
)


def scale(normaliser: Normaliser | None) -> str:
    """Value → score, by points or bands; between points in a straight line. What has no scale of its own says so."""
    return ", ".join(_steps(normaliser)) or "against the organisation's own target and baseline"


def _steps(normaliser: Normaliser | None) -> Iterator[str]:
    match normaliser:
        case Piecewise(points=points):
            yield from (_step(_number(value), score) for value, score in points)
        case Linear(zero_at=zero, full_at=full):
            yield from (_step(_number(zero), Fraction(0)), _step(_number(full), Fraction(100)))
        case Bands(bands=bands):
            yield from (_step(_band(low, high), score) for low, high, score in bands)
        case TargetBand(limits=(low, first, last, high)):
            yield _step(f"{_number(first)} to {_number(last)}", Fraction(100))
            yield _step(f"below {_number(low)} or above {_number(high)}", Fraction(0))
        case TargetAgainstBaseline(baseline=baseline, target=target):
            yield from (_step(_number(baseline), Fraction(0)), _step(_number(target), Fraction(100)))
        case GoalRedFlag(goal=goal, red_flag=flag):
            yield f"goal {_number(goal)}, red flag {_number(flag)}"
        case _:
            return


def _step(value: str, score: Fraction) -> str:
    return f"{value} → {_number(score)}"


def _band(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return f"up to {_number(high)}" if high is not None else f"over {_number(low)}"
    return f"{_number(low)} to {_number(high)}"


def _number(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):g}".replace("-", "\N{MINUS SIGN}")
