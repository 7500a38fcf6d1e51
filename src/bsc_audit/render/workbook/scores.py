"""Sheets of figures: the summary, the scorecard, criteria, metrics and visits."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bsc_audit.core.report.chapters import Checklist, MetricGroup, MetricRow, ScoreRow, VisitRow
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.words import RESULTS, WORDS
from bsc_audit.render.criteria import CRITERIA, Place, places
from bsc_audit.render.workbook.sheet import Column, Row, Sheet, columns, joined, pairs, printed, said, words, yes_no

NOTHING = "nothing was submitted"


def summary(report: Report) -> Sheet:
    """The result on one sheet: conclusion, gates, awards, first steps."""
    return pairs([*_conclusion(report), *_decision(report), *_next(report)], "Summary")


def _conclusion(report: Report) -> Iterator[Row]:
    found = report.statement
    yield from said("Organisation", report.meta.organisation)
    yield from said("Report", f"{report.meta.title} ({report.meta.id})")
    yield from said("Kind", report.cover.label)
    yield from said("What it does not promise", report.cover.caveat)
    yield from said("Invented evidence", report.meta.illustrative)
    yield from said("As of", report.meta.as_of)
    yield from said("Conclusion", found.verdict.word)
    for text in found.opinion:
        yield from said("Opinion", text)
    yield from said("Overall score", printed(found.overall) or "not assessed", found.overall)
    yield from said("Previous overall score", printed(found.previous), found.previous)
    for outcome in found.outcomes:
        yield from said(f"Criteria: {outcome.status.word}", printed(outcome.share), outcome.number)


def _decision(report: Report) -> Iterator[Row]:
    found = report.statement
    yield from said("Decisive", found.decisive)
    for gate in found.gates:
        yield from said(f"Gate: {gate.title}", joined(gate.status.word, gate.detail))
    for award in found.awards:
        start = f"From {printed(award.threshold)} points: " if award.threshold else ""
        distance = f", distance {printed(award.distance)}" if award.distance else ""
        text = f"{start}{award.status.word}{distance}" + "".join(f"; {reason}" for reason in award.unmet)
        yield from said(f"Award: {award.title}", text, award.threshold)
    for condition in found.conditions:
        yield from said("Condition", condition)
    yield from said("Outlook", found.outlook)
    yield from said("Validity", found.validity)


def _next(report: Report) -> Iterator[Row]:
    found = report.summary
    for label, links in (("Works", found.working), ("Fails", found.failing), ("Risk", found.risks)):
        for link in links:
            yield from said(f"{label}: {link.ref}", joined(link.title, link.note), link.rating)
    for text in found.first_steps:
        yield from said("First step", text)
    for text in found.missing:
        if text != report.meta.illustrative:  # it stands above
            yield from said("Not known", text)


def scorecard(report: Report) -> Sheet:
    """Overall, then each perspective with its themes."""
    card = report.scorecard
    rows = [card.overall]
    for perspective in card.perspectives:
        rows += [perspective, *(t for t in card.themes if t.tone == perspective.tone and t.id != perspective.id)]
    heads = (*columns(SCORECARD), *(Column(WORDS[slug], 13) for slug in RESULTS), Column("Held down by", 40), Column("Reason", 40))  # fmt: skip
    return Sheet(title="Scorecard", columns=heads, rows=tuple(_score(row) for row in dict.fromkeys(rows)))


def _score(row: ScoreRow) -> Row:
    counts = dict(row.outcomes)
    figures = (row.score, printed(row.score), row.raw or row.score, row.previous, row.change, row.weight)
    shares = (row.coverage, row.verified, row.not_applicable, row.criteria)
    results = tuple(counts.get(slug, 0) for slug in RESULTS)
    return (row.kind, row.id, row.title, row.status.word, *figures, *shares, *results, words(row.caps), row.reason)


def criteria(report: Report) -> Sheet:
    """Every criterion: the columns of the CSV, then what was asked and answered."""
    more = (Column("score as printed", 10), Column("asks", 60), Column("answer", 60), Column("comment", 60), Column("benchmark", 40))  # fmt: skip
    heads = tuple(Column(name, WIDE.get(name, 12)) for name in CRITERIA)
    return Sheet(title="Criteria", columns=(*heads, *more), rows=tuple(_criterion(place) for place in places(report)))


def _criterion(place: Place) -> Row:
    one = place.criterion
    answers = words(f"{reading.title}: {reading.answer}" for reading in one.readings)
    shown = tuple(column(place) for column in CRITERIA.values())
    return (*shown, printed(one.score), one.asks, answers, one.comment, one.benchmark)


def metrics(report: Report) -> Sheet:
    """Every metric with what is needed to judge it; those without a value say why."""
    rows = [_metric(group, row) for group in report.metrics for row in group.rows]
    blank: Row = (None,) * (len(METRICS) - 5)
    missing: list[Row] = [("", "", fact.label, *blank, fact.text or NOTHING, "") for fact in report.metrics_missing]
    return Sheet(title="Metrics", columns=columns(METRICS), rows=(*rows, *missing), numeric=("Observations",))


def _metric(group: MetricGroup, row: MetricRow) -> Row:
    trend = joined(row.trend.word if row.trend else "", row.trend_note)
    series = words(f"{point.period}: {printed(point.shown)}" for point in row.points)
    units = words(f"{fact.label}: {fact.text}" for fact in row.units)
    head = (group.title, row.id, row.title, row.variant, row.unit, row.period, row.value, printed(row.value))
    figures = (
        row.low,
        row.high,
        row.n.replace("\u00a0", ""),
        row.few,
        row.target,
        row.baseline,
        row.better,
        trend,
        row.score,
    )
    backing = (row.source, row.strength, row.grade, " ".join(row.evidence), " ".join(row.used_by))
    return (*head, *figures, *backing, yes_no(row.illustrative), series, "", units)


def visits(report: Report) -> Sheet:
    """Visits and contact reviews, those that count and those that do not."""
    rows = [row for one in (*report.visits, *report.reviews) for row in _checklist(one)]
    return Sheet(title="Visits", columns=columns(VISITS), rows=tuple(rows))


def _checklist(one: Checklist) -> Iterator[Row]:
    for visit in one.visits:
        yield _visit(one, visit)
    for fact in one.left_out:
        yield (one.title, fact.label, "no", "", "", "", None, None, "", fact.text, "", "")


def _visit(one: Checklist, visit: VisitRow) -> Row:
    stages = words(
        f"{s.title}: {printed(v) or 'not observed'}" for s, v in zip(one.sections, visit.sections, strict=True)
    )
    failed = " ".join(visit.failed_critical)
    head = (one.title, visit.id, "yes", visit.place, visit.when, visit.scenario)
    return (*head, visit.raw, visit.final, failed, visit.note, stages, yes_no(visit.illustrative))


SCORECARD: Mapping[str, int] = MappingProxyType(
    {"Level": 13, "Id": 14, "Title": 34, "State": 14, "Score": 9, "Score as printed": 9, "Before caps": 9}
    | {"Previous": 9, "Change": 9, "Weight": 9, "Coverage, %": 10, "Verified, %": 10, "Not applicable, %": 11}
    | {"Criteria": 9}
)
METRICS: Mapping[str, int] = MappingProxyType(
    {"Perspective": 18, "Id": 18, "Metric": 30, "Formula": 14, "Unit": 12, "Period": 11, "Value": 11}
    | {"Value as printed": 14, "95 % from": 10, "95 % to": 10, "Observations": 12, "Caution": 30, "Target": 10}
    | {"Baseline": 10, "Better": 9, "Trend": 34, "Score": 9, "Benchmark": 40, "Strength": 9, "Evidence grade": 9}
    | {"Evidence": 16, "Used by": 16, "Illustrative": 11, "Series": 24, "Why there is no value": 40, "By unit": 24}
)
VISITS: Mapping[str, int] = MappingProxyType(
    {"Checklist": 26, "Record": 10, "Counts": 8, "Place": 22, "When": 18, "Scenario": 44, "Before caps": 10}
    | {"Score": 10, "Failed critical items": 14, "Note": 44, "Stages": 34, "Illustrative": 11}
)
WIDE: Mapping[str, int] = MappingProxyType(
    {"title": 34, "perspective": 16, "theme": 22, "evidence": 16, "caps": 40, "reason": 34, "conformity": 15}
)
"""Widths of the criteria's columns; the rest have the usual one."""
