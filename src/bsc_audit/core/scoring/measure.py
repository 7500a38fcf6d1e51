"""From evidence to measured values: every indicator gets a value, or the reason why it has none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import sqrt
from types import MappingProxyType

from bsc_audit.core.catalogue import CATALOGUE
from bsc_audit.core.evidence.model import Answer, Evidence, Observation
from bsc_audit.core.methods.intervals import mean_interval, mean_standard_error
from bsc_audit.core.metrics.kind import Measurement, MetricKind
from bsc_audit.core.quantities import Interval
from bsc_audit.core.questionnaire.record import Record, RecordScore
from bsc_audit.core.questionnaire.score import score_record
from bsc_audit.core.ruleset.model import Indicator, Ruleset
from bsc_audit.core.said import say
from bsc_audit.core.scoring.before import Before
from bsc_audit.core.scoring.model import Measured
from bsc_audit.core.scoring.series import PeriodResult, by_period, moved_of, pooled, series_points, trend_of, variant_of
from bsc_audit.core.vocabulary import Grade, State

RANDOM = "random"  # the sampling reason that lets a review estimate quality
ACCEPTED = "accepted"
SET_WORDS: Mapping[str, Fraction] = MappingProxyType({"yes": Fraction(1), "partly": Fraction(1, 2), "no": Fraction(0)})
NOT_APPLICABLE = "not_applicable"
_ORDER = (Grade.A, Grade.B, Grade.C, Grade.D, Grade.NONE)


def measure_all(ruleset: Ruleset, evidence: Evidence, before: Before | None = None) -> Mapping[str, Measured]:
    """Every indicator of the ruleset, measured; as before where nothing it rests on has changed."""
    return {
        indicator.id: (before and before.measured(indicator, evidence)) or measure(ruleset, indicator, evidence)
        for indicator in ruleset.indicators.values()
    }


def measure(ruleset: Ruleset, indicator: Indicator, evidence: Evidence) -> Measured:
    """One indicator, from whatever kind of evidence it rests on."""
    answer = evidence.answers.get(indicator.id)
    if answer is not None and answer.not_applicable:
        return _nothing(indicator, State.NOT_APPLICABLE, answer.not_applicable)
    if indicator.questionnaires:
        return _from_records(ruleset, indicator, evidence)
    if indicator.kind in CATALOGUE.metric_kinds:
        return _from_series(indicator, CATALOGUE.metric_kinds[indicator.kind], evidence)
    return _from_answer(indicator, answer) if answer else _nothing(indicator, State.NOT_ASSESSED, say("not answered"))


def _nothing(indicator: Indicator, state: State, reason: str) -> Measured:
    return Measured(
        indicator=indicator.id, state=state, value=None, unit=indicator.unit, variant=indicator.variant, reason=reason
    )


def lowest(grades: Iterable[Grade]) -> Grade:
    """The weakest of several grades: a value is as well supported as its weakest part."""
    return max(grades, key=_ORDER.index, default=Grade.NONE)


# Answers ------------------------------------------------------------------------------------------------


def _from_answer(indicator: Indicator, answer: Answer) -> Measured:
    value = ANSWER_VALUES[indicator.kind](indicator, answer)
    if value is None:
        return _nothing(indicator, State.NOT_ASSESSED, say("answered in part only"))
    return Measured(
        indicator=indicator.id,
        state=State.ASSESSED,
        value=value,
        unit=indicator.unit,
        variant=indicator.variant,
        grade=answer.grade,
        evidence=answer.evidence,
        illustrative=answer.illustrative,
    )


def _single(_indicator: Indicator, answer: Answer) -> Fraction | None:
    return answer.value if isinstance(answer.value, Fraction) else None


def _facets(indicator: Indicator, answer: Answer) -> Fraction | None:
    """Plan, practice and proof, weighted: 0..10; None unless all three are answered."""
    given = answer.value if isinstance(answer.value, Mapping) else {}
    parts = [(weight, given.get(name)) for name, weight in indicator.facets.items()]
    known = [(weight, value) for weight, value in parts if isinstance(value, Fraction)]
    return sum((weight * value for weight, value in known), Fraction(0)) if len(known) == len(parts) else None


def _set(indicator: Indicator, answer: Answer) -> Fraction | None:
    """Percent of the applicable weight answered yes; partly counts half; None while a question is open."""
    given = answer.value if isinstance(answer.value, Mapping) else {}
    answered = [(item.weight, given.get(item.id)) for item in indicator.items]
    if any(word is None for _, word in answered):
        return None
    counted = [(weight, SET_WORDS[str(word)]) for weight, word in answered if word != NOT_APPLICABLE]
    total = sum((weight for weight, _ in counted), Fraction(0))
    return 100 * sum((weight * share for weight, share in counted), Fraction(0)) / total if total else None


# Visits and reviews -------------------------------------------------------------------------------------


def records_of(indicator: Indicator, evidence: Evidence) -> tuple[Record, ...]:
    """Accepted records that estimate this indicator; reviews chosen for a reason are looked at, never averaged."""
    return tuple(
        record
        for record in evidence.records
        if record.questionnaire in indicator.questionnaires
        and record.status == ACCEPTED
        and (indicator.kind != "contact_review" or record.reason == RANDOM)
    )


def _from_records(ruleset: Ruleset, indicator: Indicator, evidence: Evidence) -> Measured:
    records = records_of(indicator, evidence)
    scores = tuple(score_record(ruleset.questionnaires[record.questionnaire], record) for record in records)
    finals = [score.final for score in scores if score.final is not None]
    if not finals:
        reason = say("no scored record") if records else say("no accepted record")
        return _nothing(indicator, State.NOT_ASSESSED, reason)
    mean = sum(finals, Fraction(0)) / len(finals)
    standard_error, interval = _spread(mean, finals)
    return Measured(
        indicator=indicator.id,
        state=State.ASSESSED,
        value=mean,
        unit=indicator.unit,
        n=len(finals),
        standard_error=standard_error,
        interval=interval,
        variant=indicator.variant,
        period=evidence.engagement.period,
        grade=lowest(record.grade for record in records),
        evidence=tuple(sorted({name for record in records for name in record.evidence})),
        records=scores,
        units=_unit_means(records, scores),
        illustrative=any(record.illustrative for record in records),
    )


def _spread(mean: Fraction, finals: Sequence[Fraction]) -> tuple[float | None, Interval | None]:
    """Standard error and interval over records: visits are the sample, their items are not."""
    if len(finals) < 2:
        return None, None
    variance = sum((value - mean) ** 2 for value in finals) / (len(finals) - 1)
    error = mean_standard_error(sqrt(variance), len(finals))
    interval = mean_interval(mean, error, len(finals)) if error is not None else None
    clipped = Interval(max(0.0, interval.low), min(100.0, interval.high)) if interval else None
    return error, clipped


def _unit_means(records: Sequence[Record], scores: Sequence[RecordScore]) -> Mapping[str, Fraction]:
    finals: dict[str, list[Fraction]] = {}
    for record, score in zip(records, scores, strict=True):
        if score.final is not None:
            finals.setdefault(record.site or record.team or record.channel, []).append(score.final)
    return {unit: sum(values, Fraction(0)) / len(values) for unit, values in sorted(finals.items())}


# Metrics ------------------------------------------------------------------------------------------------


def _from_series(indicator: Indicator, kind: MetricKind, evidence: Evidence) -> Measured:
    observations = evidence.observations.get(indicator.id, ())
    results = by_period(indicator, kind, observations)
    used = _used(indicator, results, evidence)
    variant = variant_of(indicator, observations)
    measurement = _measurement(indicator, kind, used, variant)
    if measurement is None:
        return _nothing(indicator, State.NOT_ASSESSED, _why_nothing(observations, used))
    entry = evidence.scorecard.get(indicator.id)
    points, baseline = series_points(results), entry.baseline if entry else None
    rows = [observation for observation in observations if observation.period in {r.period for r in used}]
    return Measured(
        indicator=indicator.id,
        state=State.ASSESSED,
        value=measurement.value,
        unit=indicator.unit,
        n=measurement.n,
        interval=measurement.interval,
        standard_error=measurement.standard_error,
        variant=variant,
        period=used[-1].period if len(used) == 1 else evidence.engagement.period,
        series=points,
        trend=trend_of(indicator, points, baseline),
        moved=moved_of(indicator, points, baseline),
        target=entry.target if entry else None,
        baseline=baseline,
        grade=lowest(row.grade for row in rows),
        evidence=tuple(sorted({name for row in rows for name in row.evidence})),
        units=used[-1].units or None,
        details=measurement.details,
        illustrative=any(row.illustrative for row in rows),
    )


def _used(indicator: Indicator, results: Sequence[PeriodResult], evidence: Evidence) -> Sequence[PeriodResult]:
    """The periods the value rests on: the latest with a value, or all inside the assessment period."""
    inside = evidence.engagement.period
    within = [r for r in results if inside.start <= r.period.start and r.period.end <= inside.end]
    if indicator.take == "pooled" and within:
        return within
    known = [result for result in results if result.measurement is not None]
    return (known or list(results))[-1:]


def _measurement(
    indicator: Indicator, kind: MetricKind, used: Sequence[PeriodResult], variant: str
) -> Measurement | None:
    if len(used) <= 1:
        return used[0].measurement if used else None
    parts = [result.inputs for result in used if result.inputs is not None]
    inputs = pooled(kind, parts) if len(parts) == len(used) else None
    if inputs is None:
        return used[-1].measurement
    return kind.measure(inputs, variant, indicator.parameters)


def _why_nothing(observations: Sequence[Observation], used: Sequence[PeriodResult]) -> str:
    if not observations:
        return say("not measured")
    if used and used[-1].inputs is None:
        return say("measured by unit, but the units cannot be pooled")
    return say("nothing was counted, so there is no value")


ANSWER_VALUES: Mapping[str, Callable[[Indicator, Answer], Fraction | None]] = MappingProxyType(
    {
        "rubric": _single,
        "demerits": _single,
        "three_facet": _facets,
        "yes_no_set": _set,
        "document_properties": _set,
    }
)
