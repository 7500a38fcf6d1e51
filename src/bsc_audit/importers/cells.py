"""Texts of cells as values: numbers with point or comma, dates and times by their format, durations."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

Value = str | Fraction | datetime

_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?")
_AMBIGUOUS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_DURATION = re.compile(r"(\d{1,5}):([0-5]\d)(?::([0-5]\d))?")
_SPACES = str.maketrans("", "", " '\u00a0\u202f")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_NUMBER = 40  # characters
YEARS = range(1900, 2200)  # 9999 stands for "never" in many systems, and is no date


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How the cells of one column are read."""

    type: str = "text"  # a name of CELL_TYPES
    format: str = ""  # of a date or time, in the letters of strptime; "" is ISO
    decimal: str = ""  # of a number: "." or ","; "" takes either and refuses what could be both


@lru_cache(maxsize=100_000)  # the same few hundred texts fill most columns
def read_cell(text: str, column: Column) -> Value:
    """The value of a cell that is not blank.

    Raises:
        ValueError: with words for the person who has to mend the cell.
    """
    return CELL_TYPES[column.type](text, column)


def number(text: str, column: Column) -> Fraction:
    """A number as people write it: 1234.5, 1234,5, 1 234,5, 1.234,5 and 1,234.5; exact.

    1,234 may be a thousand or a little over one, and nothing in the cell says which; unless the column
    declares its decimal sign, such a number is refused.

    Raises:
        ValueError: the text is no number, or could be two.
    """
    if len(text) > LONGEST_NUMBER:
        raise ValueError("is too long for a number")
    compact = text.translate(_SPACES)
    if not column.decimal and _AMBIGUOUS.fullmatch(compact):
        raise ValueError(f"{text!r} could be a thousand or a decimal; declare the decimal sign of the column")
    decimal = column.decimal or _decimal_sign(compact)
    thousands = "," if decimal == "." else "."
    whole, sign, part = compact.partition(decimal)
    grouped = whole.lstrip("+-").split(thousands)
    uneven = len(grouped) > 1 and (len(grouped[0]) not in (1, 2, 3) or any(len(group) != 3 for group in grouped[1:]))
    plain = whole.replace(thousands, "") + sign.replace(",", ".") + part
    if uneven or not _PLAIN.fullmatch(plain):
        raise ValueError(f"{text!r} is no number")
    return Fraction(plain)


def _decimal_sign(compact: str) -> str:
    """The separator that comes last, unless it comes more than once: then it groups thousands."""
    comma, point = compact.rfind(","), compact.rfind(".")
    last, other = (",", ".") if comma > point else (".", ",")
    return other if compact.count(last) > 1 else last


def moment(text: str, column: Column) -> datetime:
    """A date or a date with a time, in the declared format or in ISO form.

    Raises:
        ValueError: the text fits neither.
    """
    value = _parsed(text, column.format)
    if value is None:
        raise ValueError(f"{text!r} is no date of the form {column.format or '2026-07-31'}")
    if value.tzinfo is not None:
        raise ValueError(f"{text!r} names a time zone; give all times in one zone, without it")
    if value.year not in YEARS:
        raise ValueError(f"{text!r} lies outside the years {YEARS.start} to {YEARS.stop - 1}")
    return value


def _parsed(text: str, form: str) -> datetime | None:
    """In the declared format, else in ISO form: the dates of a workbook come in ISO form whatever they look like."""
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return _iso(text)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if _ISO.match(text) else None
    except ValueError:
        return None


def usable_format(form: str) -> bool:
    """Whether a date can be written and read back by it."""
    try:
        datetime.strptime(datetime(2000, 12, 31).strftime(form), form)
    except (ValueError, re.error):  # a letter given twice is an error of the pattern strptime makes
        return False
    return True


def day(text: str, column: Column) -> datetime:
    """A date; the time of day, if there is one, is dropped.

    Raises:
        ValueError: the text is no date of that form.
    """
    value = moment(text, column)
    return datetime(value.year, value.month, value.day)


def duration(text: str, column: Column) -> Fraction:
    """h:mm:ss, h:mm or plain seconds, in seconds.

    Raises:
        ValueError: the text is none of them.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return number(text, column)
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return Fraction(3600 * hours + 60 * minutes + seconds)


CELL_TYPES: Mapping[str, Callable[[str, Column], Value]] = MappingProxyType(
    {"text": lambda text, _column: text, "number": number, "duration": duration, "date": day, "time": moment}
)
