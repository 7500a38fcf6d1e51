"""Decorative drawings: cover arcs. They carry no information, so templates use them as backgrounds."""

from collections.abc import Sequence
from math import pi, sqrt

from bsc_audit.core.report.charts.svg import Palette, arc, drawing, element, number, path

CENTRE = (470.5, 688.8)
PITCH = 15.0
OUTER = 600.0
AROUND_SEAL, AROUND_NOTHING = 96.0, 21.0  # radius of the innermost circle
GOLDEN = (sqrt(5) - 1) / 2


def cover_art(lengths: Sequence[float], *, sealed: bool, stroke: str, palette: Palette) -> str:
    """Concentric circles around the seal, with an arc for each theme; a longer arc is a higher score.

    Args:
        lengths: shares 0..1, in order of the themes; their tones follow the palette.
        sealed: leave room for a seal in the middle.
        stroke: colour of the circles.
        palette: the brand's colours.
    """
    inner = AROUND_SEAL if sealed else AROUND_NOTHING
    radii = [inner + PITCH * ring for ring in range(int((OUTER - inner) / PITCH))]
    circles = [_circle(radius, stroke) for radius in radii]
    return drawing(595, 842, "Decorative cover artwork", [*circles, *_arcs(lengths, palette)], kind="cover")


def _circle(radius: float, stroke: str) -> str:
    """Paler and a little wider with the distance."""
    step = max(0.0, (radius - AROUND_SEAL) / PITCH)
    return element(
        "circle",
        cx=CENTRE[0],
        cy=CENTRE[1],
        r=radius,
        fill="none",
        stroke=stroke,
        stroke_opacity=number(max(0.08, 0.75 - 0.032 * step)),
        stroke_width=0.5 + 0.02 * step,
    )


def _arcs(lengths: Sequence[float], palette: Palette) -> list[str]:
    """Arcs scattered by the golden ratio: even, never twice the same, and without chance."""
    parts = []
    for index, length in enumerate(lengths):
        scatter = (index * GOLDEN) % 1
        ring = 1 + (index * 2) % 10
        start = pi * 1.06 + (index * 5 // max(1, len(lengths)) + scatter) * 0.30
        data = arc(CENTRE, AROUND_SEAL + PITCH * ring, start, start + 0.08 + 0.30 * length)
        tone = palette.lights[index * len(palette.lights) // len(lengths)]
        parts.append(path(data, stroke=tone, width=1.6 + 2.2 * scatter, opacity=0.9, cap="round"))
    return parts
