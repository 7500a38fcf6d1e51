from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.methods.sampling import sample_size, sites_to_visit

SITES = [  # sites, initial, surveillance, recertification: square-root rule
    (50, 8, 5, 6),
    (25, 5, 3, 4),
    (100, 10, 6, 8),
    (1, 1, 1, 1),
    (0, 0, 0, 0),
]

margins = st.fractions(Fraction(1, 100), Fraction(1, 2))


@pytest.mark.parametrize(("sites", "initial", "surveillance", "again"), SITES)
def test_sites_follow_the_square_root_rule(sites: int, initial: int, surveillance: int, again: int) -> None:
    occasions = ("initial", "surveillance", "recertification")
    assert tuple(sites_to_visit(sites, one) for one in occasions) == (initial, surveillance, again)


@given(st.integers(1, 100_000))
def test_never_more_sites_than_there_are(sites: int) -> None:
    assert 1 <= sites_to_visit(sites, "initial") <= sites


@given(margins, st.integers(1, 10**6))
def test_a_finite_population_never_needs_more(margin: Fraction, population: int) -> None:
    assert sample_size(margin, population=population) <= min(population, sample_size(margin))


@given(margins, st.integers(2, 10**6))
def test_a_finer_margin_never_needs_less(margin: Fraction, population: int) -> None:
    assert sample_size(margin / 2, population=population) >= sample_size(margin, population=population)
