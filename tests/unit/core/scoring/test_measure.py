"""From evidence to values: answers, sets, facets, series and records; a value, or the reason why there is none."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bsc_audit.core.evidence.model import ScorecardEntry
from bsc_audit.core.questionnaire.record import ItemAnswer, Record
from bsc_audit.core.scoring.measure import lowest, measure_all
from bsc_audit.core.scoring.model import Measured
from bsc_audit.core.vocabulary import Direction, Grade, State, Trend
from questionnaire_builders import form_of
from small_rulesets import answer, evidence, observation, small

FORM = form_of(
    "{id: greet, asks: Greeted?, type: yes_no, weight: 1}\n{id: solve, asks: Solved?, type: yes_no, weight: 3}"
)
RULESET = small(
    """
groups: [{id: overall, title: Overall, kind: overall}]
indicators:
  level: {kind: rubric, levels: {0: a, 5: b}}
  facets: {kind: three_facet, facets: {plan: 0.25, practice: 0.35, proof: 0.40}}
  asked: {kind: yes_no_set, questions: [{id: a, asks: "?", weight: 1}, {id: b, asks: "?", weight: 2}, {id: c, asks: "?", weight: 3}]}
  rate: {kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}, tolerance: {absolute: 2}}
  pooled_rate: {kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}, take: pooled}
  middle: {kind: percentile, unit: h, better: lower, points: {0: 100, 48: 0}, take: pooled, parameters: {p: 50}}
  load: {kind: ratio, unit: "%", better: band, target_band: [60, 75, 85, 95], tolerance: {absolute: 2}}
  loose: {kind: ratio, unit: "%", better: band}
  visit: {kind: checklist, questionnaire: f}
  review: {kind: contact_review, questionnaire: f}
criteria:
- {id: K, title: K, in: overall, weight: 1, indicators: [{use: level}, {use: facets}, {use: asked}, {use: rate}, {use: visit}]}
""",
    questionnaires={"f": FORM},
)


def measured(name: str, **given: Any) -> Measured:
    return measure_all(RULESET, evidence(**given))[name]


def visit(name: str, greet: str, solve: str | None, **more: Any) -> Record:
    given = {"greet": ItemAnswer(value=greet), "solve": ItemAnswer(value=solve)}
    return Record(id=name, questionnaire="f", when=date(2026, 3, 1), answers=given, **{"grade": Grade.A, **more})


def test_without_evidence_every_indicator_says_what_is_missing() -> None:
    reasons = {one.reason for one in measure_all(RULESET, evidence()).values()}
    assert reasons == {"not answered", "not measured", "no accepted record"}


def test_what_does_not_apply_keeps_its_reason() -> None:
    found = measured(
        "rate", answers={"rate": answer("no such service")}, observations=(observation("rate", "2026-01", value=80),)
    )
    assert (found.state, found.value, found.reason) == (State.NOT_APPLICABLE, None, "no such service")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("level", 3.5, Fraction(7, 2)),
        ("facets", {"plan": Fraction(8), "practice": Fraction(6), "proof": Fraction(5)}, Fraction("6.1")),
        ("facets", {"plan": Fraction(8), "practice": Fraction(6)}, None),
        ("facets", Fraction(5), None),
        ("asked", {"a": "yes", "b": "partly", "c": "no"}, Fraction(100, 3)),
        ("asked", {"a": "yes", "b": "not_applicable", "c": "no"}, 25),
        ("asked", {"a": "yes", "b": "yes"}, None),
        ("asked", {"a": "not_applicable", "b": "not_applicable", "c": "not_applicable"}, None),
        ("asked", Fraction(1), None),
    ],
)
def test_an_answer_counts_when_it_is_whole(name: str, given: Any, expected: Fraction | None) -> None:
    found = measured(name, answers={name: answer(given)})
    assert (found.value, found.grade) == (expected, Grade.A if expected is not None else Grade.NONE)
    assert found.reason == ("" if expected is not None else "answered in part only")


def test_units_of_a_period_are_added_up_and_the_whole_organisations_row_outranks_them() -> None:
    units = (
        observation("rate", "2026-01", unit="north", numerator=800, denominator=1000, grade=Grade.A),
        observation("rate", "2026-01", unit="south", numerator=150, denominator=250, grade=Grade.C),
    )
    found = measured("rate", observations=units)
    assert (found.value, found.n, found.grade) == (76, 1250, Grade.C)
    assert found.units == {"north": 80, "south": 60}
    whole = (*units, observation("rate", "2026-01", value=77))
    assert measured("rate", observations=whole).value == 77


def test_the_latest_period_with_a_value_counts_or_all_of_the_assessment_period_together() -> None:
    def months(metric: str) -> tuple[Any, ...]:
        return (
            observation(metric, "2025-12", numerator=0, denominator=100),
            observation(metric, "2026-01", numerator=50, denominator=100),
            observation(metric, "2026-02", numerator=270, denominator=300),
            observation(metric, "2026-03", numerator=0, denominator=0),
        )

    latest, pooled = (
        measured("rate", observations=months("rate")),
        measured("pooled_rate", observations=months("pooled_rate")),
    )
    assert (latest.value, str(latest.period)) == (90, "2026-02")
    assert (pooled.value, str(pooled.period)) == (80, "2026-H1")
    assert [point.value for point in latest.series] == [0, 50, 90]


def test_percentiles_are_never_averaged_over_periods_or_units() -> None:
    by_period = tuple(observation("middle", f"2026-0{n}", value=n) for n in (1, 2))
    assert measured("middle", observations=by_period).value == 2
    by_unit = tuple(observation("middle", "2026-01", unit=unit, value=3) for unit in ("north", "south"))
    found = measured("middle", observations=by_unit)
    assert (found.value, found.reason) == (None, "measured by unit, but the units cannot be pooled")


def test_nothing_counted_is_no_value() -> None:
    found = measured("rate", observations=(observation("rate", "2026-01", numerator=0, denominator=0),))
    assert (found.value, found.reason) == (None, "nothing was counted, so there is no value")


def test_target_baseline_and_trend_come_from_the_organisations_own_scorecard() -> None:
    series = tuple(observation("rate", f"2026-0{n}", value=value) for n, value in enumerate((70, 71, 72, 80), 1))
    plain = measured("rate", observations=series)
    own = measured(
        "rate", observations=series, scorecard={"rate": ScorecardEntry(target=Fraction(90), baseline=Fraction(85))}
    )
    assert plain.trend is not None
    assert own.trend is not None
    assert (plain.trend.kind, plain.trend.change) == (Trend.IMPROVING, 9)
    assert (own.trend.kind, own.trend.change, own.target) == (Trend.WORSENING, -5, 90)


def test_what_is_best_in_a_band_improves_when_its_score_rises() -> None:
    series = tuple(observation("load", f"2026-0{n}", value=value) for n, value in enumerate((95, 94, 93, 84), 1))
    found = measured("load", observations=series).trend
    assert RULESET.indicators["load"].better is Direction.BAND
    assert found is not None
    assert found.kind is Trend.IMPROVING
    loose = tuple(observation("loose", f"2026-0{n}", value=90 - n) for n in (1, 2))
    assert measured("loose", observations=loose).trend is None


def test_only_accepted_visits_count_and_they_are_the_sample() -> None:
    records = (
        visit("V1", "yes", "yes", site="north", evidence=("E2",)),
        visit("V2", "no", "yes", site="south", evidence=("E1",), grade=Grade.B),
        visit("V3", "no", "no", status="excluded"),
        visit("V4", "yes", None),
    )
    found = measured("visit", records=records)
    assert (found.value, found.n, found.evidence) == (Fraction(175, 2), 2, ("E1", "E2"))
    assert found.units == {"north": 100, "south": 75}
    assert found.interval is not None
    assert found.interval.high == 100
    single = measured("visit", records=records[:1])
    assert (single.value, single.interval, single.standard_error) == (100, None, None)
    assert measured("visit", records=records[3:]).reason == "no scored record"


def test_a_review_chosen_for_a_reason_is_looked_at_but_never_averaged() -> None:
    records = (visit("R1", "yes", "yes", reason="random"), visit("R2", "no", "no", reason="complaint"))
    assert (measured("review", records=records).value, measured("review", records=records).n) == (100, 1)


def test_the_weakest_grade_is_that_of_the_whole() -> None:
    assert lowest([Grade.A, Grade.C, Grade.B]) is Grade.C
    assert lowest([]) is Grade.NONE
