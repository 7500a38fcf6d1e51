"""Half-circle gauge of one score with the thresholds of the awards."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.charts.svg import SERIF, Palette, arc, drawing, label, line, path, polar, polygon
from bsc_audit.core.said import joined, say

CENTRE = (134.0, 106.0)
RADIUS = 84.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An award threshold, 0..100."""

    title: str
    at: float
    text: str


def gauge(
    value: float | None,
    text: str,
    caption: str,
    *,
    previous: float | None,
    marks: Sequence[Mark],
    palette: Palette,
    language: Language = ENGLISH,
) -> str:
    """The score on its arc; without a score the arc stays empty and the text says so."""
    ordered = sorted(marks, key=lambda mark: mark.at)
    parts = [*_bands(ordered, palette), *_ends(palette)]
    if value is not None:
        parts += _needle(value, palette)
    if previous is not None:
        angle = _angle(previous)
        parts.append(
            line(polar(CENTRE, RADIUS - 6.5, angle), polar(CENTRE, RADIUS + 6.5, angle), stroke="#fff", width=1.8)
        )
    size = 34 if value is not None else 13
    parts.append(
        label(CENTRE[0], CENTRE[1] - 14, text, size=size, fill=palette.ink, anchor="middle", weight=600, family=SERIF)
    )
    parts.append(label(CENTRE[0], CENTRE[1] + 2, caption, size=7.6, fill=palette.text, anchor="middle", weight=500))
    return drawing(268, 120, language.text(_sentence(text, caption, ordered)), parts, kind="gauge")


def _bands(marks: Sequence[Mark], palette: Palette) -> list[str]:
    """The range below the first award is pale; each award's band is darker than the one before."""
    edges = [0.0, *(mark.at for mark in marks), 100.0]
    shades = _shades(len(edges) - 1, palette)
    parts = [
        path(arc(CENTRE, RADIUS, _angle(low) + 0.008, _angle(high) - 0.008), stroke=shade, width=13)
        for low, high, shade in zip(edges, edges[1:], shades, strict=False)
        if high > low
    ]
    for mark, high in zip(marks, edges[2:], strict=True):
        middle = (mark.at + high) / 2
        x, y = polar(CENTRE, RADIUS + 13, _angle(middle))
        anchor = "middle" if 44 < middle < 56 else "start" if middle >= 50 else "end"
        parts.append(label(x, y + 2, mark.title, size=5.8, fill=palette.muted, anchor=anchor, weight=500))
    return parts


def _shades(number_of_bands: int, palette: Palette) -> list[str]:
    ramp = (palette.rule, "#C7BBA3", "#B9A071", palette.gold, "#8F6F2B")
    return [ramp[min(index, len(ramp) - 1)] for index in range(number_of_bands)]


def _ends(palette: Palette) -> list[str]:
    x, y = CENTRE
    return [
        label(x - RADIUS, y + 11, "0", size=6.2, fill=palette.muted, anchor="middle"),
        label(x + RADIUS, y + 11, "100", size=6.2, fill=palette.muted, anchor="middle"),
    ]


def _needle(value: float, palette: Palette) -> list[str]:
    angle = _angle(value)
    tip = [
        polar(CENTRE, RADIUS - 13, angle),
        polar(CENTRE, RADIUS - 21, angle - 0.07),
        polar(CENTRE, RADIUS - 21, angle + 0.07),
    ]
    stroke = line(polar(CENTRE, RADIUS - 14, angle), polar(CENTRE, RADIUS + 7.5, angle), stroke=palette.ink, width=2.6)
    return [stroke, polygon(tip, fill=palette.ink)]


def _angle(value: float) -> float:
    return pi + pi * min(100.0, max(0.0, value)) / 100


def _sentence(text: str, caption: str, marks: Sequence[Mark]) -> str:
    gauged = say("Gauge from 0 to 100: {score}, {caption}.", score=text, caption=caption)
    if not marks:
        return gauged
    steps = joined(", ", (say("{award} from {score}", award=mark.title, score=mark.text) for mark in marks))
    return joined(" ", (gauged, say("Award thresholds: {awards}.", awards=steps)))
