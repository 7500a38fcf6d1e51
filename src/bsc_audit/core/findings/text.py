"""Numbers into words: how an operand's value is written, and how a statement's placeholders are filled."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.expressions import Path, Value
from bsc_audit.core.quantities import exact, round_half_up
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.ruleset.reading import PLACEHOLDER, path_of
from bsc_audit.core.said import NBSP, Figure, Said, joined, say
from bsc_audit.core.units import unit_word

MISSING = say("not measured")
_UNIT_WORDS = re.compile(r"^(%|[A-Za-z])")
_TIGHT = frozenset({"", "score", "of 100", "currency", "1-7", "0-100", "-1..1", "scale points", "ratio"})


def number_text(value: Fraction | float | int, digits: int = 1) -> str:
    """A number rounded half up to `digits` decimals, with a true minus sign; whole numbers of 10 000 and more grouped."""
    rounded = round_half_up(exact(value), digits)
    sign = "\u2212" if rounded < 0 else ""
    scaled = abs(rounded) * 10**digits
    whole, rest = divmod(int(scaled), 10**digits)
    text = f"{whole:,}".replace(",", "\u202f") if whole >= 10_000 else str(whole)
    return Said(f"{sign}{text}.{rest:0{digits}d}" if digits else f"{sign}{text}", Figure(rounded, digits))


def with_unit(text: str, unit: str) -> str:
    """A number text and its unit, kept together."""
    if unit in _TIGHT or not _UNIT_WORDS.match(unit):
        return text
    return joined(NBSP, (text, unit_word(unit)))


def digits_for(value: Fraction | float) -> int:
    """Decimals that say enough: none for large amounts, two below ten in size, one between."""
    size = abs(exact(value))
    if size >= 1000:
        return 0
    return 2 if 0 < size < 10 and exact(value).denominator != 1 else 1


def value_text(value: Value, unit: str = "", digits: int | None = None) -> str:
    """Any operand's value as a reader sees it."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, str):
        return VALUES.get(value, value.replace("_", " "))
    return with_unit(number_text(value, digits_for(value) if digits is None else digits), unit)


def unit_of(ruleset: Ruleset, path: Path) -> str:
    """Unit in which an operand is written; "" for scores, counts and words."""
    word, name = ("value", path[0]) if len(path) == 1 else path
    if word in ("score", "n"):
        return ""
    if name in ruleset.indicators:
        return ruleset.indicators[name].unit
    return ruleset.derived[name].unit if name in ruleset.derived else ""


def operand_text(ruleset: Ruleset, path: Path, value: Value) -> str:
    """An operand's value in words; shares of weight as percent."""
    word = path[0] if len(path) == 2 else "value"
    if value is not None and word in ("coverage", "not_applicable_share") and not isinstance(value, str | bool):
        return with_unit(number_text(100 * exact(value)), "%")
    if value is not None and word == "n" and not isinstance(value, str | bool):
        return number_text(value, 0)
    counts = path[-1] in ruleset.derived and ruleset.derived[path[-1]].function == "count_if"
    return value_text(value, unit_of(ruleset, path), 0 if counts else 1 if word == "score" else None)


def operand_title(ruleset: Ruleset, path: Path) -> str:
    """An operand in words: `trend of Customer churn`."""
    if len(path) == 1:
        return known_title(ruleset, path[0])
    return of(path[0], known_title(ruleset, path[1]))


def of(word: str, title: str) -> str:
    """A property of something in words: `margin of error of CSAT`."""
    if word == "value":
        return title
    if word in _WORDS:
        return say(str(_WORDS[word]), title=title)
    return say("{property} of {title}", property=word.replace("_", " "), title=title)


def known_title(ruleset: Ruleset, name: str) -> str:
    """Title of anything a condition names; the name itself for what a profile took out and for facts."""
    try:
        return ruleset.title_of(name)
    except KeyError:
        return FACTS.get(name, name.replace("_", " "))


def fill(text: str, show: Callable[[Path], str]) -> str:
    """A statement with every {placeholder} replaced by what `show` makes of its path."""
    pieces, end = [], 0
    for match in PLACEHOLDER.finditer(text):
        pieces += [text[end : match.start()], show(path_of(match.group(1)))]
        end = match.end()
    return joined("", (*pieces, text[end:])) if pieces else text


_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "score": say("score of {title}"),
        "n": say("number of observations of {title}"),
        "change_margin": say("margin of error of the change of {title}"),
        "margin": say("margin of error of {title}"),
        "not_applicable_share": say("not applicable share of {title}"),
        "coverage": say("coverage of {title}"),
        "trend": say("trend of {title}"),
        "movement": say("movement of {title}"),
        "change": say("change of {title}"),
        "target": say("target of {title}"),
        "baseline": say("baseline of {title}"),
    }
)
"""What a condition may ask of something that has a title."""

VALUES: Mapping[str, str] = MappingProxyType(
    {
        "improving": say("improving"),
        "worsening": say("worsening"),
        "rising": say("rising"),
        "falling": say("falling"),
        "flat": say("flat"),
        "none": say("none"),
        "assessed": say("assessed"),
        "not_assessed": say("not assessed"),
        "not_applicable": say("not applicable"),
        "self_assessment": say("self assessment"),
        "certification": say("certification"),
    }
)
"""Values that are words."""

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "open_majors": say("open majors"),
        "open_minors": say("open minors"),
        "falsified": say("falsified"),
        "verified_share": say("verified share"),
        "kind": say("kind"),
        "score": say("score"),
        "weight": say("weight"),
        "critical": say("critical"),
        "grade": say("grade"),
        "n": say("n"),
        "low": say("low"),
        "fatal_items": say("fatal items"),
        "trend": say("trend"),
    }
)
"""What the tables of the decision and of the grading ask of an assessment or a criterion."""
