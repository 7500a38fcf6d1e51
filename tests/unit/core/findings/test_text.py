"""Numbers in words: rounded half up, once, with units that do not come loose."""

from fractions import Fraction

import pytest

from bsc_audit.core.findings.text import (
    digits_for,
    fill,
    number_text,
    operand_text,
    operand_title,
    value_text,
    with_unit,
)
from small_rulesets import small

RULESET = small("""
groups: [{id: overall, title: Overall, kind: overall}]
indicators: {csat: {title: Satisfied, kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}}}
criteria: [{id: K1, title: Asking, in: overall, weight: 1, score: csat}]
derived: {spread: {title: Spread, expression: csat / 2, unit: points}}
""")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction("2.25"), 1, "2.3"),
        (Fraction("-2.25"), 1, "\u22122.3"),
        (Fraction("-0.04"), 1, "0.0"),
        (9999, 0, "9999"),
        (12345678, 0, "12\u202f345\u202f678"),
        (0.1, 2, "0.10"),
    ],
)
def test_numbers_are_rounded_half_up(value: float, digits: int, text: str) -> None:
    assert number_text(value, digits) == text


@pytest.mark.parametrize(("value", "digits"), [(Fraction(5, 3), 2), (5, 1), (0, 1), (Fraction("12.34"), 1), (1234, 0)])
def test_small_numbers_get_more_decimals(value: Fraction, digits: int) -> None:
    assert digits_for(Fraction(value)) == digits


@pytest.mark.parametrize(
    ("unit", "text"), [("%", "5\u00a0%"), ("h", "5\u00a0h"), ("score", "5"), ("", "5"), ("1-7", "5")]
)
def test_a_unit_stays_with_its_number(unit: str, text: str) -> None:
    assert with_unit("5", unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not measured"),
        (True, "yes"),
        (False, "no"),
        ("not_applicable", "not applicable"),
        (Fraction(7, 3), "2.33\u00a0h"),
    ],
)
def test_any_value_has_words(value: object, text: str) -> None:
    assert value_text(value, "h") == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "value", "text", "title"),
    [
        (("csat",), Fraction(80), "80.0\u00a0%", "Satisfied"),
        (("score", "csat"), Fraction(80), "80.0", "score of Satisfied"),
        (("n", "csat"), Fraction(30), "30", "number of observations of Satisfied"),
        (("coverage", "K1"), Fraction(1, 2), "50.0\u00a0%", "coverage of Asking"),
        (("trend", "csat"), "worsening", "worsening", "trend of Satisfied"),
        (("value", "spread"), Fraction(40), "40.0\u00a0points", "Spread"),
        (("open_majors",), Fraction(0), "0.0", "open majors"),
    ],
)
def test_an_operand_is_written_as_a_reader_looks_it_up(
    path: tuple[str, ...], value: Fraction, text: str, title: str
) -> None:
    assert (operand_text(RULESET, path, value), operand_title(RULESET, path)) == (text, title)


def test_placeholders_are_filled_by_their_path() -> None:
    assert fill("{csat} and {score.K1}.", lambda path: "/".join(path)) == "csat and score/K1."
