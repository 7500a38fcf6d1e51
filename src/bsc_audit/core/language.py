"""A language of the report: catalogue, marks of numbers, dates and lists, as plain values.

The core reads no catalogue and no locale data: whoever builds a report passes a Language. English is what the program
is written in: it says every text as it stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bsc_audit.core.quantities import round_half_up
from bsc_audit.core.said import NBSP, Capital, Counted, Day, Figure, How, Joined, Listing, Pattern, Said

Texts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """How a list is written; {0} stands before {1}."""

    pair: str
    start: str
    middle: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language, ready to speak."""

    tag: str  # as in HTML: de, de-CH
    texts: Texts | None  # English text (of a plural the singular) -> its forms; None says it as it stands
    plural: Callable[[int], int]  # which form a number takes
    decimal: str
    group: str  # between thousands
    minus: str
    day: str  # with {day}, {month} and {year}
    months: tuple[str, ...]
    lists: Lists

    def text(self, text: str) -> str:
        """A text in this language; what does not remember how it was made stays as it is."""
        if self.texts is None or not isinstance(text, Said):
            return str(text)
        return self._made(text.how)

    def word(self, english: str) -> str:
        """A text of the catalogue; the English one where it has none."""
        return (self.texts or {}).get(english, (english,))[0]

    def word_n(self, one: str, many: str, number: int) -> str:
        """The form of a text that this number takes."""
        forms = (self.texts or {}).get(one)
        if forms is None:
            return one if number == 1 else many
        return forms[min(self.plural(number), len(forms) - 1)]

    def number(self, value: Fraction, digits: int, *, signed: bool = False) -> str:
        """A number rounded half up, thousands set apart; no sign before a rounded zero."""
        rounded, scale = round_half_up(value, digits), 10**digits
        whole, rest = divmod(abs(rounded.numerator) * (scale // rounded.denominator), scale)
        groups = f"{whole:,}".replace(",", self.group)
        sign = self.minus if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + (f"{groups}{self.decimal}{rest:0{digits}d}" if digits else groups)

    def date(self, value: date) -> str:
        """A date in words."""
        return self.day.format(day=value.day, month=self.months[value.month - 1], year=value.year)

    def _made(self, how: How) -> str:
        match how:
            case Pattern(text=text, values=values):
                return self._filled(self.word(text), values)
            case Counted(one=one, many=many, number=number, values=values):
                return self._filled(self.word_n(one, many, number), values)
            case Figure(value=value, digits=digits, signed=signed):
                return self.number(value, digits, signed=signed)
            case Day(value=value):
                return self.date(value)
            case Listing(parts=parts):
                return self._listed([self.text(part) for part in parts])
            case Joined(mark=mark, parts=parts):
                return mark.join(self.text(part) for part in parts)
            case Capital(text=text):
                made = self.text(text)
                return f"{made[:1].upper()}{made[1:]}"

    def _filled(self, pattern: str, values: Mapping[str, str | int]) -> str:
        known = {name: self.text(value) if isinstance(value, str) else value for name, value in values.items()}
        return pattern.format(**known) if known else pattern

    def _listed(self, parts: list[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        if len(parts) == 2:
            return self.lists.pair.format(*parts)
        text = self.lists.end.format(parts[-2], parts[-1])
        for part in reversed(parts[1:-2]):
            text = self.lists.middle.format(part, text)
        return self.lists.start.format(parts[0], text)


ENGLISH = Language(
    tag="en",
    texts=None,
    plural=lambda number: int(number != 1),
    decimal=".",
    group=NBSP,
    minus="\u2212",
    day=f"{{day}}{NBSP}{{month}}{NBSP}{{year}}",
    months=(
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
    ),
    lists=Lists(pair="{0} and {1}", start="{0}, {1}", middle="{0}, {1}", end="{0} and {1}"),
)
