from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.methods.aggregate import (
    AGGREGATORS,
    LEAF_SCORES,
    absolute,
    flat,
    flat_unweighted,
    minimum,
    sum_points,
    weighted_geometric,
    weighted_mean,
    worst_k,
)

Members = list[tuple[Fraction, Fraction]]

weights = st.one_of(st.just(Fraction(0)), st.fractions(Fraction(1, 100), 100, max_denominator=100))
scores = st.fractions(0, 100, max_denominator=1000)
members = st.lists(st.tuples(weights, scores), max_size=8)
some = members.filter(lambda one: any(weight for weight, _ in one))
MEANS = ("weighted_mean", "weighted_geometric", "minimum", "worst_k")


def combine(name: str, of: Members) -> Fraction | None:
    parameters = {"k": 2} if AGGREGATORS[name].parameters else {}
    return AGGREGATORS[name](of, **parameters)


def pairs(*numbers: tuple[float, float]) -> Members:
    return [(Fraction(str(weight)), Fraction(str(score))) for weight, score in numbers]


@pytest.mark.parametrize("name", AGGREGATORS)
@pytest.mark.parametrize("empty", [[], pairs((0, 80), (0, 20))])
def test_nothing_with_a_weight_is_not_assessed(name: str, empty: Members) -> None:
    assert combine(name, empty) is None


@given(st.sampled_from(MEANS), some)
def test_a_mean_lies_between_its_lowest_and_highest_member(name: str, of: Members) -> None:
    counted = [score for weight, score in of if weight]
    got = combine(name, of)
    assert got is not None
    assert min(counted) - Fraction(1, 10**38) <= got <= max(counted) + Fraction(1, 10**38)


@given(st.sampled_from(MEANS), some, st.fractions(Fraction(1, 50), 50, max_denominator=50))
def test_only_the_proportion_of_weights_matters(name: str, of: Members, factor: Fraction) -> None:
    got, scaled = combine(name, of), combine(name, [(weight * factor, score) for weight, score in of])
    assert got == scaled


@given(st.sampled_from(sorted(AGGREGATORS)), some, st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(name: str, of: Members, random: object) -> None:
    mixed = list(of)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    got, again = combine(name, of), combine(name, mixed)
    assert got is not None
    assert again is not None
    assert abs(got - again) <= Fraction(1, 10**38)


@given(st.sampled_from(sorted(AGGREGATORS)), some, st.data())
def test_a_better_member_never_lowers_the_parent(name: str, of: Members, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(of) - 1))
    weight, score = of[place]
    better = [*of[:place], (weight, data.draw(st.fractions(score, 100))), *of[place + 1 :]]
    before, after = combine(name, of), combine(name, better)
    assert before is not None
    assert after is not None
    assert after >= before - Fraction(1, 10**38)


@given(st.sampled_from(sorted(AGGREGATORS)), some, scores)
def test_a_member_without_weight_changes_nothing(name: str, of: Members, score: Fraction) -> None:
    assert combine(name, [*of, (Fraction(0), score)]) == combine(name, of)


@given(some)
def test_the_geometric_mean_is_at_most_the_arithmetic_one(of: Members) -> None:
    geometric, arithmetic = weighted_geometric(of), weighted_mean(of)
    assert geometric is not None
    assert arithmetic is not None
    assert geometric <= arithmetic + Fraction(1, 10**38)


@given(some)
def test_the_geometric_mean_in_floats_agrees_with_the_exact_one(of: Members) -> None:
    floats = [(float(weight), float(score)) for weight, score in of]
    got, precise = weighted_geometric(floats), weighted_geometric(of)
    assert got is not None
    assert precise is not None
    assert isclose(got, float(precise), rel_tol=1e-9, abs_tol=1e-12)


@given(st.lists(st.fractions(Fraction(1, 100), 100, max_denominator=100), min_size=1, max_size=8), scores)
def test_the_geometric_mean_of_equal_scores_is_exactly_that_score(of: list[Fraction], score: Fraction) -> None:
    decimal = Fraction(round(score * 100), 100)  # scores on a threshold are decimals
    assert weighted_geometric([(weight, decimal) for weight in of]) == decimal


def test_one_hole_empties_the_geometric_mean() -> None:
    assert weighted_geometric(pairs((1, 100), (1, 0))) == 0
    assert weighted_geometric([(1.0, 100.0), (1.0, 0.0)]) == 0


def test_the_geometric_mean_of_known_numbers() -> None:
    assert weighted_geometric(pairs((1, 25), (1, 100))) == 50
    assert weighted_geometric(pairs((1, 10), (3, 90))) == pytest.approx(51.9615242270663, abs=1e-12)


@given(some)
def test_the_mean_of_the_worst_one_is_the_minimum(of: Members) -> None:
    assert worst_k(of, k=1) == minimum(of)


@given(some, st.integers(1, 9))
def test_looking_at_more_of_the_worst_never_lowers_their_mean(of: Members, k: int) -> None:
    fewer, more = worst_k(of, k=k), worst_k(of, k=k + 1)
    assert fewer is not None
    assert more is not None
    assert fewer <= more


def test_fewer_members_than_k_are_all_meaned() -> None:
    assert worst_k(pairs((1, 10), (9, 20)), k=5) == 15


def test_the_worst_none_is_refused() -> None:
    with pytest.raises(ValueError, match="worst 0"):
        worst_k(pairs((1, 10)), k=0)


def test_points_are_added() -> None:
    assert sum_points(pairs((1, 5), (2, 10))) == 25


def test_a_tie_floats_would_lose_is_kept() -> None:
    tied = pairs((0.1, 60), (0.2, 60), (0.3, 60))
    assert weighted_mean(tied) == 60
    assert weighted_mean([(float(w), float(s)) for w, s in tied]) != 60.0


XCCDF_LEAVES = pairs((10, 100), (5, 0), (2.5, 50), (0, 100))  # weight, share passed x 100


def test_xccdf_flat_adds_earned_and_possible_points() -> None:
    assert flat(XCCDF_LEAVES) == (Fraction("11.25"), Fraction("17.5"))


def test_xccdf_flat_unweighted_takes_every_weight_but_0_as_1() -> None:
    assert flat_unweighted(XCCDF_LEAVES) == (Fraction("1.5"), 3)


@pytest.mark.parametrize(("last", "score"), [(100, 1), (99.99, 0)])
def test_xccdf_absolute_is_all_or_nothing(last: float, score: int) -> None:
    assert absolute(pairs((3, 100), (1, last))) == (score, 1)


@pytest.mark.parametrize("name", LEAF_SCORES)
def test_xccdf_scores_of_nothing_applicable_are_not_assessed(name: str) -> None:
    assert LEAF_SCORES[name]([]) is None
    assert LEAF_SCORES[name](pairs((0, 100))) is None


@given(some)
def test_xccdf_flat_as_a_percentage_is_the_weighted_mean(leaves: Members) -> None:
    points = flat(leaves)
    assert points is not None
    assert 100 * points[0] / points[1] == weighted_mean(leaves)
