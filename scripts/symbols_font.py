"""Draw the small font of status shapes that the report templates use; run once, its output is committed.

The text fonts lack these shapes, and one character of a font lays out faster than a drawn box.
"""

import sys
from math import cos, pi, sin

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]

Contour = list[tuple[float, float]]
MIDDLE = (320.0, 330.0)  # of a glyph: half its advance, half the height of small letters plus a little
EPOCH = 3_786_912_000  # 2024-01-01 in font time: the file does not depend on when it was made


def ring(radius: float, corners: int, turn: float = 0.0) -> Contour:
    """A regular polygon; 48 corners pass for a circle at the size of text."""
    steps = (turn - 2 * pi * i / corners for i in range(corners))
    return [(MIDDLE[0] + radius * cos(a), MIDDLE[1] + radius * sin(a)) for a in steps]


def hollow(outer: Contour, inner: Contour) -> list[Contour]:
    """An outline: the inner contour runs the other way round."""
    return [outer, inner[::-1]]


CIRCLE, SQUARE, DIAMOND, UP, DOWN = (48, 0.0), (4, pi / 4), (4, 0.0), (3, pi / 2), (3, -pi / 2)

SHAPES: dict[str, list[Contour]] = {
    "●": [ring(250, *CIRCLE)],
    "○": hollow(ring(250, *CIRCLE), ring(185, *CIRCLE)),
    "■": [ring(320, *SQUARE)],
    "□": hollow(ring(320, *SQUARE), ring(235, *SQUARE)),
    "◆": [ring(320, *DIAMOND)],
    "◇": hollow(ring(320, *DIAMOND), ring(230, *DIAMOND)),
    "▲": [ring(320, *UP)],
    "△": hollow(ring(320, *UP), ring(190, *UP)),
    "▼": [ring(320, *DOWN)],
}


def glyph(contours: list[Contour]) -> object:
    """The outline as a TrueType glyph."""
    pen = TTGlyphPen(None)
    for contour in contours:
        points = [(round(x), round(y)) for x, y in contour]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def build(path: str) -> None:
    """Write the font."""
    names = {shape: f"uni{ord(shape):04X}" for shape in SHAPES}
    order = [".notdef", "space", *names.values()]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({32: "space", **{ord(shape): name for shape, name in names.items()}})
    empty = TTGlyphPen(None).glyph()
    font.setupGlyf({".notdef": empty, "space": empty, **{names[s]: glyph(c) for s, c in SHAPES.items()}})
    font.setupHorizontalMetrics({name: (640 if name in names.values() else 250, 0) for name in order})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "BSC Symbols", "styleName": "Regular", "licenseDescription": "Apache-2.0"})
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.updateHead(created=EPOCH, modified=EPOCH)
    font.font.recalcTimestamp = False
    font.save(path)


if __name__ == "__main__":
    build(sys.argv[1])
