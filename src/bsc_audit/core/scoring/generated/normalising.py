"""Normalisers as source. A missing value (NaN) and one that does not apply (infinite) pass through unchanged."""

from fractions import Fraction
from itertools import pairwise

from bsc_audit.core.methods.normalise import (
    Bands,
    GoalRedFlag,
    Linear,
    Normaliser,
    Piecewise,
    TargetAgainstBaseline,
    TargetBand,
)
from bsc_audit.core.scoring.generated.writing import indented, literal

FULL = Fraction(100)


def lines_of(normaliser: Normaliser, value: str, score: str) -> list[str]:
    """Statements that set variable `score` from variable `value`.

    Raises:
        ValueError: there is no source for this kind of normaliser.
    """
    match normaliser:
        case Linear(zero_at=zero, full_at=full) | GoalRedFlag(red_flag=zero, goal=full):
            return _line(value, score, zero, full)
        case TargetAgainstBaseline(baseline=baseline, target=target):
            return _line(value, score, 2 * baseline - target, target)
        case Piecewise(points=points):
            return _points(value, score, sorted(points))
        case Bands():
            return _bands(value, score, normaliser)
        case TargetBand(limits=limits):
            return _target_band(value, score, limits)
    raise ValueError(f"{type(normaliser).__name__} has no generated form")


def scaled(normaliser: Linear, value: str) -> str:
    """A straight line without its clamp, for values that never leave its two ends."""
    return _raw_line(value, normaliser.zero_at, normaliser.full_at)


def jumps_of(normaliser: Normaliser) -> tuple[Fraction, ...]:
    """Values at which the score jumps, so that the float of a value beside one cannot be trusted."""
    match normaliser:
        case Bands(bands=bands):
            return tuple(upper for _, upper, _ in bands if upper is not None)
        case TargetBand(limits=(lo0, lo100, hi100, hi0)):
            return (*((lo0,) if lo0 == lo100 else ()), *((hi0,) if hi0 == hi100 else ()))
    return ()


def _line(value: str, score: str, zero: Fraction, full: Fraction) -> list[str]:
    return [
        f"{score} = {_raw_line(value, zero, full)}",
        f"if not 0.0 <= {score} <= 100.0:",
        f"    {score} = (0.0 if {score} < 0.0 else 100.0) if {value} < inf else {value}",
    ]


def _raw_line(value: str, zero: Fraction, full: Fraction) -> str:
    """100 (value - zero) / (full - zero), by one multiplication where its factor is an exact float."""
    distance = f"({value} - {literal(zero)})" if zero else value
    factor = FULL / (full - zero)
    if factor == 1:
        return distance
    if Fraction(float(factor)) == factor:
        return f"{distance} * {literal(factor)}"
    return f"100.0 * {distance} / {literal(full - zero)}"


def _points(value: str, score: str, points: list[tuple[Fraction, Fraction]]) -> list[str]:
    lines = [f"if {value} < {literal(points[0][0])}:", f"    {score} = {literal(points[0][1])}"]
    for (left, low), (right, high) in pairwise(points):
        slope = literal((high - low) / (right - left))
        lines += [
            f"elif {value} < {literal(right)}:",
            f"    {score} = {literal(low)} + ({value} - {literal(left)}) * {slope}",
        ]
    return [*lines, *_above(value, score, points[-1][1])]


def _bands(value: str, score: str, bands: Bands) -> list[str]:
    lines: list[str] = []
    compare = "<=" if bands.upper_belongs else "<"
    for _, upper, credited in bands.bands:
        if upper is not None:
            word = "elif" if lines else "if"
            lines += [f"{word} {value} {compare} {literal(upper)}:", f"    {score} = {literal(credited)}"]
    return [*lines, *_above(value, score, bands.bands[-1][2])]


def _target_band(value: str, score: str, limits: tuple[Fraction, Fraction, Fraction, Fraction]) -> list[str]:
    lo0, lo100, hi100, hi0 = limits
    return [
        f"if {value} < {literal(lo100)}:",
        *indented(_side(value, score, lo0, lo100)),
        f"elif {value} <= {literal(hi100)}:",
        f"    {score} = 100.0",
        f"elif {value} < inf:",
        *indented(_side(value, score, hi0, hi100)),
        "else:",
        f"    {score} = {value}",
    ]


def _side(value: str, score: str, zero: Fraction, full: Fraction) -> list[str]:
    if zero == full:
        return [f"{score} = 0.0"]
    return [f"{score} = {_raw_line(value, zero, full)}", f"if {score} < 0.0:", f"    {score} = 0.0"]


def _above(value: str, score: str, last: Fraction) -> list[str]:
    return [f"elif {value} < inf:", f"    {score} = {literal(last)}", "else:", f"    {score} = {value}"]
