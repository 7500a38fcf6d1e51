"""Charts of the report on a page: the same drawings, in the colours of the screen, light and dark."""

from collections.abc import Sequence
from types import MappingProxyType

from markupsafe import Markup

from bsc_audit.core.report.chapters import MetricRow
from bsc_audit.core.report.charts.series import Dot, Mark, series
from bsc_audit.core.report.charts.svg import SANS, SERIF, Palette
from bsc_audit.core.report.model import Report
from bsc_audit.render.drawings import Drawn, draw
from bsc_audit.web.comparing import Side
from bsc_audit.web.filters import decimal

# Custom properties of desk.css stand for the brand's colours, so that one drawing serves both schemes.
SCREEN = Palette(
    ink="var(--ink)",
    text="var(--text)",
    muted="var(--muted)",
    rule="var(--rule)",
    pale="var(--pale)",
    accent="var(--accent)",
    gold="var(--gold)",
    tones=("var(--tone-1)", "var(--tone-2)", "var(--tone-3)", "var(--tone-4)"),
    lights=("var(--tone-1)", "var(--tone-2)", "var(--tone-3)", "var(--tone-4)"),
    good="var(--good)",
    fair="var(--fair)",
    poor="var(--poor)",
    bad="var(--bad)",
    none="var(--none)",
    heat=("var(--good-pale)", "var(--fair-pale)", "var(--poor-pale)", "var(--bad-pale)"),
)
FAMILIES = MappingProxyType({SANS: "Plex, system-ui, sans-serif", SERIF: "Serif, Georgia, serif"})


def charts(report: Report, *names: str) -> dict[str, Drawn]:
    """The named charts (see `render.drawings.CHARTS`); None where the report holds too little for one."""
    return draw(report, names, SCREEN, FAMILIES)


def series_chart(row: MetricRow) -> Markup | None:
    """A metric over time with its target, baseline and last interval; None without a series."""
    dots = [Dot(period=one.period, value=one.shown.value, text=one.shown.text) for one in row.points]
    levels = (("target", row.target, "6 4"), ("baseline", row.baseline, "1.5 3"))
    marks = [Mark(title=title, value=at.value, text=at.text, dash=dash) for title, at, dash in levels if at]
    known = "; ".join([f"{one.period} {one.text}" for one in dots] + [f"{one.title} {one.text}" for one in marks])
    interval = (row.low.value, row.high.value) if row.low and row.high else None
    drawn = series(dots, f"{row.title}: {known}.", marks=marks, interval=interval, palette=SCREEN)
    return None if drawn is None else Markup(drawn)  # drawn by our own hand, every text of it escaped


def trend_chart(sides: Sequence[Side]) -> Markup | None:
    """Overall scores of assessments, oldest first; None for fewer than two that have one."""
    known = [(one.assessment, one.scored.judged.recommendation.overall) for one in sides if one.scored]
    dots = [
        Dot(period=assessment.period, value=float(overall), text=decimal(overall))
        for assessment, overall in known
        if overall is not None
    ]
    if len(dots) < 2:
        return None
    said = "; ".join(f"{one.period} {one.text}" for one in dots)
    drawn = series(dots, f"Overall score: {said}.", marks=(), interval=None, palette=SCREEN)
    return None if drawn is None else Markup(drawn)  # drawn by our own hand, every text of it escaped
