"""The kinds of answers people give, by how their fields become a value; each has a widget in templates/answers."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bsc_audit.core.ruleset.model import Indicator


class Shape(StrEnum):
    """How the fields of an answer become its value."""

    NUMBER = "number"  # one field, a number
    NUMBERS = "numbers"  # a number a facet
    WORDS = "words"  # a word a question


def parts_of(indicator: Indicator) -> tuple[str, ...]:
    """Ids of what is answered one by one; () where there is one value."""
    return (*(one.id for one in indicator.items), *indicator.facets)


def value_of(shape: Shape, single: str, parts: Mapping[str, str]) -> Any:
    """The value some fields mean, as the evidence folder writes it; None where nothing was filled in.

    What is no number stays as it was typed: the engine says what is wrong with it.
    """
    given = {name: text for name, text in parts.items() if text}
    match shape:
        case Shape.NUMBER:
            return number_of(single) if single else None
        case Shape.NUMBERS:
            return {name: number_of(text) for name, text in given.items()} or None
        case Shape.WORDS:
            return given or None


def number_of(text: str) -> int | float | str:
    """A number as people type it, with a point or a comma; the text itself where it is none."""
    plain = text.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-")
    try:
        number = float(plain)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number if abs(number) < float("inf") else text


def text_of(value: Any) -> str:
    """A number or word of a stored value as a field shows it; "" for nothing."""
    return f"{value:g}" if isinstance(value, int | float) else str(value or "")


def in_words(shape: Shape, value: Any) -> str:
    """A stored value as a sentence shows it: 3.5, or 5 yes, 1 partly."""
    match shape:
        case Shape.NUMBER:
            return text_of(value)
        case Shape.NUMBERS:
            return ", ".join(f"{name} {text_of(one)}" for name, one in value.items())
        case Shape.WORDS:
            return ", ".join(_counted(value.values()))


def _counted(words: Iterable[str]) -> Iterable[str]:
    given = list(words)
    return (f"{given.count(word)} {word.replace('_', ' ')}" for word in dict.fromkeys(given))


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "rubric": Shape.NUMBER,
        "demerits": Shape.NUMBER,
        "three_facet": Shape.NUMBERS,
        "yes_no_set": Shape.WORDS,
        "document_properties": Shape.WORDS,
    }
)
