from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.methods.intervals import (
    Z_95,
    design_effect,
    difference_margin,
    effective_n,
    mean_interval,
    mean_standard_error,
    net_promoter_standard_error,
    normal_interval,
    share_standard_error,
    student_t_95,
    wilson,
)

NEWCOMBE_1998_TABLE_I = [  # k passed of n, low, high: method 3, 95 %
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]

PUBLISHED_AT_1_96 = [  # k, n, low, high, printed to ten digits
    (0, 1, 0.0, 0.7934567085),
    (1, 2, 0.0945286548, 0.9054713452),
    (1, 11, 0.0162317523, 0.3773646255),
    (90, 100, 0.8256326956, 0.9447714584),
]

STUDENT_T = [  # degrees of freedom, two-sided 95 % quantile, printed tables
    (1, 12.706),
    (2, 4.303),
    (5, 2.571),
    (10, 2.228),
    (30, 2.042),
    (40, 2.021),
    (60, 2.000),
    (120, 1.980),
    (1000, 1.962),
]

DIFFERENCES = [  # share and n before, share and n after, margin in points (worked in the domain brief)
    (78, 400, 74, 380, 5.9943),
    (78, 1600, 74, 1600, 2.9563),
]

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("k", "n", "low", "high"), NEWCOMBE_1998_TABLE_I)
def test_wilson_matches_the_published_table(k: int, n: int, low: float, high: float) -> None:
    got = wilson(k, n)
    assert got is not None
    assert (got.low, got.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("k", "n", "low", "high"), PUBLISHED_AT_1_96)
def test_wilson_matches_tables_printed_with_1_96(k: int, n: int, low: float, high: float) -> None:
    got = wilson(k, n, z=1.96)
    assert got is not None
    assert (got.low, got.high) == pytest.approx((low, high), abs=1e-10)


def test_wilson_knows_nothing_without_observations() -> None:
    assert wilson(0, 0) is None
    assert share_standard_error(0, 0) is None


@pytest.mark.parametrize(("k", "n"), [(-1, 10), (11, 10)])
def test_wilson_refuses_what_is_no_share(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(k, n)


@given(counts)
def test_wilson_stays_within_0_and_1_and_contains_the_share(pair: tuple[int, int]) -> None:
    k, n = pair
    got = wilson(k, n)
    assert got is not None
    assert 0 <= got.low <= k / n <= got.high <= 1


@given(counts)
def test_wilson_of_the_others_is_the_mirror_image(pair: tuple[int, int]) -> None:
    k, n = pair
    passed, failed = wilson(k, n), wilson(n - k, n)
    assert passed is not None
    assert failed is not None
    assert (passed.low, passed.high) == pytest.approx((1 - failed.high, 1 - failed.low), abs=1e-12)


@given(counts, st.integers(2, 50))
def test_wilson_narrows_with_more_of_the_same(pair: tuple[int, int], times: int) -> None:
    few, many = wilson(*pair), wilson(times * pair[0], times * pair[1])
    assert few is not None
    assert many is not None
    assert many.high - many.low < few.high - few.low


@given(counts)
def test_a_share_is_never_known_without_error(pair: tuple[int, int]) -> None:
    error = share_standard_error(*pair)
    assert error is not None
    assert 0 < error <= 0.5


def test_the_standard_error_of_a_share_is_the_usual_one_between_the_ends() -> None:
    assert share_standard_error(42, 50) == pytest.approx(sqrt(0.84 * 0.16 / 50))


@pytest.mark.parametrize(("degrees", "quantile"), STUDENT_T)
def test_student_t_matches_the_printed_table(degrees: int, quantile: float) -> None:
    assert student_t_95(degrees) == pytest.approx(quantile, abs=6e-4)


def test_student_t_falls_towards_the_normal_quantile() -> None:
    quantiles = [student_t_95(degrees) for degrees in range(1, 200)]
    assert quantiles == sorted(quantiles, reverse=True)
    assert quantiles[-1] > Z_95


def test_a_mean_of_one_value_has_neither_error_nor_interval() -> None:
    assert mean_standard_error(Fraction(3), 1) is None
    assert mean_interval(Fraction(3), 0.5, 1) is None


def test_a_mean_of_few_values_gets_the_wide_t_interval() -> None:
    got = mean_interval(Fraction(80), 2.0, 3)
    assert got is not None
    assert (got.low, got.high) == pytest.approx((80 - 2 * 4.3027, 80 + 2 * 4.3027))


def test_a_normal_interval_ends_where_the_scale_ends() -> None:
    got = normal_interval(Fraction(95), 10.0, low=-100.0, high=100.0)
    assert (got.low, got.high) == pytest.approx((95 - 10 * Z_95, 100))


def test_answers_all_alike_do_not_make_a_net_score_certain() -> None:
    assert net_promoter_standard_error(5, 0, 0) == net_promoter_standard_error(6, 1, 1)
    assert net_promoter_standard_error(0, 0, 0) is None


@pytest.mark.parametrize(("before", "n", "after", "m", "margin"), DIFFERENCES)
def test_the_margin_of_a_change_matches_the_worked_numbers(
    before: int, n: int, after: int, m: int, margin: float
) -> None:
    first = share_standard_error(Fraction(before * n, 100), n)
    second = share_standard_error(Fraction(after * m, 100), m)
    assert first is not None
    assert second is not None
    assert 100 * difference_margin(first, second) == pytest.approx(margin, abs=5e-4)


def test_one_visit_a_site_has_no_design_effect() -> None:
    assert design_effect(1, Fraction(1, 2)) == 1
    assert effective_n(60, 1, Fraction(1, 2)) == 60
