"""Waterfall from an earlier score to the present one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.charts.svg import Palette, box, drawing, label, line, shorten
from bsc_audit.core.said import say

WIDTH, HEIGHT = 250.0, 132.0
LEFT, TOP, SPAN, DEPTH = 10.0, 16.0, 230.0, 88.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change in points with its text."""

    title: str
    change: float
    text: str


def bridge(
    start: tuple[str, float, str],
    steps: Sequence[Step],
    end: tuple[str, float, str],
    palette: Palette,
    language: Language = ENGLISH,
) -> str:
    """The waterfall; start and end are (label, score, text). The axis does not start at 0 and carries no scale."""
    levels = _levels(start[1], steps)
    low, high = _window([*levels, end[1]])
    height = _Height(low, high)
    count = len(steps) + 2
    parts = [line((LEFT, TOP + DEPTH), (LEFT + SPAN, TOP + DEPTH), stroke=palette.muted, width=0.8)]
    parts += _column(0, count, (low, start[1]), palette.muted, start[2], start[0], height, palette)
    for index, step in enumerate(steps, 1):
        shade = palette.good if step.change >= 0 else palette.bad
        span = (levels[index - 1], levels[index])
        parts += _column(index, count, span, shade, step.text, step.title, height, palette)
    parts += _column(count - 1, count, (low, end[1]), palette.ink, end[2], end[0], height, palette)
    said = say(
        "Bridge from {first} ({first_label}) to {last} ({last_label}): {steps} points.",
        first=start[2],
        first_label=start[0],
        last=end[2],
        last_label=end[0],
        steps=", ".join(f"{step.title} {step.text}" for step in steps),
    )
    return drawing(WIDTH, HEIGHT - 8, language.text(said), parts, kind="bridge")


@dataclass(frozen=True, slots=True)
class _Height:
    low: float
    high: float

    def __call__(self, value: float) -> float:
        return TOP + DEPTH - DEPTH * (value - self.low) / (self.high - self.low)


def _levels(start: float, steps: Sequence[Step]) -> list[float]:
    levels = [start]
    for step in steps:
        levels.append(levels[-1] + step.change)
    return levels


def _window(values: Sequence[float]) -> tuple[float, float]:
    spread = max(4.0, max(values) - min(values))
    return max(0.0, min(values) - spread), max(values) + spread * 0.35


def _column(
    index: int,
    count: int,
    span: tuple[float, float],
    fill: str,
    text: str,
    name: str,
    height: _Height,
    palette: Palette,
) -> list[str]:
    pitch = SPAN / count
    middle, width = LEFT + pitch * (index + 0.5), pitch * 0.62
    top, bottom = height(max(span)), height(min(span))
    return [
        box(middle - width / 2, top, width, max(0.9, bottom - top), fill=fill),
        label(middle, top - 3.4, text, size=6.8, fill=palette.ink, anchor="middle", weight=600),
        label(middle, TOP + DEPTH + 9, shorten(name, 13), size=5.8, fill=palette.text, anchor="middle"),
    ]
