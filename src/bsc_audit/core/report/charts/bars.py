"""Horizontal bars: scores against earlier scores, outcomes stacked, and values with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.charts.svg import (
    Palette,
    box,
    dot,
    drawing,
    label,
    line,
    shorten,
)
from bsc_audit.core.said import say

WIDTH = 500.0
LEFT = 178.0
SPAN = 268.0
ROW = 14.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One score 0..100 with its texts; None means not assessed."""

    code: str
    title: str
    tone: int
    value: float | None
    text: str
    previous: float | None
    change: float | None
    change_text: str
    mark: float | None  # a threshold to reach


def bullets(bars: Sequence[Bar], palette: Palette, language: Language = ENGLISH) -> str | None:
    """Score bars with the earlier score as a circle and the threshold as an upright mark; None without bars."""
    if not bars:
        return None
    height = len(bars) * ROW + 24
    parts = _scale(height, palette)
    for index, bar in enumerate(bars):
        parts += _bullet(bar, 16 + index * ROW, palette)
    said = say("Bar chart of scores from 0 to 100: {scores}.", scores="; ".join(f"{b.title} {b.text}" for b in bars))
    return drawing(WIDTH, height, language.text(said), parts, kind="bullets")


def _scale(height: float, palette: Palette) -> list[str]:
    parts = []
    for step in range(0, 101, 20):
        x = LEFT + SPAN * step / 100
        parts.append(line((x, 12), (x, height - 8), stroke=palette.rule))
        parts.append(label(x, 8, str(step), size=6.2, fill=palette.muted, anchor="middle"))
    return parts


def _bullet(bar: Bar, y: float, palette: Palette) -> list[str]:
    colour = palette.tone(bar.tone)
    weight = 600 if bar.code else 400
    parts = [
        label(0, y + 8, shorten(bar.title, 40), size=7.6, fill=palette.text, weight=weight),
        box(LEFT, y + 1.6, SPAN, 9, fill=palette.pale),
    ]
    if bar.value is not None:
        parts.append(box(LEFT, y + 1.6, SPAN * bar.value / 100, 9, fill=colour))
    if bar.previous is not None:
        at = (LEFT + SPAN * bar.previous / 100, y + 6.1)
        parts.append(dot(at, 2.3, fill="#fff", stroke=palette.ink, width=0.9))
    if bar.mark is not None:
        x = LEFT + SPAN * bar.mark / 100
        parts.append(line((x, y - 0.2), (x, y + 12.4), stroke=palette.ink, width=1.5))
    ink = palette.ink if bar.value is not None else palette.muted
    size = 8 if bar.value is not None else 6.2
    parts.append(label(LEFT + SPAN + 8, y + 8.4, bar.text, size=size, fill=ink, weight=600))
    if bar.change is not None:
        shade = palette.good if bar.change >= 0 else palette.bad
        parts.append(label(WIDTH, y + 8.4, bar.change_text, size=7.2, fill=shade, anchor="end", weight=500))
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """How many members of one group had each result."""

    title: str
    counts: Mapping[str, int]  # by slug
    total: int


def stacked(
    stacks: Sequence[Stack],
    shades: Mapping[str, str],
    names: Mapping[str, str],
    palette: Palette,
    language: Language = ENGLISH,
) -> str | None:
    """Shares of results, in the order of `shades`; `names` say them inside a sentence; None without stacks."""
    if not stacks:
        return None
    parts: list[str] = []
    for index, stack in enumerate(stacks):
        parts += _stack(stack, 2 + index * 12.6, shades, palette)
    counts = "; ".join(
        f"{stack.title}: " + ", ".join(f"{count} {language.text(names[slug])}" for slug, count in stack.counts.items())
        for stack in stacks
    )
    said = language.text(say("Number of criteria by result. {counts}.", counts=counts))
    return drawing(WIDTH, len(stacks) * 12.6 + 4, said, parts, kind="stacked")


def _stack(stack: Stack, y: float, shades: Mapping[str, str], palette: Palette) -> list[str]:
    parts = [label(0, y + 7.6, shorten(stack.title, 40), size=7.4, fill=palette.text)]
    x, span = LEFT, WIDTH - LEFT - 24
    for slug, shade in shades.items():
        count = stack.counts.get(slug, 0)
        width = span * count / max(1, stack.total)
        if count:
            ink = palette.ink if slug in DARK_TEXT else "#fff"
            parts.append(box(x, y, width - 0.8, 9.6, fill=shade))
            parts.append(label(x + width / 2, y + 7.2, str(count), size=6.2, fill=ink, anchor="middle", weight=600))
        x += width
    return [*parts, label(WIDTH, y + 7.6, str(stack.total), size=7.2, fill=palette.muted, anchor="end")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share or score 0..100 with its 95 % interval."""

    title: str
    tone: int
    value: float
    low: float
    high: float
    text: str
    interval: str


def intervals(rows: Sequence[Estimate], palette: Palette, language: Language = ENGLISH) -> str | None:
    """A dot for each value and a bar for its interval: wide bars mean few observations; None without rows."""
    if not rows:
        return None
    height = len(rows) * ROW + 24
    parts = _scale(height, palette)
    for index, row in enumerate(rows):
        parts += _estimate(row, 16 + index * ROW, palette)
    shares = "; ".join(f"{row.title} {row.text} ({row.interval})" for row in rows)
    said = language.text(say("Shares with their 95 % intervals: {shares}.", shares=shares))
    return drawing(WIDTH, height, said, parts, kind="intervals")


def _estimate(row: Estimate, y: float, palette: Palette) -> list[str]:
    x = [LEFT + SPAN * min(100.0, max(0.0, value)) / 100 for value in (row.low, row.value, row.high)]
    colour = palette.tone(row.tone)
    return [
        label(0, y + 8, shorten(row.title, 40), size=7.6, fill=palette.text),
        line((x[0], y + 6), (x[2], y + 6), stroke=colour, width=2.4),
        line((x[0], y + 2.6), (x[0], y + 9.4), stroke=colour, width=1.1),
        line((x[2], y + 2.6), (x[2], y + 9.4), stroke=colour, width=1.1),
        dot((x[1], y + 6), 2.8, fill="#fff", stroke=colour, width=1.6),
        label(LEFT + SPAN + 8, y + 8.4, row.text, size=7.6, fill=palette.ink, weight=600),
    ]


DARK_TEXT = frozenset({"observation", "not_applicable", "not_assessed"})
