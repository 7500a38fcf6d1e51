"""Colours as people see them: luminance, contrast, lightness, and distance, also with a colour-vision deficiency.

Colours are #rrggbb of sRGB. Nothing here knows which colours a report has: see `palette`.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

Triple = tuple[float, float, float]

WHITE, BLACK = "#FFFFFF", "#000000"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white. Source: WCAG 2.2, definition of relative luminance."""
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


def lightness(colour: str) -> float:
    """L* of CIELAB, 0 black to 100 white: what is left of a colour in a grey print."""
    return _lab(_linear(colour))[0]


def distance(one: str, other: str, vision: str = "normal") -> float:
    """How far apart two colours look: the colour difference of CIELAB 1976; about 2.3 is just noticeable.

    Args:
        one: a colour.
        other: another.
        vision: a name of VISIONS.

    Source: CIE 015:2018, 8.2.1, for the difference; Machado, Oliveira, Fernandes (2009), IEEE TVCG 15:1291-1298,
    severity 1.0, for the deficiencies.
    """
    seen = [_lab(_seen(_linear(colour), VISIONS[vision])) for colour in (one, other)]
    return float(sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5)


def with_lightness(colour: str, wanted: float) -> str:
    """The colour of the same hue at another L*, as colourful as the screen allows."""
    _, a, b = _lab(_linear(colour))
    low, high = 0.0, 1.0
    for _ in range(12):  # to a four-thousandth of the chroma
        middle = (low + high) / 2
        low, high = (middle, high) if _fits(_from_lab((wanted, a * middle, b * middle))) else (low, middle)
    whole = _from_lab((wanted, a, b))
    return _written(whole if _fits(whole) else _from_lab((wanted, a * low, b * low)))


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at:to], 16) / 255 for at, to in pairwise((1, 3, 5, 7)))
    return _expanded(red), _expanded(green), _expanded(blue)


def _expanded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _seen(linear: Triple, matrix: Sequence[Triple]) -> Triple:
    red, green, blue = (min(1.0, max(0.0, _sum(row, linear))) for row in matrix)
    return red, green, blue


def _sum(row: Triple, column: Triple) -> float:
    return sum(a * b for a, b in zip(row, column, strict=True))


def _lab(linear: Triple) -> Triple:
    x, y, z = (_root(_sum(row, linear) / white) for row, white in zip(_TO_XYZ, _D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return float(share ** (1 / 3)) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def _from_lab(lab: Triple) -> Triple:
    y = (lab[0] + 16) / 116
    xyz = [_cubed(one) * white for one, white in zip((y + lab[1] / 500, y, y - lab[2] / 200), _D65, strict=True)]
    red, green, blue = (_sum(row, (xyz[0], xyz[1], xyz[2])) for row in _FROM_XYZ)
    return red, green, blue


def _cubed(root: float) -> float:
    return root**3 if root**3 > 216 / 24389 else (116 * root - 16) * 27 / 24389


def _fits(linear: Triple) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in linear)


def _written(linear: Triple) -> str:
    return "#" + "".join(f"{round(255 * _compressed(min(1.0, max(0.0, part)))):02X}" for part in linear)


def _compressed(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * float(part ** (1 / 2.4)) - 0.055


_TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_FROM_XYZ = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
_D65 = (0.95047, 1.0, 1.08883)

VISIONS: Mapping[str, Sequence[Triple]] = MappingProxyType(
    {
        "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "protanopia": (
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ),
        "deuteranopia": (
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ),
        "tritanopia": (
            (1.255528, -0.076749, -0.178779),
            (-0.078411, 0.930809, 0.147602),
            (0.004733, 0.691367, 0.303900),
        ),
    }
)
