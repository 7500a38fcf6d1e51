"""Numbers as text: rounded once, half up, never misleading."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.quantities import round_half_up
from bsc_audit.core.report.figures import (
    MINUS,
    change,
    count,
    day,
    day_of_text,
    decimal,
    plain,
    plural,
    quantity,
    score,
    share,
)
from bsc_audit.core.said import NBSP, listed

F = Fraction


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (F(6995, 100), 1, "70.0"),
        (F("69.995"), 2, "70.00"),
        (F("69.9949"), 2, "69.99"),
        (F(5, 2), 0, "3"),
        (F(-5, 2), 0, f"{MINUS}3"),
        (F("-0.04"), 1, "0.0"),
        (F(33066), 0, f"33{NBSP}066"),
        (F("1234567.891"), 2, f"1{NBSP}234{NBSP}567.89"),
        (F("0.05"), 1, "0.1"),
        (F("9.999"), 2, "10.00"),
    ],
)
def test_a_decimal_is_rounded_half_up_with_thousands_apart(value: Fraction, digits: int, text: str) -> None:
    assert decimal(value, digits) == text


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.integers(min_value=0, max_value=4))
def test_every_decimal_reads_back_as_the_rounded_value(value: Fraction, digits: int) -> None:
    text = decimal(value, digits).replace(NBSP, "").replace(MINUS, "-")
    assert Fraction(text) == round_half_up(value, digits)


@pytest.mark.parametrize(
    ("value", "text"), [(F(85), "85"), (F(5, 2), "2.5"), (F(1, 3), "0.33"), (F(100), "100"), (F(0), "0")]
)
def test_a_plain_number_has_no_filling_zeroes(value: Fraction, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (F(1), f"100{NBSP}%"),
        (F(0), f"0{NBSP}%"),
        (F(9996, 10000), f"99.96{NBSP}%"),
        (F(1, 1000), f"0.1{NBSP}%"),
        (F(9, 10), f"90{NBSP}%"),
    ],
)
def test_nearly_all_is_never_shown_as_all_nor_nearly_none_as_none(value: Fraction, text: str) -> None:
    assert share(value).text == text


@given(st.fractions(min_value=0, max_value=1))
def test_a_share_shown_as_all_or_none_is_exactly_that(value: Fraction) -> None:
    shown = share(value).text
    assert (shown == f"100{NBSP}%") == (value == 1)
    assert (shown == f"0{NBSP}%") == (value == 0)


@pytest.mark.parametrize(
    ("value", "unit", "given_", "text"),
    [
        (F("86.04"), "%", False, f"86.0{NBSP}%"),
        (F(85), "%", True, f"85{NBSP}%"),
        (F("6.367"), "min", False, f"6.37{NBSP}min"),
        (F(176), "s", False, f"176.0{NBSP}s"),
        (F("0.518"), "-1..1", False, "0.52"),
        (F(4321), "ms", False, f"4{NBSP}321{NBSP}ms"),
        (F("5.05"), "currency", False, "5.05"),
        (F("8.8"), "working days", False, f"8.80{NBSP}working{NBSP}days"),
    ],
)
def test_a_quantity_carries_its_unit_and_decimals_by_size(value: Fraction, unit: str, given_: bool, text: str) -> None:
    assert quantity(value, unit, given=given_).text == text


@pytest.mark.parametrize(
    ("value", "text"), [(F("2.13"), "+2.1"), (F("-2.15"), f"{MINUS}2.2"), (F("0.04"), "0.0"), (F(0), "0.0")]
)
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(value: Fraction, text: str) -> None:
    shown = change(value)
    assert shown is not None
    assert shown.text == text


def test_what_is_not_known_is_none_and_never_zero() -> None:
    assert score(None) is None
    assert change(None) is None
    assert count(None) == "not stated"
    assert day(None) == ""


def test_the_unrounded_value_travels_beside_the_text() -> None:
    shown = score(F(5670, 86))
    assert shown is not None
    assert (shown.text, shown.value) == ("65.9", pytest.approx(65.93023255813954))


def test_dates_are_written_out_and_foreign_texts_left_alone() -> None:
    assert day(date(2026, 9, 30)) == f"30{NBSP}September{NBSP}2026"
    assert day_of_text("2026-09-30") == day(date(2026, 9, 30))
    assert day_of_text("next spring") == "next spring"


def test_words_are_counted_and_listed() -> None:
    assert plural(1, "criterion", "criteria") == f"1{NBSP}criterion"
    assert plural(1200, "visit", "visits") == f"1{NBSP}200{NBSP}visits"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""
