"""Which charts there are, and how each is drawn from the Report; a template names the ones it wants."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from markupsafe import Markup

from bsc_audit.core.language import Language
from bsc_audit.core.report.chapters import Checklist, MetricRow, ScoreRow
from bsc_audit.core.report.charts import artwork, bars, bridge, frame, gauge, journey, radar, riskmap, seal, spark
from bsc_audit.core.report.charts.svg import Palette
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.shown import Shown
from bsc_audit.core.report.words import INLINE, RESULTS
from bsc_audit.core.said import say
from bsc_audit.languages import language

RINGS = "#2F6F8F"  # circles on the cover
METALS = ("#C9A45A", "#B9BEC6", "#B88A62", "#8FA1B5")  # best award first; further awards share the last
LANDSCAPE = (842.0, 595.0)  # points; a template stretches the frame to its own page
AXES_OF_THEMES = range(3, 17)  # a radar of themes is legible within this many axes

MOST_ROWS = 40  # of a chart: more cannot be read on a page, and the tables hold them all
MOST_SPARKS = 400  # metrics with a series of their own

Drawn = Markup | dict[str, Markup] | None


def draw(
    report: Report, names: tuple[str, ...], palette: Palette, families: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Drawn]:
    """The named charts; None where the report holds too little for one.

    Args:
        report: what is drawn.
        names: of CHARTS.
        palette: the colours.
        families: what stands for a font family of the drawings, so that every script finds its font.
    """
    return {name: _set(CHARTS[name](report, palette), families) for name in names}


def _set(drawn: Drawn, families: Mapping[str, str]) -> Drawn:
    if isinstance(drawn, dict):
        return {name: _set_one(one, families) for name, one in drawn.items()}
    return None if drawn is None else _set_one(drawn, families)


def _set_one(drawn: Markup, families: Mapping[str, str]) -> Markup:
    text = str(drawn)
    for family, stack in families.items():
        text = text.replace(f'font-family="{family}"', f'font-family="{stack}"')
    return Markup(text)


def _markup(text: str | None) -> Markup | None:
    return None if text is None else Markup(text)


def _value(shown: Shown | None) -> float | None:
    return shown.value if shown else None


def _gauge(report: Report, palette: Palette) -> Drawn:
    found = report.statement
    if not found.of_100:
        return None
    words = language(report.meta.language)
    marks = [
        gauge.Mark(title=a.title, at=a.threshold.value, text=a.threshold.text) for a in found.awards if a.threshold
    ]
    text = found.overall.text if found.overall else words.text(INLINE["not_assessed"])
    caption = say("{scale}, overall", scale=found.scale) if found.overall else say("no overall score")
    drawn = gauge.gauge(
        _value(found.overall),
        text,
        words.text(caption),
        previous=_value(found.previous),
        marks=marks,
        palette=palette,
        language=words,
    )
    return _markup(drawn)


def _radar(report: Report, palette: Palette) -> Drawn:
    """Themes where their number is legible, else perspectives."""
    if not report.statement.of_100:
        return None
    words = language(report.meta.language)
    themes = report.scorecard.themes
    rows = themes if len(themes) in AXES_OF_THEMES else report.scorecard.perspectives
    axes = [
        radar.Axis(
            code=_code(row),
            title=row.title,
            tone=row.tone,
            score=_value(row.score),
            previous=_value(row.previous),
            text=_score_text(row, words),
        )
        for row in rows[: AXES_OF_THEMES.stop - 1]
    ]
    return _markup(radar.radar(axes, palette, words))


def _code(row: ScoreRow) -> str:
    """A short name for the rim: the part of a theme's id that tells it from its neighbours."""
    _, _, tail = row.id.partition("-")
    return tail.replace("-", " ").capitalize() if tail else row.title


def _score_text(row: ScoreRow, words: Language) -> str:
    return row.score.text if row.score else words.text(INLINE[row.status.slug])


def _bullets(report: Report, palette: Palette) -> Drawn:
    if not report.statement.of_100:
        return None
    words = language(report.meta.language)
    found = [
        bars.Bar(
            code=row.id if row in report.scorecard.perspectives else "",
            title=row.title,
            tone=row.tone,
            value=_value(row.score),
            text=_score_text(row, words),
            previous=_value(row.previous),
            change=_value(row.change),
            change_text=row.change.text if row.change else "",
            mark=None,
        )
        for row in _in_order(report)[:MOST_ROWS]
    ]
    return _markup(bars.bullets(found, palette, words))


def _in_order(report: Report) -> list[ScoreRow]:
    """Each perspective, then its themes."""
    card = report.scorecard
    return [
        row for p in card.perspectives for row in (p, *(t for t in card.themes if t.tone == p.tone and t.id != p.id))
    ]


def _stacked(report: Report, palette: Palette) -> Drawn:
    stacks = [
        bars.Stack(title=row.title, counts=dict(row.outcomes), total=row.criteria)
        for row in dict.fromkeys((*report.scorecard.perspectives, report.scorecard.overall))
        if row.criteria
    ][:MOST_ROWS]
    shades = dict(
        zip(RESULTS, (palette.good, palette.fair, palette.poor, palette.bad, palette.none, palette.rule), strict=True)
    )
    return _markup(bars.stacked(stacks, shades, INLINE, palette, language(report.meta.language)))


def _riskmap(report: Report, palette: Palette) -> Drawn:
    badges = [
        riskmap.Badge(
            ref=p.ref,
            filled=p.kind == "risk",
            severity=p.severity,
            likelihood=p.likelihood,
            residual=p.residual.likelihood if p.residual else None,
        )
        for p in report.risk_map.points
    ]
    found = report.risk_map
    axes = {"severities": found.severities, "likelihoods": found.likelihoods}
    words = language(report.meta.language)
    return _markup(riskmap.risk_map(badges, found.bands, palette, **axes, language=words))


def _bridge(report: Report, palette: Palette) -> Drawn:
    found = report.scorecard.bridge
    if found is None:
        return None
    steps = [bridge.Step(title=s.title, change=s.change.value, text=s.change.text) for s in found.steps[:MOST_ROWS]]
    start = (found.start_label, found.start.value, found.start.text)
    end = (found.end_label, found.end.value, found.end.text)
    return _markup(bridge.bridge(start, steps, end, palette, language(report.meta.language)))


def _sparks(report: Report, palette: Palette) -> Drawn:
    rows = [row for group in report.metrics for row in group.rows][:MOST_SPARKS]
    words = language(report.meta.language)
    drawn = {row.id: spark.spark([p.shown.value for p in row.points], words.text(_sentence(row)),
             target=_value(row.target), verdict=_verdict(row), palette=palette) for row in rows}  # fmt: skip
    return {id_: Markup(text) for id_, text in drawn.items() if text}


def _sentence(row: MetricRow) -> str:
    moved = _moved(row)
    if row.target:
        return say("{series}; target {target}.", series=moved, target=row.target.text)
    return say("{series}.", series=moved)


def _moved(row: MetricRow) -> str:
    if not row.points:
        return row.title
    first, last = row.points[0], row.points[-1]
    return say(
        "{metric} from {first} in {first_period} to {last} in {last_period}",
        metric=row.title,
        first=first.shown.text,
        first_period=first.period,
        last=last.shown.text,
        last_period=last.period,
    )


def _verdict(row: MetricRow) -> str:
    """Good at or beyond its target; plain without a target or for a quantity best inside a band."""
    if row.target is None or row.better not in ("higher", "lower"):
        return "plain"
    ahead = row.value.value - row.target.value
    return "good" if (ahead if row.better == "higher" else -ahead) >= 0 else "poor"


def _intervals(report: Report, palette: Palette) -> Drawn:
    """Shares with a known interval."""
    rows = [
        bars.Estimate(
            title=row.title,
            tone=group.tone,
            value=row.value.value,
            low=row.low.value,
            high=row.high.value,
            text=row.value.text,
            interval=row.interval,
        )
        for group in report.metrics
        for row in group.rows
        if row.low and row.high and row.unit == "%"
    ]
    return _markup(bars.intervals(rows[:24], palette, language(report.meta.language)))


def _journeys(report: Report, palette: Palette) -> Drawn:
    words = language(report.meta.language)
    drawn = {one.id: _journey(one, palette, words) for one in report.visits}
    return {id_: Markup(text) for id_, text in drawn.items() if text}


def _journey(one: Checklist, palette: Palette, words: Language) -> str | None:
    lines = [
        journey.Line(
            name=visit.id,
            text=visit.final.text if visit.final else words.text(say("not scored")),
            values=tuple(_value(section) for section in visit.sections),
        )
        for visit in one.visits
    ]
    stages = [(s.title, s.mean.text if s.mean else words.text(say("not observed"))) for s in one.sections]
    return journey.journey(stages, [_value(s.mean) for s in one.sections], lines, palette, words)


def _seal(report: Report, palette: Palette) -> Drawn:
    found = report.cover.seal
    if found is None:
        return None
    ring = METALS[min(found.rank, len(METALS) - 1)]
    words = language(report.meta.language)
    return _markup(seal.seal(found.award, found.caption, found.around, ring=ring, palette=palette, language=words))


def _frame(report: Report, palette: Palette) -> Drawn:
    """Only what is granted is framed."""
    found = report.cover.seal
    if found is None or not report.standing.granted:
        return None
    return _markup(frame.frame(*LANDSCAPE, ring=METALS[min(found.rank, len(METALS) - 1)], palette=palette))


def _cover(report: Report, palette: Palette) -> Drawn:
    rows = (report.scorecard.themes or report.scorecard.perspectives) if report.statement.of_100 else ()
    lengths = [row.score.value / 100 for row in rows if row.score][:20]
    return _markup(artwork.cover_art(lengths, sealed=report.cover.seal is not None, stroke=RINGS, palette=palette))


CHARTS: Mapping[str, Callable[[Report, Palette], Drawn]] = MappingProxyType(
    {
        "bridge": _bridge,
        "bullets": _bullets,
        "cover": _cover,
        "frame": _frame,
        "gauge": _gauge,
        "intervals": _intervals,
        "journeys": _journeys,
        "radar": _radar,
        "riskmap": _riskmap,
        "seal": _seal,
        "sparks": _sparks,
        "stacked": _stacked,
    }
)
