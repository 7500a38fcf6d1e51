from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.methods.trend import (
    BY_BASELINE,
    BY_LATEST,
    BY_RANKS,
    Point,
    Tolerance,
    mann_kendall,
    movement,
    theil_sen,
    trend,
)
from bsc_audit.core.quantities import exact
from bsc_audit.core.vocabulary import Direction, Movement, Trend

TWO_POINTS = Tolerance(absolute=Fraction(2))
FIVE_PERCENT = Tolerance(relative=Fraction(5))
values = st.fractions(-100, 100, max_denominator=100)
tolerances = st.sampled_from([TWO_POINTS, FIVE_PERCENT])


def series(*numbers: float, error: float | None = None) -> list[Point]:
    return [Point(exact(number), error) for number in numbers]


def test_fewer_than_two_periods_are_not_evaluated() -> None:
    assert trend(series(70), direction=Direction.HIGHER, tolerance=TWO_POINTS, baseline=Fraction(60)) is None
    assert trend([], direction=Direction.HIGHER, tolerance=TWO_POINTS) is None
    assert movement([Fraction(1)], tolerance=TWO_POINTS) is None
    assert mann_kendall([Fraction(1)]) is None
    assert theil_sen([Fraction(1)]) is None


def test_a_quantity_best_inside_a_band_has_no_better_direction() -> None:
    assert trend(series(70, 90), direction=Direction.BAND, tolerance=TWO_POINTS) is None


@pytest.mark.parametrize(
    ("direction", "latest", "kind", "moved"),
    [
        (Direction.HIGHER, 75, Trend.IMPROVING, Movement.RISING),
        (Direction.HIGHER, 65, Trend.WORSENING, Movement.FALLING),
        (Direction.LOWER, 75, Trend.WORSENING, Movement.RISING),
        (Direction.LOWER, 65, Trend.IMPROVING, Movement.FALLING),
        (Direction.LOWER, 71, Trend.FLAT, Movement.FLAT),
    ],
)
def test_a_movement_is_judged_by_its_direction(
    direction: Direction, latest: float, kind: Trend, moved: Movement
) -> None:
    got = trend(series(70, latest), direction=direction, tolerance=TWO_POINTS)
    assert got is not None
    assert (got.kind, got.movement, got.method) == (kind, moved, BY_LATEST)


def test_the_reference_is_the_mean_of_the_three_periods_before() -> None:
    got = trend(series(10, 75.9, 73.8, 87.6, 71.3), direction=Direction.HIGHER, tolerance=TWO_POINTS)
    assert got is not None
    assert got.reference == Fraction("79.1")
    assert got.change == Fraction("-7.8")


def test_a_baseline_takes_the_place_of_earlier_periods() -> None:
    got = trend(series(50, 72), direction=Direction.HIGHER, tolerance=TWO_POINTS, baseline=Fraction(71))
    assert got is not None
    assert (got.method, got.kind, got.reference) == (BY_BASELINE, Trend.FLAT, 71)


@pytest.mark.parametrize("numbers", [(0.1, 0.2, 0.3, 2.2), (75.9, 73.8, 87.6, 81.1), (4.1, 4.1, 4.1, 2.1)])
def test_a_change_of_exactly_the_tolerance_is_flat_whatever_floats_say(numbers: tuple[float, ...]) -> None:
    got = trend(series(*numbers), direction=Direction.HIGHER, tolerance=TWO_POINTS)
    assert got is not None
    assert abs(got.change) == 2
    assert got.kind is Trend.FLAT


def test_a_relative_tolerance_is_a_share_of_the_reference() -> None:
    for latest, kind in ((105, Trend.FLAT), (105.01, Trend.IMPROVING), (94.99, Trend.WORSENING)):
        got = trend(series(100, latest), direction=Direction.HIGHER, tolerance=FIVE_PERCENT)
        assert got is not None
        assert got.kind is kind


CSAT_78_TO_74 = [  # n before, n after, margin of the change, judged (worked in the domain brief)
    (400, 380, 5.9943, Trend.FLAT),
    (1600, 1600, 2.9563, Trend.WORSENING),
]


@pytest.mark.parametrize(("n", "m", "margin", "kind"), CSAT_78_TO_74)
def test_a_change_within_its_margin_of_error_is_flat(n: int, m: int, margin: float, kind: Trend) -> None:
    before = Point(Fraction(78), 100 * (0.78 * 0.22 / n) ** 0.5)
    after = Point(Fraction(74), 100 * (0.74 * 0.26 / m) ** 0.5)
    got = trend([before, after], direction=Direction.HIGHER, tolerance=TWO_POINTS)
    assert got is not None
    assert got.margin == pytest.approx(margin, abs=5e-4)
    assert got.kind is kind


def test_one_unknown_error_leaves_the_margin_unknown() -> None:
    points = [Point(Fraction(70), 1.0), Point(Fraction(71)), Point(Fraction(80), 1.0)]
    got = trend(points, direction=Direction.HIGHER, tolerance=TWO_POINTS)
    assert got is not None
    assert got.margin is None
    assert got.kind is Trend.IMPROVING


def test_a_baseline_has_no_error_of_its_own() -> None:
    points = [Point(Fraction(60)), Point(Fraction(80), 1.5)]
    got = trend(points, direction=Direction.HIGHER, tolerance=TWO_POINTS, baseline=Fraction(70))
    assert got is not None
    assert got.margin == pytest.approx(1.959964 * 1.5)


@pytest.mark.parametrize(
    ("numbers", "kind", "slope"),
    [((72, 71, 73, 69, 68, 66), Trend.WORSENING, -1), ((72, 71, 73, 72, 71, 72), Trend.FLAT, 0)],
)
def test_six_periods_are_judged_by_rank(numbers: tuple[int, ...], kind: Trend, slope: int) -> None:
    got = trend(series(*numbers), direction=Direction.HIGHER, tolerance=TWO_POINTS)
    assert got is not None
    assert (got.method, got.kind, got.slope) == (BY_RANKS, kind, slope)
    assert got.p == pytest.approx(0.0603 if slope else 1.0, abs=5e-5)


def test_six_equal_periods_are_flat() -> None:
    got = trend(series(5, 5, 5, 5, 5, 5), direction=Direction.LOWER, tolerance=TWO_POINTS)
    assert got is not None
    assert (got.kind, got.p) == (Trend.FLAT, 1.0)


def test_a_tolerance_is_absolute_or_relative() -> None:
    for wrong in ({}, {"absolute": Fraction(1), "relative": Fraction(1)}):
        with pytest.raises(ValueError, match="either"):
            Tolerance(**wrong)


@given(st.lists(values, min_size=2, max_size=12))
def test_reversing_time_reverses_the_rank_test_and_the_slope(numbers: list[Fraction]) -> None:
    there, back = mann_kendall(numbers), mann_kendall(numbers[::-1])
    assert there is not None
    assert back is not None
    assert (there.s, there.variance) == (-back.s, back.variance)
    slope, turned = theil_sen(numbers), theil_sen(numbers[::-1])
    assert slope is not None
    assert turned is not None
    assert slope == -turned


@given(st.lists(values, min_size=2, max_size=12))
def test_the_slope_lies_among_the_slopes_of_pairs(numbers: list[Fraction]) -> None:
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(enumerate(numbers), 2)]
    slope = theil_sen(numbers)
    assert slope is not None
    assert min(slopes) <= slope <= max(slopes)


@given(st.lists(values, min_size=2, max_size=9), tolerances)
def test_higher_and_lower_is_better_judge_oppositely(numbers: list[Fraction], tolerance: Tolerance) -> None:
    points = [Point(number) for number in numbers]
    up = trend(points, direction=Direction.HIGHER, tolerance=tolerance)
    down = trend(points, direction=Direction.LOWER, tolerance=tolerance)
    assert up is not None
    assert down is not None
    opposite = {Trend.FLAT: Trend.FLAT, Trend.IMPROVING: Trend.WORSENING, Trend.WORSENING: Trend.IMPROVING}
    assert down.kind is opposite[up.kind]


@given(st.lists(values, min_size=2, max_size=5))
def test_the_raw_movement_is_the_one_the_trend_reports(numbers: list[Fraction]) -> None:
    got = trend([Point(number) for number in numbers], direction=Direction.HIGHER, tolerance=TWO_POINTS)
    assert got is not None
    assert got.movement is movement(numbers, tolerance=TWO_POINTS)


def test_a_rank_test_without_a_slope_is_flat() -> None:
    got = trend(series(*[7] * 8, 9, 9), direction=Direction.HIGHER, tolerance=TWO_POINTS)
    assert got is not None
    assert got.p is not None
    assert got.p < 0.10
    assert (got.slope, got.kind) == (0, Trend.FLAT)
