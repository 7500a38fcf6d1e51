from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.methods.normalise import (
    NORMALISERS,
    Bands,
    GoalRedFlag,
    Linear,
    Normaliser,
    Piecewise,
    TargetAgainstBaseline,
    TargetBand,
)


def points(values: Sequence[float], scores: Sequence[float] = (0, 50, 75, 100)) -> Piecewise:
    return Piecewise(points=tuple(zip(map(Fraction, values), map(Fraction, scores), strict=True)))


def bands(*rows: tuple[float | None, float | None, float], upper: bool = True) -> Bands:
    exact = tuple(
        (low if low is None else Fraction(low), high if high is None else Fraction(high), Fraction(score))
        for low, high, score in rows
    )
    return Bands(bands=exact, upper_belongs=upper)


WAIT = bands((None, 3, 100), (3, 5, 75), (5, 10, 50), (10, None, 0))
OCCUPANCY = TargetBand(limits=(Fraction(60), Fraction(75), Fraction(85), Fraction(95)))
ONE_OF_EACH: dict[str, Normaliser] = {
    "points": points((120, 60, 28, 10)),
    "linear": Linear(zero_at=Fraction(-3), full_at=Fraction("7.5")),
    "bands": WAIT,
    "target_band": OCCUPANCY,
    "target_against_baseline": TargetAgainstBaseline(baseline=Fraction(30), target=Fraction(10)),
    "goal_red_flag": GoalRedFlag(goal=Fraction(5), red_flag=Fraction(15)),
}
MONOTONE = sorted(set(ONE_OF_EACH) - {"target_band"})
numbers = st.fractions(-200, 200, max_denominator=1000)


def test_every_normaliser_has_an_example_here() -> None:
    assert {name: type(one) for name, one in ONE_OF_EACH.items()} == NORMALISERS


@pytest.mark.parametrize("name", NORMALISERS)
def test_a_sound_normaliser_has_no_problem(name: str) -> None:
    assert ONE_OF_EACH[name].problems() == ()


@given(st.sampled_from(sorted(NORMALISERS)), numbers)
def test_every_score_lies_in_0_to_100_and_floats_agree_with_fractions(name: str, value: Fraction) -> None:
    score = ONE_OF_EACH[name].score(value)
    assert isinstance(score, Fraction)
    assert 0 <= score <= 100
    rounded = Fraction(float(value))  # the number the float really is, so that a step is not crossed
    assert ONE_OF_EACH[name].score(float(value)) == pytest.approx(float(ONE_OF_EACH[name].score(rounded)), abs=1e-9)


@given(st.sampled_from(sorted(NORMALISERS)), numbers)
def test_a_float_is_scored_as_a_float(name: str, value: Fraction) -> None:
    assert type(ONE_OF_EACH[name].score(float(value))) is float


@given(st.sampled_from(MONOTONE), numbers, numbers)
def test_a_better_value_never_scores_less(name: str, one: Fraction, other: Fraction) -> None:
    rises = name == "linear"
    low, high = sorted((one, other), reverse=not rises)
    assert ONE_OF_EACH[name].score(low) <= ONE_OF_EACH[name].score(high)


@pytest.mark.parametrize(("value", "score"), [(55, 0), (65, 50), (70, 75), (80, 100), (54, 0), (99, 100)])
def test_a_value_on_a_point_gets_exactly_its_score(value: int, score: int) -> None:
    scale = points((55, 65, 70, 80))
    assert scale.score(Fraction(value)) == score
    assert scale.score(float(value)) == float(score)


@pytest.mark.parametrize(("minutes", "score"), [(3, 100), (3.01, 75), (5, 75), (10, 50), (10.5, 0), (-1, 100)])
def test_a_value_on_a_border_belongs_to_the_band_that_says_up_to(minutes: float, score: int) -> None:
    assert WAIT.score(Fraction(minutes)) == score


def test_a_value_on_a_border_can_belong_to_the_upper_band() -> None:
    marks = bands((None, 50, 0), (50, None, 100), upper=False)
    assert [marks.score(Fraction(mark)) for mark in (49, 50, 51)] == [0, 100, 100]


@pytest.mark.parametrize(
    ("value", "score"), [(60, 0), (Fraction(135, 2), 50), (75, 100), (85, 100), (90, 50), (95, 0), (96, 0)]
)
def test_a_target_band_is_full_inside_and_falls_on_both_sides(value: Fraction, score: int) -> None:
    assert OCCUPANCY.score(Fraction(value)) == score


def test_beyond_its_ends_a_band_goes_on() -> None:
    closed = bands((0, 10, 20), (10, 20, 80))
    assert [closed.score(Fraction(value)) for value in (-5, 5, 15, 99)] == [20, 20, 80, 80]


def test_a_target_band_may_end_in_a_step() -> None:
    steep = TargetBand(limits=(Fraction(1), Fraction(1), Fraction(2), Fraction(2)))
    assert steep.problems() == ()
    assert [steep.score(Fraction(v)) for v in ("0.9", "1", "2", "2.1")] == [0, 100, 100, 0]


@pytest.mark.parametrize(
    ("normaliser", "complaint"),
    [
        (points((1, 2, 2, 4)), "neither rise nor fall"),
        (points((1, 3, 2, 4)), "neither rise nor fall"),
        (points((1, 2, 3, 4), (0, 60, 50, 100)), "up and down"),
        (points((1, 2, 3, 4), (0, 50, 75, 120)), "leave 0..100"),
        (points((1,), (0,)), "at least two"),
        (bands((None, 3, 100), (4, None, 0)), "no band holds the values between 3 and 4"),
        (bands((None, 5, 100), (3, None, 0)), "two bands hold the values between 3 and 5"),
        (bands((None, None, 100), (3, None, 0)), "without an end"),
        (bands((0, 0, 100), (0, None, 0)), "holds no value"),
        (bands((None, None, 101)), "leave 0..100"),
        (Bands(bands=()), "no band"),
        (Linear(zero_at=Fraction(5), full_at=Fraction(5)), "both lie at 5"),
        (TargetBand(limits=(Fraction(1), Fraction(3), Fraction(2), Fraction(4))), "fall"),
        (TargetAgainstBaseline(baseline=Fraction(7), target=Fraction(7)), "both 7"),
        (GoalRedFlag(goal=Fraction(7), red_flag=Fraction(7)), "both 7"),
    ],
)
def test_a_normaliser_says_what_is_wrong_with_it(normaliser: Normaliser, complaint: str) -> None:
    (message,) = normaliser.problems()
    assert complaint in message
