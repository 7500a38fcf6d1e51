"""Numbers as the field uses them: exact values, intervals, periods, and the one rounding rule."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Number = int | float | Fraction


def exact(value: Number | str) -> Fraction:
    """The rational a person meant: a float is read by its shortest decimal, 0.1 is one tenth.

    Raises:
        ValueError: the text is no finite decimal number.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def round_half_up(value: Number, digits: int) -> Fraction:
    """Round half away from zero to `digits` decimals, exactly; the only rounding in the product."""
    scale, number = 10**digits, exact(value)
    whole = (2 * abs(number.numerator) * scale + number.denominator) // (2 * number.denominator)  # in whole numbers
    return Fraction(whole if value >= 0 else -whole, scale)


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval in the unit of the value it belongs to."""

    low: float
    high: float
    level: float = 0.95

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"interval runs from {self.low} to {self.high}")


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|W(?!00)(\d{2})|(?!00)(\d{2})(?:-(?!00)(\d{2}))?))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar period: 2026, 2026-H1, 2026-Q3, 2026-07, 2026-W09 or 2026-07-31; ordered by its start."""

    start: date
    end: date
    text: str

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a period.

        Raises:
            ValueError: the text names no such period.
        """
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no period; write 2026, 2026-Q3, 2026-07, 2026-W09 or 2026-07-31")
        year, quarter, half, week, month, day = (int(part) if part else 0 for part in match.groups())
        if week:
            return cls(date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7), text)
        if day:
            return cls(date(year, month, day), date(year, month, day), text)
        first, months = cls._months(quarter, half, month)
        return cls(date(year, first, 1), _month_end(year, first + months - 1), text)

    @staticmethod
    def _months(quarter: int, half: int, month: int) -> tuple[int, int]:
        """First month and number of months."""
        if quarter:
            return 3 * quarter - 2, 3
        if half:
            return 6 * half - 5, 6
        return (month, 1) if month else (1, 12)

    @property
    def days(self) -> int:
        """Length in days, both ends counted."""
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        return self.text


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
