"""Scores by stage of the customer's journey: the mean, and each visit or their range."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.charts.svg import Palette, Point, dot, drawing, label, line, polygon, polyline, shorten
from bsc_audit.core.said import say

WIDTH, HEIGHT = 500.0, 150.0
LEFT, TOP, SPAN, DEPTH = 26.0, 12.0, 400.0, 100.0
FEW = 4  # visits that can be told apart as lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One visit's scores 0..100 by stage; None where nothing applied."""

    name: str
    text: str
    values: tuple[float | None, ...]


def journey(
    stages: Sequence[tuple[str, str]],
    mean: Sequence[float | None],
    lines: Sequence[Line],
    palette: Palette,
    language: Language = ENGLISH,
) -> str | None:
    """Lines for a few visits, the range of many; None for fewer than two stages or no visit.

    Args:
        stages: title and mean in words, in the order of the visit.
        mean: 0..100 by stage; None where nobody observed it.
        lines: one for each visit.
        palette: the brand's colours.
        language: of its words.
    """
    if len(stages) < 2 or not lines:
        return None
    parts = [*_grid([title for title, _ in stages], palette)]
    parts += _lines(lines, palette) if len(lines) <= FEW else _range(lines, palette, language)
    if len(lines) > 1:
        parts += _curve(mean, palette.ink, 2.2)
        parts += _named(mean, [text for _, text in stages], palette.ink, language) if len(lines) > FEW else []
    said = say(
        "Score by stage over {visits} visits, mean from 0 to 100: {stages}.",
        visits=len(lines),
        stages="; ".join(f"{title} {text}" for title, text in stages),
    )
    return drawing(WIDTH, HEIGHT - 8, language.text(said), parts, kind="journey")


def _grid(stages: Sequence[str], palette: Palette) -> list[str]:
    parts = []
    for step in (0, 25, 50, 75, 100):
        y = _y(step)
        parts.append(line((LEFT, y), (LEFT + SPAN, y), stroke=palette.rule))
        parts.append(label(LEFT - 5, y + 2.2, str(step), size=6.2, fill=palette.muted, anchor="end"))
    most = max(8, int(SPAN / len(stages) / 3.4))
    for index, stage in enumerate(stages):
        for row, words in enumerate(_two_lines(stage, most)):
            x, y = _x(index, len(stages)), TOP + DEPTH + 12 + 8 * row
            parts.append(label(x, y, words, size=6.4, fill=palette.text, anchor="middle", weight=500))
    return parts


def _two_lines(text: str, most: int) -> tuple[str, ...]:
    if len(text) <= most or " " not in text:
        return (shorten(text, most),)
    words = text.split(" ")
    taken = 1
    while taken < len(words) - 1 and len(" ".join(words[: taken + 1])) <= most:
        taken += 1
    return " ".join(words[:taken]), shorten(" ".join(words[taken:]), most)


def _lines(lines: Sequence[Line], palette: Palette) -> list[str]:
    parts: list[str] = []
    ends: list[tuple[float, Line, str]] = []
    for index, one in enumerate(lines):
        colour = palette.tone(index + 1)
        parts += _curve(one.values, colour, 1.4)
        last = next((value for value in reversed(one.values) if value is not None), None)
        if last is not None:
            ends.append((_y(last), one, colour))
    for y, one, colour in _apart(ends):
        parts.append(line((LEFT + SPAN - 6, y), (LEFT + SPAN + 4, y), stroke=colour, width=2))
        parts.append(label(LEFT + SPAN + 7, y + 2.4, f"{one.name}  {one.text}", size=6.8, fill=colour, weight=600))
    return parts


def _apart(ends: list[tuple[float, Line, str]]) -> list[tuple[float, Line, str]]:
    """Push labels that would touch downwards."""
    placed: list[tuple[float, Line, str]] = []
    for y, one, colour in sorted(ends, key=lambda end: (end[0], end[1].name)):
        lowest = placed[-1][0] + 10 if placed else y
        placed.append((max(y, lowest), one, colour))
    return placed


def _range(lines: Sequence[Line], palette: Palette, language: Language) -> list[str]:
    """The band between the lowest and the highest visit."""
    count = len(lines[0].values)
    spans = [[v for one in lines if (v := one.values[i]) is not None] for i in range(count)]
    known = [(i, min(span), max(span)) for i, span in enumerate(spans) if span]
    if len(known) < 2:
        return []
    lower = [(_x(i, count), _y(low)) for i, low, _ in known]
    upper = [(_x(i, count), _y(high)) for i, _, high in known]
    band = polygon([*upper, *reversed(lower)], fill=palette.accent, opacity=0.16)
    words = language.text(say("highest and lowest visit"))
    name = label(LEFT + SPAN - 4, upper[-1][1] - 4, words, size=6, fill=palette.muted, anchor="end")
    return [band, name]


def _curve(values: Sequence[float | None], colour: str, width: float) -> list[str]:
    """Unbroken runs only: a stage nobody observed leaves a gap."""
    placed = [(None if v is None else (_x(i, len(values)), _y(v))) for i, v in enumerate(values)]
    runs = [list(run) for seen, run in groupby(placed, key=lambda point: point is not None) if seen]
    parts = []
    for run in runs:
        points: list[Point] = [point for point in run if point is not None]
        parts.append(polyline(points, stroke=colour, width=width) if len(points) > 1 else "")
        parts += [dot(point, 2.4, fill="#fff", stroke=colour, width=1.4) for point in points]
    return parts


def _named(values: Sequence[float | None], texts: Sequence[str], colour: str, language: Language) -> list[str]:
    """The mean's name and its value at the last stage."""
    known = [(value, text) for value, text in zip(values, texts, strict=True) if value is not None]
    if not known:
        return []
    value, text = known[-1]
    mean = language.text(say("Mean"))
    return [label(LEFT + SPAN + 7, _y(value) + 2.4, f"{mean}  {text}", size=6.8, fill=colour, weight=600)]


def _x(index: int, count: int) -> float:
    return LEFT + SPAN * (index + 0.5) / count


def _y(value: float) -> float:
    return TOP + DEPTH - DEPTH * value / 100
