"""Numbers and dates as text. Every number of a report passes through here and is rounded here, once, half up."""

from datetime import date
from fractions import Fraction

from bsc_audit.core.quantities import Number, exact, round_half_up
from bsc_audit.core.report.shown import Shown

NBSP = "\u00a0"  # keeps a number and its unit on one line
MINUS = "\u2212"
DASH = "\u2013"
SCORE_DIGITS = 1  # of criteria and indicators; groups use the decimals the decision compares

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_BARE = frozenset({"", "ratio", "currency", "score", "scale points", "index", "level"})


def decimal(value: Number, digits: int) -> str:
    """A decimal text with thousands set apart and a true minus sign; no minus before a rounded zero."""
    rounded = round_half_up(value, digits)
    whole, rest = divmod(abs(rounded) * 10**digits, 10**digits)
    groups = f"{int(whole):,}".replace(",", NBSP)
    sign = MINUS if rounded < 0 else ""
    return sign + (f"{groups}.{int(rest):0{digits}d}" if digits else groups)


def plain(value: Number, most: int = 2) -> str:
    """As few decimals as the number needs: 85, 2.5, 0.33."""
    text = decimal(value, most)
    return text.rstrip("0").rstrip(".") if "." in text else text


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
    text = decimal(value, digits)
    return Shown(f"+{text}" if round_half_up(value, digits) > 0 else text, float(value))


def share(value: Fraction, digits: int = 0) -> Shown:
    """A share 0..1 as percent; never "100 %" or "0 %" for what is only nearly so."""
    percent = value * 100
    rounded = round_half_up(percent, digits)
    if rounded != percent and rounded in (0, 100):
        return share(value, digits + 1) if digits < 3 else Shown(f"{decimal(percent, 4)}{NBSP}%", float(percent))
    return Shown(f"{decimal(percent, digits)}{NBSP}%", float(percent))


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
    text = plain(number) if given else decimal(number, _digits(number, unit))
    return Shown(f"{text}{suffix(unit)}", float(number))


def quantity_or_none(value: Number | None, unit: str, *, given: bool = False) -> Shown | None:
    """As `quantity`, None for None."""
    return None if value is None else quantity(value, unit, given=given)


def suffix(unit: str) -> str:
    """The unit behind a number, with a space that does not break."""
    if unit in _BARE or any(mark.isdigit() for mark in unit):
        return ""
    return f"{NBSP}{unit}".replace(" ", NBSP)


def count(value: int | None) -> str:
    """A whole number; "not stated" for None."""
    return "not stated" if value is None else decimal(value, 0)


def day(value: date | None) -> str:
    """A date in words; empty for None."""
    return "" if value is None else f"{value.day}{NBSP}{_MONTHS[value.month - 1]}{NBSP}{value.year}"


def day_of_text(text: str) -> str:
    """A date in words from an ISO text; any other text as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def plural(number: int, word: str, words: str | None = None) -> str:
    """A counted noun."""
    return f"{decimal(number, 0)}{NBSP}{word if number == 1 else words or word + 's'}"


def listed(words: tuple[str, ...] | list[str]) -> str:
    """Words as a list with an "and"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _digits(value: Fraction, unit: str) -> int:
    size = abs(value)
    if unit.startswith("%") or size >= 10:
        return 1 if size < 1000 else 0
    return 2
