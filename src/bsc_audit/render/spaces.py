"""Spaces at which no line may break: between a number and its unit, in the words of English and of the report."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from bsc_audit.core.language import Language
from bsc_audit.core.said import NBSP
from bsc_audit.core.units import UNITS

ENGLISH_WORDS = ("points?", "days?", "months?", "hours?", "minutes?", "s", "ms", "h", "min")
BOUND = ("points", "days", "months", "working days", "h", "min", "s", "ms")  # of UNITS, said in other languages
COUNTED = (("day", "days"),)  # words of the engine that follow a number
INFLECTED = 4  # letters from which a word may have an ending more: 3 Monate, nach 3 Monaten
COUNTS = re.compile(r"[\d=]")  # without one of these nothing is bound, and most texts have none
ENDING = r"\w{0,2}"


def binder(spoken: Language) -> Callable[[str], str]:
    """What binds every number of a text to its unit.

    Args:
        spoken: the report's; English words are known too, as a ruleset may be in English.
    """
    spaces = _spaces((*ENGLISH_WORDS, *_foreign(spoken)))
    return lambda text: spaces.sub(NBSP, text) if COUNTS.search(text) else text


def _foreign(spoken: Language) -> Iterator[str]:
    """The words as patterns, but those that English has."""
    said = [spoken.text(UNITS[unit]) for unit in BOUND]
    said += [spoken.word_n(one, many, number) for one, many in COUNTED for number in (1, 2)]
    english = {*BOUND, *(word for words in COUNTED for word in words)}
    for word in dict.fromkeys(said):
        if word not in english:
            yield re.escape(word) + (ENDING if len(word) >= INFLECTED else "")


@cache
def _spaces(words: tuple[str, ...]) -> re.Pattern[str]:
    units = "|".join(words)
    return re.compile(rf"(?<=\d) (?=%|(?:{units})\b)|(?<=\bn) (?=[=\d])|(?<=[=<>]) (?=\d)")
