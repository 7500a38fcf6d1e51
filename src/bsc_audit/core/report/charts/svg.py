"""A tiny writer of SVG: elements as text, coordinates with two decimals, every text escaped."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin
from xml.sax.saxutils import escape, quoteattr

SANS = "IBM Plex Sans"
SERIF = "Source Serif 4"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a brand, as #rrggbb."""

    ink: str
    text: str
    muted: str
    rule: str
    pale: str
    accent: str
    gold: str
    tones: tuple[str, ...]  # of the perspectives, used in turn
    lights: tuple[str, ...]  # the same on a dark ground
    good: str
    fair: str
    poor: str
    bad: str
    none: str
    heat: tuple[str, ...]  # of risk bands, lowest first

    def tone(self, number: int) -> str:
        """The colour of a perspective; 0 is the whole."""
        return self.tones[(number - 1) % len(self.tones)] if number else self.ink


def number(value: float) -> str:
    """A coordinate: two decimals at most, no trailing zeroes, no minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, content: str = "", **attributes: str | float | None) -> str:
    """One element; underscores in attribute names are hyphens, None leaves an attribute out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def label(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 7,
    fill: str,
    anchor: str = "start",
    weight: int = 400,
    family: str = SANS,
    spacing: float | None = None,
) -> str:
    """A line of text."""
    return element(
        "text",
        escape(text),
        x=x,
        y=y,
        font_size=size,
        fill=fill,
        text_anchor=anchor,
        font_weight=str(weight),
        font_family=family,
        letter_spacing=spacing,
    )


def line(start: Point, end: Point, *, stroke: str, width: float = 0.6, dash: str | None = None) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash)


def box(x: float, y: float, width: float, height: float, *, fill: str, round_: float | None = None) -> str:
    """A filled rectangle; a negative size is drawn as none."""
    return element("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), fill=fill, rx=round_)


def dot(at: Point, radius: float, *, fill: str, stroke: str | None = None, width: float | None = None) -> str:
    """A circle."""
    return element("circle", cx=at[0], cy=at[1], r=radius, fill=fill, stroke=stroke, stroke_width=width)


def polygon(
    points: Iterable[Point],
    *,
    fill: str,
    opacity: float | None = None,
    stroke: str | None = None,
    width: float | None = None,
    dash: str | None = None,
) -> str:
    """A closed shape."""
    return element(
        "polygon",
        points=_points(points),
        fill=fill,
        fill_opacity=opacity,
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linejoin="round",
    )


def polyline(points: Iterable[Point], *, stroke: str, width: float, dash: str | None = None) -> str:
    """An open line through points."""
    return element(
        "polyline",
        points=_points(points),
        fill="none",
        stroke=stroke,
        stroke_width=width,
        stroke_linejoin="round",
        stroke_dasharray=dash,
    )


def path(d: str, *, stroke: str, width: float, opacity: float | None = None, cap: str | None = None) -> str:
    """A stroked path."""
    return element(
        "path", d=d, fill="none", stroke=stroke, stroke_width=width, stroke_opacity=opacity, stroke_linecap=cap
    )


def polar(centre: Point, radius: float, angle: float) -> Point:
    """The point at an angle in radians, clockwise from three o'clock."""
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def arc(centre: Point, radius: float, start: float, end: float) -> str:
    """Path data of a circular arc."""
    (x0, y0), (x1, y1) = polar(centre, radius, start), polar(centre, radius, end)
    large = int(abs(end - start) > pi)
    return f"M{number(x0)} {number(y0)}A{number(radius)} {number(radius)} 0 {large} 1 {number(x1)} {number(y1)}"


def drawing(
    width: float, height: float, title: str, parts: Iterable[str], *, kind: str, stretches: bool = False
) -> str:
    """A whole picture; `title` is a sentence a listener can do without the picture.

    One that stretches fills its place whatever the proportions; others keep theirs.
    """
    return element(
        "svg",
        element("title", escape(title)) + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart-{kind}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        preserveAspectRatio="none" if stretches else None,
        role="img",
    )


def shorten(text: str, most: int) -> str:
    """A label that fits: cut at a word if possible, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > most // 2 else cut).rstrip(" ,;:") + "…"


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
