"""A text remembers how it was made, and is an English text for everybody who does not ask."""

import copy
import pickle
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.language import ENGLISH, Language, Lists
from bsc_audit.core.said import Day, Figure, Said, brief, capital, joined, listed, say, say_n

LOUD = Language(
    tag="x",
    texts={
        "{count} of {total}": ("{total} HAVE {count}",),
        "one {number} {what}": ("ONE {number} {what}", "FEW {number} {what}", "MANY {number} {what}"),
        "visit": ("VISIT",),
    },
    plural=lambda number: 0 if number == 1 else 1 if number < 5 else 2,
    decimal=",",
    group=".",
    minus="~",
    day="{year}/{month}/{day}",
    months=tuple("ABCDEFGHIJKL"),
    lists=Lists(pair="{0} & {1}", start="{0} / {1}", middle="{0} | {1}", end="{0} & {1}"),
)


def test_what_is_said_is_an_english_text_for_everybody_else() -> None:
    said = say("{count} of {total}", count=2, total=say("visit"))
    assert said == "2 of visit"
    assert f"{said}!" == "2 of visit!"
    assert ENGLISH.text(said) == "2 of visit"
    assert type(ENGLISH.text(said)) is str


def test_a_language_says_the_whole_sentence_anew_with_what_stands_in_it() -> None:
    said = say("{count} of {total}", count=Said("1.5", Figure(Fraction(3, 2), 1)), total=say("visit"))
    assert LOUD.text(said) == "VISIT HAVE 1,5"


@pytest.mark.parametrize(("number", "english", "loud"), [
    (1, "one 1 x", "ONE 1 x"), (3, "many 3 x", "FEW 3 x"), (9, "many 9 x", "MANY 9 x"),
])  # fmt: skip
def test_a_plural_takes_the_form_the_language_has_for_the_number(number: int, english: str, loud: str) -> None:
    said = say_n("one {number} {what}", "many {number} {what}", number, what="x")
    assert said == english
    assert LOUD.text(said) == loud


def test_what_has_no_translation_stays_english_with_its_numbers_as_the_language_writes_them() -> None:
    assert LOUD.text(say("about {value}", value=brief(Fraction(5, 2)))) == "about 2,5"
    assert LOUD.text(say_n("{number} day", "{number} days", 2)) == "2 days"


def test_a_text_of_somebody_else_is_left_alone() -> None:
    assert LOUD.text("visit") == "visit"


@pytest.mark.parametrize(("parts", "english", "loud"), [
    ([], "", ""), (["a"], "a", "a"), (["a", "b"], "a and b", "a & b"), (["a", "b", "c", "d"], "a, b, c and d", "a / b | c & d"),
])  # fmt: skip
def test_a_list_is_joined_as_the_language_joins(parts: list[str], english: str, loud: str) -> None:
    assert listed(parts) == english
    assert LOUD.text(listed(parts)) == loud


def test_a_sentence_begins_with_a_capital_after_it_was_put_into_the_language() -> None:
    said = joined("", (capital(listed(["visit", say("visit")])), "."))
    assert said == "Visit and visit."
    assert LOUD.text(said) == "Visit & VISIT."


def test_a_date_is_written_by_the_pattern_of_the_language() -> None:
    assert LOUD.text(Said("", Day(date(2026, 9, 30)))) == "2026/I/30"


@given(st.fractions(min_value=-(10**7), max_value=10**7), st.integers(min_value=0, max_value=4))
def test_a_number_reads_back_the_same_in_every_language(value: Fraction, digits: int) -> None:
    loud = LOUD.number(value, digits).replace(".", "").replace(",", ".").replace("~", "-")
    assert Fraction(loud) == Fraction(ENGLISH.number(value, digits).replace("\u00a0", "").replace("\u2212", "-"))


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6))
def test_a_brief_number_says_the_same_in_both(value: Fraction) -> None:
    said = brief(value)
    loud = LOUD.text(said).replace(".", "").replace(",", ".").replace("~", "-")
    assert Fraction(loud) == Fraction(str(said))


def test_it_survives_pickling_and_copying() -> None:
    said = say("{count} of {total}", count=1, total=say("visit"))
    for again in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said), copy.copy(said)):
        assert again == said
        assert LOUD.text(again) == "VISIT HAVE 1"
