"""Scores over time as a drawing in the page's own colours: it follows light, dark and print by its style sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from bsc_audit.web.filters import day, decimal

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 36, 56, 16, 34
GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One score."""

    day: date
    score: Fraction  # 0..100
    name: str  # what was scored, as its title says


def series(points: Sequence[Point], title: str) -> Markup | None:
    """A line through scores in the order of their days; None of fewer than two, where a line says nothing."""
    if len(points) < 2:
        return None
    ordered = sorted(points, key=lambda one: one.day)
    first, last = ordered[0].day, ordered[-1].day
    placed = [(_x(one.day, first, last), _y(one.score), one) for one in ordered]
    path = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y, _) in enumerate(placed))
    line = Markup('<path class="series-line" d="{}"/>').format(path)
    parts = [*_grid(), line, *(_mark(x, y, one) for x, y, one in placed), *_days(first, last)]
    frame = Markup('<svg class="series" role="img" viewBox="0 0 {} {}" aria-label="{}">{}</svg>')
    return frame.format(WIDTH, HEIGHT, title, Markup("").join(parts))


def _x(at: date, first: date, last: date) -> float:
    days = (last - first).days or 1
    return LEFT + (WIDTH - LEFT - RIGHT) * (at - first).days / days


def _y(score: Fraction | int) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(score) / 100)


def _grid() -> list[Markup]:
    rule = Markup('<path class="series-rule" d="M{} {:.1f}H{}"/><text x="{}" y="{:.1f}" text-anchor="end">{}</text>')
    return [rule.format(LEFT, _y(one), WIDTH - RIGHT, LEFT - 8, _y(one) + 4, one) for one in GRID]


def _mark(x: float, y: float, one: Point) -> Markup:
    dot = Markup('<circle class="series-dot" cx="{:.1f}" cy="{:.1f}" r="4"><title>{}: {}, {}</title></circle>')
    value = Markup('<text class="series-value" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>')
    shown = decimal(one.score)
    return dot.format(x, y, one.name, shown, day(one.day)) + value.format(x, y - 10, shown)


def _days(first: date, last: date) -> list[Markup]:
    text = Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>')
    return [
        text.format(LEFT, HEIGHT - 8, "start", day(first)),
        text.format(WIDTH - RIGHT, HEIGHT - 8, "end", day(last)),
    ]
