"""Every answer type reads what it should, refuses the rest in words, and earns 0..1 or nothing at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.answers.answer_type import Refused
from bsc_audit.core.answers.table import ANSWER_TYPES


@dataclass(frozen=True)
class Declaration:
    points: int | None = 5
    bands: tuple[tuple[Fraction | None, Fraction], ...] = (
        (Fraction(3), Fraction(100)),
        (Fraction(5), Fraction(75)),
        (None, Fraction(0)),
    )
    choices: Mapping[str, str] = field(default_factory=lambda: {"solved": "Solved", "open": "Open"})


ITEM = Declaration()
PAIR = {"importance": 5, "satisfaction": 3}

READ = [
    ("yes_no", "yes", "yes", Fraction(1)),
    ("yes_no", "no", "no", Fraction(0)),
    ("scale", 1, Fraction(1), Fraction(0)),
    ("scale", 4, Fraction(4), Fraction(3, 4)),
    ("scale", "5", Fraction(5), Fraction(1)),
    ("rating", 0, Fraction(0), Fraction(0)),
    ("rating", 3, Fraction(3), Fraction(3, 5)),
    ("number", 3, Fraction(3), Fraction(1)),
    ("number", "3,1", Fraction(31, 10), Fraction(3, 4)),
    ("number", 5.5, Fraction(11, 2), Fraction(0)),
    ("choice", "solved", "solved", None),
    ("text", "Shorter queues", "Shorter queues", None),
    ("scale_0_10", 10, Fraction(10), None),
    ("importance_satisfaction", PAIR, (Fraction(5), Fraction(3)), None),
    ("critical_error", "yes", "yes", None),
]
REFUSED = [
    ("yes_no", True, "expected yes or no"),
    ("yes_no", "Yes", "expected yes or no"),
    ("scale", 0, "whole number from 1 to 5"),
    ("scale", 6, "whole number from 1 to 5"),
    ("scale", 2.5, "whole number from 1 to 5"),
    ("scale", True, "whole number from 1 to 5"),
    ("rating", -1, "whole number from 0 to 5"),
    ("number", "soon", "expected a number"),
    ("number", "1.234,5", "expected a number"),
    ("choice", "solve", "did you mean 'solved'?"),
    ("text", 5, "put it in quotes"),
    ("scale_0_10", 11, "whole number from 0 to 10"),
    ("importance_satisfaction", {"importance": 6, "satisfaction": 3}, "an importance that is 6"),
    ("importance_satisfaction", {"importance": 3, "satisfaction": "x"}, "a satisfaction that is 'x'"),
    ("importance_satisfaction", 4, "expected {importance"),
    ("critical_error", "maybe", "expected yes or no"),
]


@pytest.mark.parametrize(("name", "raw", "value", "credit"), READ)
def test_an_answer_is_read_and_credited(name: str, raw: object, value: object, credit: Fraction | None) -> None:
    kind = ANSWER_TYPES[name]
    got = kind.read(ITEM, raw)
    assert got == value
    assert not isinstance(got, Refused)
    assert kind.credit(ITEM, got) == credit


@pytest.mark.parametrize(("name", "raw", "words"), REFUSED)
def test_what_cannot_be_read_is_refused_in_words(name: str, raw: object, words: str) -> None:
    got = ANSWER_TYPES[name].read(ITEM, raw)
    assert isinstance(got, Refused)
    assert words in got.message


def test_the_table_is_complete() -> None:
    assert {name for name, *_ in READ} == {name for name, *_ in REFUSED} == set(ANSWER_TYPES)
    for name, kind in ANSWER_TYPES.items():
        assert (kind.name, bool(kind.title), kind.explains.endswith(".")) == (name, True, True)
        assert set(kind.required) <= set(kind.fields)
        assert kind.scored == any(credit is not None for one, _, _, credit in READ if one == name)


def test_a_number_without_bands_earns_nothing() -> None:
    number = ANSWER_TYPES["number"]
    assert number.credit(Declaration(bands=()), Fraction(3)) is None


@given(
    st.sampled_from(sorted(ANSWER_TYPES)),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
        st.lists(st.integers()),
    ),
)
def test_whatever_is_written_is_read_or_refused_and_credit_stays_within_bounds(name: str, raw: object) -> None:
    kind = ANSWER_TYPES[name]
    got = kind.read(ITEM, raw)
    if not isinstance(got, Refused):
        credit = kind.credit(ITEM, got)
        assert credit is None or 0 <= credit <= 1
