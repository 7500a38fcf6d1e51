"""Radar of perspectives or themes: one axis each, 0 in the centre, 100 at the rim."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.charts.svg import (
    Palette,
    Point,
    arc,
    dot,
    drawing,
    element,
    label,
    line,
    number,
    path,
    polar,
    polygon,
    shorten,
)
from bsc_audit.core.said import say

CENTRE = (155.0, 146.0)
RADIUS = 96.0
RINGS = (20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis; score and previous are 0..100, None when not assessed."""

    code: str
    title: str
    tone: int
    score: float | None
    previous: float | None
    text: str


def radar(axes: Sequence[Axis], palette: Palette, language: Language = ENGLISH) -> str | None:
    """The profile; None for fewer than three scores, which make no area."""
    if sum(axis.score is not None for axis in axes) < 3:
        return None
    angles = [-pi / 2 + 2 * pi * (i + 0.5) / len(axes) for i in range(len(axes))]
    parts = [
        *_sectors(axes, palette),
        *_rings(palette),
        *(line(CENTRE, polar(CENTRE, RADIUS, angle), stroke=palette.rule, width=0.5) for angle in angles),
        *_profile(axes, angles, palette),
        *_marks(axes, angles, palette),
    ]
    return drawing(310, 292, language.text(_sentence(axes)), parts, kind="radar")


def _sectors(axes: Sequence[Axis], palette: Palette) -> list[str]:
    """A pale sector and a rim for each run of axes of one perspective."""
    parts: list[str] = []
    start = 0
    for index in range(1, len(axes) + 1):
        if index == len(axes) or axes[index].tone != axes[start].tone:
            parts += _sector(start, index, len(axes), palette.tone(axes[start].tone))
            start = index
    return parts


def _sector(first: int, end: int, of: int, colour: str) -> list[str]:
    low, high = (-pi / 2 + 2 * pi * i / of for i in (first, end))
    rim = path(arc(CENTRE, RADIUS + 4.5, low + 0.03, high - 0.03), stroke=colour, width=4)
    if end - first == of:
        return [rim]
    (x0, y0), (x1, y1) = polar(CENTRE, RADIUS, low), polar(CENTRE, RADIUS, high)
    large = int(high - low > pi)
    data = (
        f"M{number(CENTRE[0])} {number(CENTRE[1])}L{number(x0)} {number(y0)}"
        f"A{number(RADIUS)} {number(RADIUS)} 0 {large} 1 {number(x1)} {number(y1)}Z"
    )
    return [element("path", d=data, fill=colour, fill_opacity=0.055), rim]


def _rings(palette: Palette) -> list[str]:
    circles = [
        element("circle", cx=CENTRE[0], cy=CENTRE[1], r=RADIUS * ring / 100, fill="none", stroke=palette.rule)
        for ring in RINGS
    ]
    names = [
        label(CENTRE[0] + 2, CENTRE[1] - RADIUS * ring / 100 + 6, str(ring), size=5.4, fill=palette.muted)
        for ring in RINGS[:-1]
    ]
    return circles + names


def _profile(axes: Sequence[Axis], angles: Sequence[float], palette: Palette) -> list[str]:
    """Earlier and present outline; an axis that was not assessed breaks the outline, it is not drawn as 0."""
    earlier = _outline([axis.previous for axis in axes], angles)
    now = _outline([axis.score for axis in axes], angles)
    parts = []
    if len(earlier) >= 3:
        parts.append(polygon(earlier, fill="none", stroke=palette.muted, width=1, dash="3 2"))
    if len(now) >= 3:
        parts.append(polygon(now, fill=palette.ink, opacity=0.13, stroke=palette.ink, width=1.6))
    return parts


def _outline(scores: Sequence[float | None], angles: Sequence[float]) -> list[Point]:
    known = [(score, angle) for score, angle in zip(scores, angles, strict=True) if score is not None]
    return [polar(CENTRE, RADIUS * score / 100, angle) for score, angle in known]


def _marks(axes: Sequence[Axis], angles: Sequence[float], palette: Palette) -> list[str]:
    parts: list[str] = []
    for axis, angle in zip(axes, angles, strict=True):
        colour = palette.tone(axis.tone)
        if axis.score is not None:
            at = polar(CENTRE, RADIUS * axis.score / 100, angle)
            parts.append(dot(at, 2.7, fill="#fff", stroke=colour, width=1.6))
        parts += _name(axis, angle, palette)
    return parts


def _name(axis: Axis, angle: float, palette: Palette) -> list[str]:
    """Code and score outside the rim, set away from it."""
    x, y = polar(CENTRE, RADIUS + 13, angle)
    side = cos(angle)
    anchor = "middle" if abs(side) < 0.28 else "start" if side > 0 else "end"
    y += 4 * sin(angle)
    return [
        label(x, y - 0.5, shorten(axis.code, 12), size=6.8, fill=palette.tone(axis.tone), anchor=anchor, weight=600),
        label(x, y + 7.2, axis.text, size=6.8, fill=palette.text, anchor=anchor),
    ]


def _sentence(axes: Sequence[Axis]) -> str:
    scores = "; ".join(f"{axis.title} {axis.text}" for axis in axes)
    return say("Radar chart of scores from 0 to 100: {scores}.", scores=scores)
