"""The frame of a certificate: bands of interlaced waves, as on a banknote. It carries no information."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bsc_audit.core.report.charts.svg import Palette, Point, box, drawing, element, number, path

MARGIN = 22.0  # from the edge of the paper to the middle of the band, points
SWING = 13.0  # how far a wave leaves the middle, twice
WAVE = 17.0  # about the length of half a wave
STRANDS = 6
CORNER = 14.0  # half the side of the piece that covers where two bands meet


def frame(width: float, height: float, *, ring: str, palette: Palette) -> str:
    """A frame for a page.

    Args:
        width: of the page, points.
        height: of the page, points.
        ring: colour of metal, by rank of the award.
        palette: the brand's colours.
    """
    corners = _corners(width, height, MARGIN)
    sides = [*pairwise(corners), (corners[-1], corners[0])]
    waves = [
        path(_wave(start, end, strand), stroke=(ring, palette.accent)[strand % 2], width=0.4, opacity=0.85)
        for start, end in sides
        for strand in range(STRANDS)
    ]
    rules = [_rule(width, height, inset, ring) for inset in (MARGIN - SWING, MARGIN + SWING)]
    pieces = [part for corner in corners for part in _corner(corner, ring, palette)]
    return drawing(width, height, "Decorative frame", [*waves, *rules, *pieces], kind="frame", stretches=True)


def _corners(width: float, height: float, inset: float) -> Sequence[Point]:
    return [(inset, inset), (width - inset, inset), (width - inset, height - inset), (inset, height - inset)]


def _wave(start: Point, end: Point, strand: int) -> str:
    """Half waves as curves: the first says how it bends, each further one mirrors it, from its own place along the side."""
    (x0, y0), (x1, y1) = start, end
    length = abs(x1 - x0) + abs(y1 - y0)
    halves = max(2, round(length / WAVE))
    along = ((x1 - x0) / halves, (y1 - y0) / halves)
    across = ((y1 - y0) / length, (x1 - x0) / length)
    swing = SWING * (1 - 2 * strand / (STRANDS - 1)) * 1.9
    shift = strand / STRANDS - 0.5
    x, y = x0 + along[0] * shift, y0 + along[1] * shift
    bend = (along[0] / 2 + across[0] * swing, along[1] / 2 + across[1] * swing)
    first = f"M{number(x)} {number(y)}q{number(bend[0])} {number(bend[1])} {number(along[0])} {number(along[1])}"
    return first + f"t{number(along[0])} {number(along[1])}" * (halves - 1)


def _rule(width: float, height: float, inset: float, ring: str) -> str:
    return element(
        "rect",
        x=inset,
        y=inset,
        width=width - 2 * inset,
        height=height - 2 * inset,
        fill="none",
        stroke=ring,
        stroke_width=0.9,
    )


def _corner(at: Point, ring: str, palette: Palette) -> Iterator[str]:
    """A square over the place where two bands meet, with a rosette of turned squares."""
    x, y = at
    yield box(x - CORNER, y - CORNER, 2 * CORNER, 2 * CORNER, fill=palette.ink)
    for turn in range(0, 90, 15):
        half = CORNER * 0.62
        square = element(
            "rect", x=-half, y=-half, width=2 * half, height=2 * half, fill="none", stroke=ring, stroke_width=0.5
        )
        yield element("g", square, transform=f"translate({number(x)} {number(y)}) rotate({turn})")
