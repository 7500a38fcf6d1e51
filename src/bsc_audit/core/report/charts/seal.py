"""The seal of a recommended award: scalloped rim, guilloche, lettering on circles."""

from collections.abc import Iterator
from math import cos, pi, sin

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.charts.svg import (
    SANS,
    SERIF,
    Palette,
    dot,
    drawing,
    element,
    label,
    line,
    number,
    path,
    polar,
    polygon,
)
from bsc_audit.core.said import say

CENTRE = (100.0, 100.0)
TEETH = 48
ROSETTES = ((18, 6.2), (18, -6.2), (27, 4.6), (27, -4.6))  # waves around, amplitude
LETTER_STEP = 0.098  # radians between letters of the upper line


def seal(award: str, caption: str, around: str, *, ring: str, palette: Palette, language: Language = ENGLISH) -> str:
    """The seal.

    Args:
        award: the award's title, in the middle.
        caption: the small line under it; says that the award is recommended, not given.
        around: the words along the upper rim.
        ring: colour of metal, by rank of the award.
        palette: the brand's colours.
        language: of the sentence that stands for it.
    """
    parts = [
        polygon(_scallops(), fill=ring),
        dot(CENTRE, 91, fill=palette.ink),
        element("circle", cx=100, cy=100, r=88.4, fill="none", stroke=ring),
        *(path(_rosette(waves, swing), stroke=ring, width=0.45, opacity=0.75) for waves, swing in ROSETTES),
        dot(CENTRE, 49, fill=palette.ink, stroke=ring, width=1.4),
        element("circle", cx=100, cy=100, r=46.4, fill="none", stroke=ring, stroke_width=0.5),
        *_lettering(around.upper()),
        *_star(ring),
        *_middle(award.upper(), caption.upper(), ring),
    ]
    said = language.text(say("Seal: {award}, {caption}.", award=award, caption=caption.lower()))
    return drawing(200, 200, said, parts, kind="seal")


def _scallops() -> list[tuple[float, float]]:
    return [polar(CENTRE, 98 if i % 2 == 0 else 94.2, pi * i / TEETH) for i in range(TEETH * 2)]


def _rosette(waves: int, swing: float) -> str:
    points = []
    for step in range(361):
        turn = 2 * pi * step / 360
        radius = 58 + swing * sin(waves * turn) + 1.2 * cos(3 * turn)
        x, y = polar(CENTRE, radius, turn)
        points.append(f"{x:.1f} {y:.1f}")
    return "M" + "L".join(points)


def _lettering(text: str) -> Iterator[str]:
    """Letters along the upper rim, squeezed when there are many."""
    step = min(LETTER_STEP, 1.25 * pi / max(1, len(text)))
    start = -pi / 2 - step * (len(text) - 1) / 2
    for index, letter in enumerate(text):
        if letter != " ":
            angle = start + step * index
            x, y = polar(CENTRE, 74.6, angle)
            turned = f"translate({number(x)} {number(y)}) rotate({number(angle * 180 / pi + 90)})"
            size = 9.2 * step / LETTER_STEP
            yield element(
                "g", label(0, 0, letter, size=size, fill="#fff", anchor="middle", weight=600), transform=turned
            )


def _star(ring: str) -> list[str]:
    points = [polar((100, 76), 10 if i % 2 == 0 else 4.1, -pi / 2 + pi * i / 5) for i in range(10)]
    return [polygon(points, fill=ring)]


def _middle(award: str, caption: str, ring: str) -> list[str]:
    size = min(19.0, 110 / max(1, len(award)))
    return [
        label(100, 108, award, size=size, fill="#fff", anchor="middle", weight=600, family=SERIF, spacing=0.6),
        line((72, 115), (128, 115), stroke=ring, width=0.8),
        label(100, 125.5, caption, size=5.6, fill="#DFE5EC", anchor="middle", weight=500, family=SANS, spacing=0.5),
    ]
