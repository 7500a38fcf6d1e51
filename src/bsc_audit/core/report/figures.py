"""Numbers and dates as text. Every number of a report passes through here and is rounded here, once, half up."""

from datetime import date
from fractions import Fraction

from bsc_audit.core.language import ENGLISH
from bsc_audit.core.quantities import Number, exact, round_half_up
from bsc_audit.core.report.shown import Shown
from bsc_audit.core.said import NBSP, Day, Figure, Said, joined, say, say_n
from bsc_audit.core.units import bound_unit

MINUS = ENGLISH.minus
SCORE_DIGITS = 1  # of criteria and indicators; groups use the decimals the decision compares

_BARE = frozenset({"", "ratio", "currency", "score", "scale points", "index", "level"})


def decimal(value: Number, digits: int, *, signed: bool = False) -> str:
    """A decimal text with thousands set apart and a true minus sign; no sign before a rounded zero."""
    rounded = round_half_up(value, digits)
    return Said(ENGLISH.number(rounded, digits, signed=signed), Figure(rounded, digits, signed))


def plain(value: Number, most: int = 2) -> str:
    """As few decimals as the number needs: 85, 2.5, 0.33."""
    rounded = round_half_up(value, most)
    return decimal(rounded, next(d for d in range(most + 1) if (rounded * 10**d).denominator == 1))


def score(value: Fraction | None, digits: int = SCORE_DIGITS) -> Shown | None:
    """A score 0..100, or None when not assessed."""
    return None if value is None else shown_score(value, digits)


def shown_score(value: Fraction, digits: int = SCORE_DIGITS) -> Shown:
    """A score 0..100."""
    return Shown(decimal(value, digits), float(value))


def change(value: Fraction | None, digits: int = SCORE_DIGITS) -> Shown | None:
    """A difference with its sign, or None when one side is unknown."""
    return None if value is None else shown_change(value, digits)


def shown_change(value: Fraction, digits: int = SCORE_DIGITS) -> Shown:
    """A difference with its sign; a rounded zero has none."""
    return Shown(decimal(value, digits, signed=True), float(value))


def share(value: Fraction, digits: int = 0) -> Shown:
    """A share 0..1 as percent; never "100 %" or "0 %" for what is only nearly so."""
    percent = value * 100
    rounded = round_half_up(percent, digits)
    if rounded != percent and rounded in (0, 100):
        return share(value, digits + 1) if digits < 3 else Shown(_percent(percent, 4), float(percent))
    return Shown(_percent(percent, digits), float(percent))


def _percent(value: Fraction, digits: int) -> str:
    return joined(NBSP, (decimal(value, digits), "%"))


def maybe_share(value: Fraction | None) -> Shown | None:
    """A share, or None when there is nothing to share."""
    return None if value is None else share(value)


def weight(value: Fraction) -> Shown:
    """A weight as written in the ruleset."""
    return Shown(plain(value), float(value))


def quantity(value: Number, unit: str, *, given: bool = False) -> Shown:
    """A measured value with its unit; decimals follow its size.

    Args:
        value: in `unit`.
        unit: words that contain a digit (scales) or no suffix are left to the caller to print.
        given: a target or baseline somebody wrote down, shown without filling zeroes.
    """
    number = exact(value)
    text = plain(number) if given else measure(number, unit)
    return Shown(joined("", (text, suffix(unit))), float(number))


def quantity_or_none(value: Number | None, unit: str, *, given: bool = False) -> Shown | None:
    """As `quantity`, None for None."""
    return None if value is None else quantity(value, unit, given=given)


def measure(value: Number, unit: str) -> str:
    """A measured value without its unit; decimals follow its size."""
    return decimal(value, _digits(exact(value), unit))


def suffix(unit: str) -> str:
    """The unit behind a number, with a space that does not break."""
    if unit in _BARE or any(mark.isdigit() for mark in unit):
        return ""
    return joined("", (NBSP, bound_unit(unit)))


def count(value: int | None) -> str:
    """A whole number; "not stated" for None."""
    return say("not stated") if value is None else decimal(value, 0)


def day(value: date | None) -> str:
    """A date in words; empty for None."""
    return "" if value is None else Said(ENGLISH.date(value), Day(value))


def days(start: date, end: date) -> str:
    """From one date to another, in words."""
    return joined(" \u2013 ", (day(start), day(end)))


def day_of_text(text: str) -> str:
    """A date in words from an ISO text; any other text as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def plural(number: int, word: str, words: str) -> str:
    """A counted noun."""
    return joined(NBSP, (decimal(number, 0), say_n(word, words, number)))


def _digits(value: Fraction, unit: str) -> int:
    size = abs(value)
    if unit.startswith("%") or size >= 10:
        return 1 if size < 1000 else 0
    return 2
