"""A metric over time, large: every period with its value, the target dashed, the baseline dotted, the last interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from bsc_audit.core.report.charts.svg import Palette, dot, drawing, label, line, polyline

WIDTH, HEIGHT = 640.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 8.0, 86.0, 16.0, 26.0
MOST_LABELS = 9  # of periods below the axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One period."""

    period: str
    value: float
    text: str  # the value with its unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A level across all periods, such as a target."""

    title: str
    value: float
    text: str
    dash: str


def series(
    dots: Sequence[Dot],
    sentence: str,
    *,
    marks: Sequence[Mark],
    interval: tuple[float, float] | None,
    palette: Palette,
) -> str | None:
    """The chart; None without a value.

    Args:
        dots: oldest first.
        sentence: what it shows, for those who cannot see it.
        marks: levels to compare with.
        interval: of the last value; None: not known.
        palette: the brand's colours.
    """
    if not dots:
        return None
    height = _Height.over([*(one.value for one in dots), *(one.value for one in marks), *(interval or ())])
    across = _across(len(dots))
    points = [(x, height(one.value)) for x, one in zip(across, dots, strict=True)]
    parts = [
        line((LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, HEIGHT - BOTTOM), stroke=palette.rule),
        *(part for mark in marks for part in _mark(mark, height(mark.value), palette)),
        *_interval(interval, points[-1][0], height, palette),
        polyline(points, stroke=palette.ink, width=1.8),
        *(dot(point, 2.6, fill=palette.ink) for point in points[:-1]),
        dot(points[-1], 4, fill=palette.accent),
        label(points[-1][0] + 8, points[-1][1] - 6, dots[-1].text, size=11, fill=palette.ink, weight=600),
        *_periods(dots, across, palette),
    ]
    return drawing(WIDTH, HEIGHT, sentence, parts, kind="series")


@dataclass(frozen=True, slots=True)
class _Height:
    """Where a value lies between the lowest and the highest that is shown."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Sequence[float]) -> "_Height":
        low, high = min(values), max(values)
        room = 0.08 * ((high - low) or abs(high) or 1.0)
        return cls(low - room, high + room)

    def __call__(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)


def _across(count: int) -> list[float]:
    """Where each period stands; a single one at the right."""
    span = WIDTH - LEFT - RIGHT
    return [LEFT + (span * at / (count - 1) if count > 1 else span) for at in range(count)]


def _mark(mark: Mark, y: float, palette: Palette) -> list[str]:
    said = f"{mark.title} {mark.text}"
    return [
        line((LEFT, y), (WIDTH - RIGHT, y), stroke=palette.muted, dash=mark.dash),
        label(WIDTH - RIGHT + 8, y + 3, said, size=9, fill=palette.muted),
    ]


def _interval(interval: tuple[float, float] | None, x: float, height: _Height, palette: Palette) -> list[str]:
    if interval is None:
        return []
    low, high = interval
    return [line((x, height(low)), (x, height(high)), stroke=palette.accent, width=5)]


def _periods(dots: Sequence[Dot], across: Sequence[float], palette: Palette) -> list[str]:
    """Names of some periods, evenly chosen, the last one always."""
    step = -(-len(dots) // MOST_LABELS)
    shown = [at for at in range(len(dots)) if (len(dots) - 1 - at) % step == 0]
    anchors = {0: "start", len(dots) - 1: "end"}
    return [
        label(across[at], HEIGHT - 9, dots[at].period, size=9, fill=palette.muted, anchor=anchors.get(at, "middle"))
        for at in shown
    ]
