"""Numbers, dates and durations as people write them."""

from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.importers.cells import Column, read_cell
from bsc_audit.importers.lines import number_text

NUMBER = Column(type="number")
NUMBERS = [
    ("12", "12"),
    ("-3", "-3"),
    ("1234.5", "1234.5"),
    ("1234,5", "1234.5"),
    ("1 234,5", "1234.5"),
    ("1\u00a0234,5", "1234.5"),
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1.234.567", "1234567"),
    ("1,234,567", "1234567"),
    ("0,125", "0.125"),
    ("1'234.50", "1234.5"),
    ("2.5e3", "2500"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_read_with_point_or_comma(text: str, value: str) -> None:
    assert read_cell(text, NUMBER) == Fraction(value)


@pytest.mark.parametrize("text", ["twelve", "1.2.3", "12,34,567", "1.23,456.7", "--1", "1 %", "", "nan", "9" * 41])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        read_cell(text, NUMBER)


@pytest.mark.parametrize(("sign", "value"), [(".", "1234"), (",", "1.234")])
def test_a_number_that_could_be_two_is_refused_until_its_sign_is_declared(sign: str, value: str) -> None:
    with pytest.raises(ValueError, match="could be a thousand or a decimal"):
        read_cell("1,234", NUMBER)
    assert read_cell("1,234", Column(type="number", decimal=sign)) == Fraction(value)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_a_number_written_comes_back_as_it_was(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    assert read_cell(number_text(value), Column(type="number", decimal=".")) == value


def test_a_number_without_a_finite_form_is_rounded_half_up_to_nine_digits() -> None:
    assert [number_text(Fraction(2, 3)), number_text(Fraction(-2, 3))] == ["0.666666667", "-0.666666667"]
    assert number_text(Fraction(1, 10**9 * 3)) == "0"


@pytest.mark.parametrize(("text", "seconds"), [("0:02:30", 150), ("26:00", 93600), ("90", 90), ("0:00:00", 0)])
def test_a_duration_is_read_in_seconds(text: str, seconds: int) -> None:
    assert read_cell(text, Column(type="duration")) == seconds


DATES = [
    ("990201", "%y%m%d", datetime(1999, 2, 1)),
    ("31.07.2026", "%d.%m.%Y", datetime(2026, 7, 31)),
    ("2026-07-31", "%d.%m.%Y", datetime(2026, 7, 31)),  # a date cell of a workbook comes in ISO form
    ("2026-07-31 11:05:00", "", datetime(2026, 7, 31)),
]


@pytest.mark.parametrize(("text", "form", "day"), DATES)
def test_a_date_is_read_in_its_form_or_in_iso_form(text: str, form: str, day: datetime) -> None:
    assert read_cell(text, Column(type="date", format=form)) == day


def test_a_date_that_stands_for_never_is_refused() -> None:
    with pytest.raises(ValueError, match="lies outside the years 1900 to 2199"):
        read_cell("9999-12-31", Column(type="date"))


@pytest.mark.parametrize("text", ["31.7.26", "20260731", "2026-02-30", "2026-07-31T10:00+02:00"])
def test_a_date_of_another_form_or_with_a_zone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no date of the form|time zone"):
        read_cell(text, Column(type="time", format="%Y/%m/%d"))
