"""From a value to a credited score: whose points count, what evidence may be credited, what a cap holds down."""

from fractions import Fraction
from typing import Any

import pytest

from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.generated import compile_scoring, vector_of
from bsc_audit.core.scoring.indicators import describe
from bsc_audit.core.scoring.model import ScoredIndicator
from bsc_audit.core.vocabulary import Grade, State
from small_rulesets import all_measured, measured, score, small

GRADES = "evidence_grades: {A: {at: 100, title: Seen}, C: {at: 60, title: Told twice, says: Up to 60.}, D: {at: 20, title: Said}, none: {at: 0, title: Nothing}}\n"


def one(score_as: str, more: str = "") -> Ruleset:
    return small(
        "groups: [{id: overall, title: Overall, kind: overall}]\n"
        f"criteria: [{{id: c, title: C, in: overall, weight: 1, score: {{kind: mean, unit: min, {score_as}}}}}]\n"
        + more
    )


def scored(ruleset: Ruleset, value: object, **more: Any) -> ScoredIndicator:
    """The indicator as the interpreter scores it, after the generated code was seen to agree."""
    values = all_measured(ruleset, {"c": measured("c", value, **more)})  # type: ignore[arg-type]
    found = score(ruleset, **values)
    compiled = compile_scoring(ruleset)
    fast = compiled.score(vector_of(compiled, values, {})).nodes[1]
    exact = found.nodes["c"].score
    assert fast != fast if exact is None else fast == pytest.approx(float(exact), abs=1e-9)
    return found.indicators["c"]


@pytest.mark.parametrize(
    ("how", "value", "expected"),
    [
        ("better: lower, points: {10: 100, 28: 75, 60: 50, 120: 0}", 45, 61.71875),
        ("better: lower, points: {10: 100, 28: 75, 60: 50, 120: 0}", 90, 25),
        ("better: lower, points: {10: 100, 28: 75, 60: 50, 120: 0}", 5, 100),
        ("better: lower, points: {10: 100, 28: 75, 60: 50, 120: 0}", 500, 0),
        ("better: band, target_band: [60, 75, 85, 95]", 83, 100),
        ("better: band, target_band: [60, 75, 85, 95]", 70, Fraction(200, 3)),
        ("better: band, target_band: [60, 75, 85, 95]", 90, 50),
        ("better: band, target_band: [60, 75, 85, 95]", 97, 0),
        ("better: band, target_band: [75, 75, 85, 85]", 74, 0),
        ("better: lower, bands: [{up_to: 3, score: 100}, {up_to: 10, score: 50}, {score: 0}]", 3, 100),
        ("better: lower, bands: [{up_to: 3, score: 100}, {up_to: 10, score: 50}, {score: 0}]", 3.5, 50),
        ("better: lower, bands: [{up_to: 3, score: 100}, {up_to: 10, score: 50}, {score: 0}]", 11, 0),
        ("better: higher, goal_red_flag: {goal: 90, red_flag: 60}", 70, Fraction(100, 3)),
        ("better: higher, as_points: true", 250, 250),
    ],
)  # fmt: skip
def test_a_value_is_read_on_the_declared_scale(how: str, value: float, expected: float) -> None:
    assert scored(one(how), value).score == pytest.approx(
        Fraction(str(expected)) if isinstance(expected, float) else expected
    )


@pytest.mark.parametrize(
    ("baseline", "target", "value", "expected"),
    [
        (70, 80, 75, 75),
        (70, 80, "72.5", "62.5"),
        (70, 80, 65, 25),
        (70, 80, 200, 100),
        (70, 80, 0, 0),
    ],
)
def test_the_organisations_own_target_and_baseline_come_first(
    baseline: int, target: int, value: str, expected: str
) -> None:
    ruleset = one("better: higher, points: {0: 0, 1000: 100}")
    found = scored(ruleset, Fraction(value), baseline=Fraction(baseline), target=Fraction(target))
    assert found.score == Fraction(expected)
    assert found.method.startswith("own target")


def test_an_aim_below_the_baseline_is_one_only_where_less_is_better() -> None:
    aims = {"baseline": Fraction(30), "target": Fraction(10)}
    assert scored(one("better: lower, points: {0: 100, 1000: 0}"), 20, **aims).score == 75
    assert scored(one("better: higher, points: {0: 0, 1000: 100}"), 20, **aims).score == 2


def test_a_metric_without_points_is_scored_only_against_the_organisations_own_aims() -> None:
    ruleset = one("better: higher")
    plain = scored(ruleset, 75)
    assert (plain.score, plain.method) == (
        None,
        "not scored: no points, and no target and baseline of the organisation",
    )
    assert score(ruleset, c=75).nodes["c"].state is State.NOT_ASSESSED
    assert scored(ruleset, 75, baseline=Fraction(70), target=Fraction(80)).score == 75


def test_a_declared_band_is_not_replaced_by_a_target_and_equal_aims_are_no_aims() -> None:
    band = one("better: band, target_band: [60, 75, 85, 95]")
    assert scored(band, 90, baseline=Fraction(0), target=Fraction(100)).score == 50
    assert scored(one("better: higher"), 75, baseline=Fraction(80), target=Fraction(80)).score is None


@pytest.mark.parametrize(
    ("grade", "value", "raw", "credited", "why"),
    [
        (Grade.A, 90, 90, 90, []),
        (Grade.B, 90, 90, 90, []),  # declares no cap
        (Grade.C, 90, 90, 60, ["Up to 60."]),
        (Grade.C, 50, 50, 50, []),
        (Grade.D, 90, 90, 20, ["Said"]),
        (Grade.NONE, 90, 90, 0, ["Nothing"]),
    ],
)
def test_evidence_holds_down_what_is_credited_and_all_three_are_kept(
    grade: Grade, value: int, raw: int, credited: int, why: list[str]
) -> None:
    found = scored(one("better: higher, linear: {zero: 0, full: 100}", GRADES), value, grade=grade)
    assert (found.raw, found.score, [cap.says for cap in found.caps]) == (raw, credited, why)


def test_points_of_a_scheme_are_not_held_down_by_evidence() -> None:
    assert scored(one("better: higher, as_points: true", GRADES), 250, grade=Grade.NONE).score == 250


def test_a_cap_of_an_indicator_may_ask_how_many_stand_behind_it() -> None:
    ruleset = one("better: higher, linear: {zero: 0, full: 100}, caps: [{when: n.c < 30, at: 70, says: Too few.}]")
    assert scored(ruleset, 90, n=12).score == 70
    assert scored(ruleset, 90, n=30).score == 90
    assert scored(ruleset, 90).score == 90  # nobody knows how many: nothing is held down


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("better: higher, linear: {zero: 10, full: 30}", "straight from 0 at 10 to 100 at 30"),
        ("better: higher, points: {1: 0, 2: 100}", "points 1: 0, 2: 100"),
        ("better: lower, bands: [{up_to: 3, score: 100}, {score: 0}]", "bands up to 3: 100, above: 0"),
        ("better: band, target_band: [1, 2, 3, 4]", "best between 2 and 3, 0 at 1 and 4"),
        ("better: higher, goal_red_flag: {goal: 9, red_flag: 6}", "100 from the goal 9, 0 from the red flag 6"),
        ("better: higher, as_points: true", "own points"),
    ],
)
def test_the_method_says_its_numbers(how: str, words: str) -> None:
    assert scored(one(how), 2).method == words


def test_a_normaliser_from_elsewhere_is_named_by_its_class() -> None:
    class Curve:
        def score(self, value: Fraction) -> Fraction:
            return value

        def problems(self) -> tuple[str, ...]:
            return ()

    assert describe(Curve()) == "Curve"
