"""Derived values: over records, over a series, from other values; each with its n, or with why it is missing."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bsc_audit.core.questionnaire.record import ItemAnswer, Record
from bsc_audit.core.scoring.derived import derive_values
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.measure import measure_all
from bsc_audit.core.scoring.model import DerivedValue
from questionnaire_builders import form_of
from small_rulesets import evidence, measured, observation, small

FORM = form_of(
    "{id: greet, asks: Greeted?, type: yes_no, weight: 1}\n"
    "{id: solve, asks: Solved?, type: yes_no, weight: 3, flag: moment_of_truth}\n"
    "{id: thank, asks: Thanked?, type: yes_no, weight: 0, flag: moment_of_truth}\n"
    "{id: wait, asks: Minutes?, type: number, unit: min, not_applicable: allowed}"
)
RULESET = small(
    """
groups: [{id: overall, title: Overall, kind: overall}]
indicators:
  rate: {kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}, tolerance: {absolute: 2}}
criteria: [{id: K, title: K, in: overall, weight: 1, score: rate}]
derived:
  unsolved: {title: T, function: share, of: f, item: solve, is: "no", unit: "%"}
  long_waits: {title: T, function: count_if, of: f, item: wait, is: 10}
  north: {title: T, function: mean, of: f, where: {site: north}}
  greeted: {title: T, function: mean, of: f, item: greet}
  weakest: {title: T, function: minimum, of: f}
  best: {title: T, function: maximum, of: f}
  sites: {title: T, function: spread, of: f, by: site}
  truths: {title: T, function: minimum, of: f, flag: moment_of_truth}
  enough: {title: T, function: mean, of: f, minimum_n: 5}
  recent: {title: T, function: mean, of: rate, periods: 2, unit: "%"}
  long_run: {title: T, function: minimum, of: rate, periods: 9, unit: "%"}
  moves: {title: T, function: movement, of: rate, periods: 3}
  units: {title: T, function: spread, of: rate, by: unit, unit: "%"}
  half: {title: T, expression: rate / 2, unit: "%"}
  quarter: {title: T, expression: half / 2, unit: "%"}
  shaky: {title: T, expression: margin.rate * 2, unit: "%"}
""",
    questionnaires={"f": FORM},
)


def derived(**given: Any) -> dict[str, DerivedValue]:
    case = evidence(**given)
    return dict(derive_values(RULESET, case, measure_all(RULESET, case)))


def visit(name: str, greet: str, solve: str, thank: str, wait: int | None, **more: Any) -> Record:
    given = {
        "greet": ItemAnswer(value=greet),
        "solve": ItemAnswer(value=solve),
        "thank": ItemAnswer(value=thank),
        "wait": ItemAnswer(value=None, not_applicable=True) if wait is None else ItemAnswer(value=Fraction(wait)),
    }
    return Record(id=name, questionnaire="f", when=date(2026, 3, 1), answers=given, **more)


VISITS = (
    visit("V1", "yes", "yes", "yes", 10, site="north"),
    visit("V2", "no", "yes", "no", 4, site="north"),
    visit("V3", "yes", "no", "no", None, site="south"),
    visit("V4", "yes", "yes", "yes", 10, site="south", status="excluded"),
)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("unsolved", Fraction(100, 3), 3),
        ("long_waits", 1, 2),
        ("north", Fraction(175, 2), 2),
        ("greeted", Fraction(200, 3), 3),
        ("weakest", 25, 3),
        ("best", 100, 3),
        ("sites", Fraction(125, 2), 3),
        ("truths", Fraction(100, 3), 6),
    ],
)
def test_over_accepted_visits(name: str, value: Fraction, n: int) -> None:
    found = derived(records=VISITS)[name]
    assert (found.value, found.n, found.reason) == (value, n, "")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unsolved", "no accepted record answers it"),
        ("recent", "fewer than 2 periods"),
        ("half", "a value it uses is missing"),
    ],
)
def test_without_anything_to_go_by_a_value_is_missing_with_its_reason(name: str, reason: str) -> None:
    assert (derived()[name].value, derived()[name].reason) == (None, reason)


def test_too_few_observations_are_no_value() -> None:
    found = derived(records=VISITS)["enough"]
    assert (found.value, found.n, found.reason) == (None, 3, "fewer than 5 observations")


def test_one_site_has_no_spread() -> None:
    assert derived(records=VISITS[:2])["sites"].reason == "fewer than two groups"


SERIES = tuple(
    observation("rate", period, numerator=part, denominator=100)
    for period, part in (("2026-01", 70), ("2026-02", 80), ("2026-03", 90))
)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [("recent", 85, 2), ("moves", "rising", 3), ("half", 45, 100), ("quarter", Fraction(45, 2), 100)],
)
def test_over_a_series_and_other_values(name: str, value: Any, n: int) -> None:
    found = derived(observations=SERIES)[name]
    assert (found.value, found.n) == (value, n)


def test_a_window_longer_than_the_series_has_no_value() -> None:
    found = derived(observations=SERIES)["long_run"]
    assert (found.value, found.n, found.reason) == (None, 3, "fewer than 9 periods")


def test_the_spread_over_units_needs_two_of_them() -> None:
    assert derived(observations=SERIES)["units"].reason == "fewer than two units"
    by_unit = tuple(
        observation("rate", "2026-01", unit=unit, numerator=part, denominator=100)
        for unit, part in (("a", 60), ("b", 85))
    )
    assert derived(observations=by_unit)["units"].value == 25


def test_an_expression_over_a_margin_is_as_inexact_as_the_margin() -> None:
    found = derived(observations=SERIES)["shaky"]
    assert float(found.value or 0) == pytest.approx(2 * 1.96 * 3, rel=0.02)  # type: ignore[arg-type]


def test_conditions_see_the_value_and_the_number_of_a_derived_value() -> None:
    values = Values(
        measured={"rate": measured("rate", 80, n=7)},
        derived={"half": DerivedValue(id="half", value=Fraction(40), unit="%", n=7)},
        indicators={},
        nodes={},
        facts={"score.rate": Fraction(1)},
    )
    assert values.value(("value", "half")) == 40
    assert values.value(("n", "half")) == 7
    assert values.value(("trend", "half")) is None
    assert values.value(("score", "rate")) == 1  # what a case states comes first
    assert values.value(("coverage", "nowhere")) is None
