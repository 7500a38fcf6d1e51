"""Texts that remember how they were made, so that a report can say them in another language.

Everywhere but in `language.py` a Said is a plain English text. It is made once, where the words are known, and put
into the reader's language once, when the Report is finished: nothing in between carries a language about.
A pattern is a whole sentence with named places; sentences are never glued from pieces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

NBSP = "\u00a0"  # keeps a number and what it counts on one line


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with named places, and what stands in them."""

    text: str
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Counted:
    """A text that reads otherwise for one than for many."""

    one: str
    many: str
    number: int
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A rounded number."""

    value: Fraction
    digits: int  # decimals shown
    signed: bool = False  # a plus sign before what is more than nothing


@dataclass(frozen=True, slots=True)
class Day:
    """A date in words."""

    value: date


@dataclass(frozen=True, slots=True)
class Listing:
    """Texts as a list that ends with an "and"."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts side by side with the same mark between them in every language."""

    mark: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Capital:
    """A text that begins with a capital letter."""

    text: str


How = Pattern | Counted | Figure | Day | Listing | Joined | Capital


class Said(str):
    """An English text and how it was made."""

    __slots__ = ("how",)
    how: How

    def __new__(cls, text: str, how: How) -> "Said":
        """The English text, made as `how` tells."""
        said = super().__new__(cls, text)
        said.how = how
        return said

    def __getnewargs__(self) -> tuple[str, How]:  # type: ignore[override] # str promises a text alone
        """For pickle and copy."""
        return str(self), self.how

    def __deepcopy__(self, _memo: Any) -> "Said":
        """Itself: nothing in it can change."""
        return self


def say(pattern: str, /, **values: str | int) -> Said:
    """A sentence, or a word; `{name}` is filled by the value of that name. Message catalogues hold the pattern."""
    return Said(pattern.format(**values) if values else pattern, Pattern(pattern, values))


def say_n(one: str, many: str, number: int, /, **values: str | int) -> Said:
    """As `say`, in two forms; `{number}` is filled by the number."""
    values = {"number": number, **values}
    return Said((one if number == 1 else many).format(**values), Counted(one, many, number, values))


def joined(mark: str, parts: Iterable[str]) -> str:
    """Texts side by side; "" for none. The mark is punctuation, never a word."""
    known = tuple(parts)
    return Said(mark.join(known), Joined(mark, known))


def listed(parts: Iterable[str]) -> str:
    """Texts as a list with an "and"; "" for none."""
    known = tuple(parts)
    text = " and ".join(filter(None, [", ".join(known[:-1]), *known[-1:]]))
    return Said(text, Listing(known))


def brief(number: Fraction) -> Said:
    """A number with as few decimals as it needs, and at most six digits that count."""
    text = f"{float(number):g}"
    value, digits = Fraction(text), 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    return Said(text, Figure(value, digits))


def capital(text: str) -> Said:
    """The text with a capital letter in front."""
    return Said(f"{text[:1].upper()}{text[1:]}", Capital(text))
