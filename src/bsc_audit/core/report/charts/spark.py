"""A series as a small line with its target and its last value."""

from collections.abc import Sequence

from bsc_audit.core.report.charts.svg import Palette, dot, drawing, line, polyline

WIDTH, HEIGHT = 92.0, 22.0


def spark(
    values: Sequence[float], sentence: str, *, target: float | None, verdict: str, palette: Palette
) -> str | None:
    """The line; None for fewer than two values.

    Args:
        values: oldest first, in the metric's unit.
        sentence: what the line shows, for those who cannot see it.
        target: drawn dashed; None draws none.
        verdict: good, poor or plain, colours the last dot.
        palette: the brand's colours.
    """
    if len(values) < 2:
        return None
    known = [*values, *([] if target is None else [target])]
    low, span = min(known), (max(known) - min(known)) or 1.0

    def height(value: float) -> float:
        return HEIGHT - 4 - (HEIGHT - 8) * (value - low) / span

    points = [(2 + (WIDTH - 8) * i / (len(values) - 1), height(value)) for i, value in enumerate(values)]
    parts = [polyline(points, stroke=palette.ink, width=1.2)]
    if target is not None:
        parts.insert(0, line((0, height(target)), (WIDTH - 4, height(target)), stroke=palette.muted, dash="2 1.6"))
    shade = {"good": palette.good, "poor": palette.poor}.get(verdict, palette.ink)
    return drawing(WIDTH, HEIGHT, sentence, [*parts, dot(points[-1], 2.4, fill=shade)], kind="spark")
