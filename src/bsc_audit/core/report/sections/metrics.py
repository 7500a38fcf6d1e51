"""Measured quantities: value, sample, interval, target, baseline, trend, and how strong their benchmark is."""

from fractions import Fraction

from bsc_audit.core.methods.trend import BY_BASELINE, BY_LATEST, BY_RANKS, TrendResult
from bsc_audit.core.quantities import round_half_up
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.chapters import MetricGroup, MetricRow, Point
from bsc_audit.core.report.figures import (
    count,
    decimal,
    plural,
    quantity,
    quantity_or_none,
    score,
    shown_change,
    suffix,
)
from bsc_audit.core.report.sections.answers import WORDINGS, interval_text
from bsc_audit.core.report.shown import Fact
from bsc_audit.core.report.words import STRENGTHS, WEAK, status
from bsc_audit.core.ruleset.model import Indicator
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.model import Measured, ScoredIndicator
from bsc_audit.core.units import unit_word
from bsc_audit.core.vocabulary import State

OTHERS = say("Metrics that inform the diagnosis only")


def metric_groups(case: Case) -> tuple[MetricGroup, ...]:
    """Measured metrics by the perspective that scores them first; the rest behind."""
    used = _used_by(case)
    tones = case.tones()
    rows: dict[int, list[MetricRow]] = {}
    for one in _metrics(case):
        if one.measured.value is not None:
            criteria = used.get(one.measured.indicator, ())
            tone = tones[criteria[0]] if criteria else 0
            rows.setdefault(tone, []).append(_row(case, one, criteria))
    titles = {number: group.title for number, group in enumerate(case.perspectives(), 1)}
    order = sorted(rows, key=lambda tone: tone or len(titles) + 1)
    return tuple(MetricGroup(title=titles.get(tone, OTHERS), tone=tone, rows=tuple(rows[tone])) for tone in order)


def missing_metrics(case: Case) -> tuple[Fact, ...]:
    """Metrics without a value; the reason where it says more than that."""
    return tuple(
        Fact(case.title(one.measured.indicator), "" if one.measured.reason in _UNTOLD else one.measured.reason)
        for one in _metrics(case)
        if one.measured.value is None
    )


def _metrics(case: Case) -> list[ScoredIndicator]:
    """Indicators that are quantities, in the ruleset's order."""
    scored = case.scorecard.indicators
    return [
        scored[id_]
        for id_, indicator in case.ruleset.indicators.items()
        if id_ in scored and indicator.kind not in WORDINGS and scored[id_].measured.state is not State.NOT_APPLICABLE
    ]


def _used_by(case: Case) -> dict[str, tuple[str, ...]]:
    used: dict[str, tuple[str, ...]] = {}
    for criterion in case.ruleset.criteria.values():
        if criterion.id in case.scorecard.nodes:
            for member in criterion.indicators:
                used[member.id] = (*used.get(member.id, ()), criterion.id)
    return used


def _row(case: Case, one: ScoredIndicator, criteria: tuple[str, ...]) -> MetricRow:
    measured, indicator = one.measured, case.ruleset.indicators[one.measured.indicator]
    mark = indicator.benchmark
    return MetricRow(
        id=indicator.id,
        title=indicator.title,
        variant="" if measured.variant in ("", "standard") else measured.variant.replace("_", " "),
        unit=unit_word(measured.unit),
        period=measured.period.text if measured.period else "",
        value=quantity(measured.value or 0, measured.unit),
        low=quantity(measured.interval.low, measured.unit) if measured.interval else None,
        high=quantity(measured.interval.high, measured.unit) if measured.interval else None,
        interval=interval_text(measured.interval, measured.unit),
        n="" if measured.n is None else count(measured.n),
        few=_few(indicator, measured),
        target=quantity_or_none(measured.target, measured.unit, given=True),
        baseline=quantity_or_none(measured.baseline, measured.unit, given=True),
        better=indicator.better.value if indicator.better else "",
        trend=status(measured.trend.kind.value) if measured.trend else None,
        trend_note=_trend_note(measured.trend, measured.unit, len(measured.series)),
        score=score(one.score),
        source=mark.source if mark else "",
        strength=mark.strength.value if mark else "",
        strength_note=_strength_note(indicator),
        weak=bool(mark and mark.strength in WEAK),
        grade=measured.grade.value,
        evidence=measured.evidence,
        illustrative=measured.illustrative,
        points=tuple(Point(period=p.period.text, shown=quantity(p.value, measured.unit)) for p in measured.series),
        units=tuple(
            Fact(unit or say("whole organisation"), quantity(value, measured.unit).text)
            for unit, value in sorted((measured.units or {}).items())
        ),
        used_by=criteria,
    )


def _few(indicator: Indicator, measured: Measured) -> str:
    if indicator.minimum_n is None or measured.n is None or measured.n >= indicator.minimum_n:
        return ""
    return say("fewer than {count}", count=count(indicator.minimum_n))


def _strength_note(indicator: Indicator) -> str:
    mark = indicator.benchmark
    if mark is None:
        return say("no benchmark: bands are the organisation's own or none")
    meaning, note = STRENGTHS[mark.strength], mark.note.removeprefix("Weak: ")
    strength = say("weak: {meaning}", meaning=meaning) if mark.strength in WEAK else meaning
    return joined("; ", (strength, note)) if note else strength


def _trend_note(trend: TrendResult | None, unit: str, periods: int) -> str:
    """The change and the comparison that judged it."""
    if trend is None:
        return say("one period only") if periods == 1 else ""
    digits = 2 if abs(trend.change) < 10 and not unit.startswith("%") else 1
    moved = joined("", (shown_change(trend.change, digits).text, suffix(unit)))
    if trend.p is None:
        return say(_HOW[trend.method], change=moved)
    counted = plural(periods, "period", "periods")
    if round_half_up(trend.p, 3) == 0:
        least = decimal(Fraction(1, 1000), 3)
        return say(
            "{change} on its reference; rank test over {periods}, p < {p}", change=moved, periods=counted, p=least
        )
    p = decimal(trend.p, 3)
    return say("{change} on its reference; rank test over {periods}, p = {p}", change=moved, periods=counted, p=p)


_UNTOLD = frozenset({"", "not measured", "not submitted"})

_HOW = {
    BY_LATEST: say("{change} on the periods before"),
    BY_BASELINE: say("{change} on the baseline"),
    BY_RANKS: say("{change} on its reference; rank test"),
}
