from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.methods.agreement import PENALTIES, agreement_within, cross_table, kappa

SCALE = tuple(map(Fraction, range(3)))
ratings = st.lists(st.tuples(*[st.integers(1, 5).map(Fraction)] * 2), min_size=1, max_size=30)


def table(*rows: tuple[int, ...]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(map(Fraction, row)) for row in rows)


PUBLISHED = [  # table, kappa: Sciencing counts, and the textbook case
    (table((100, 20), (10, 30)), Fraction(7, 13)),
    (table((20, 5), (10, 15)), Fraction(2, 5)),
    (table((85, 5), (5, 5)), Fraction(4, 9)),
]


@pytest.mark.parametrize(("counts", "expected"), PUBLISHED)
def test_kappa_is_exact_on_known_tables(counts: tuple[tuple[Fraction, ...], ...], expected: Fraction) -> None:
    got = kappa(counts, SCALE[:2])
    assert got is not None
    assert got.kappa == expected


def test_kappa_is_undefined_when_chance_explains_everything() -> None:
    assert kappa(table((12, 0), (0, 0)), SCALE[:2]) is None


def test_kappa_is_undefined_without_ratings() -> None:
    assert kappa(table((0, 0), (0, 0)), SCALE[:2]) is None
    assert kappa((), ()) is None


def test_two_answers_weigh_alike_under_every_weighting() -> None:
    counts = table((20, 5), (10, 15))
    assert {kappa(counts, SCALE[:2], weighting) for weighting in PENALTIES} == {kappa(counts, SCALE[:2])}


def test_a_scale_point_nobody_used_still_counts_as_distance() -> None:
    first, second = (list(map(Fraction, values)) for values in ((1, 2, 5, 5), (1, 2, 5, 2)))
    scale, counts = cross_table(first, second)
    assert scale == (1, 2, 5)
    spread, packed = kappa(counts, scale, "linear"), kappa(counts, SCALE, "linear")
    assert spread is not None
    assert packed is not None
    assert spread.kappa != packed.kappa


@given(ratings, st.sampled_from(sorted(PENALTIES)))
def test_kappa_lies_between_minus_1_and_1_and_does_not_mind_who_is_first(
    pairs: list[tuple[Fraction, Fraction]], weighting: str
) -> None:
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    scale, counts = cross_table(first, second)
    got, turned = kappa(counts, scale, weighting), kappa(cross_table(second, first)[1], scale, weighting)
    assert got == turned
    assert got is None or -1 <= got.kappa <= 1


@given(st.lists(st.integers(1, 5).map(Fraction), min_size=2).filter(lambda values: len(set(values)) > 1))
def test_full_agreement_on_several_answers_is_1(values: list[Fraction]) -> None:
    scale, counts = cross_table(values, values)
    got = kappa(counts, scale, "quadratic")
    assert got is not None
    assert got.kappa == 1


def test_agreement_within_one_step_counts_neighbours() -> None:
    counts = table((10, 3, 1), (2, 12, 4), (0, 2, 6))
    assert agreement_within(counts, 0) == Fraction(28, 40)
    assert agreement_within(counts, 1) == Fraction(39, 40)
    assert agreement_within((), 1) is None
