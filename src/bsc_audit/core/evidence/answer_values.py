"""What an answer to each kind of indicator looks like: a level, points, facets, or words per question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.documents.numbers import as_number
from bsc_audit.core.documents.part import Part
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.problems import Location
from bsc_audit.core.ruleset.model import Indicator

AnswerValue = Fraction | Mapping[str, str] | Mapping[str, Fraction]
Found = tuple[Location, str, str, str]  # where, code, message, hint

HIGHEST_LEVEL = 5
HIGHEST_FACET = 10
SET_WORDS = ("yes", "partly", "no", "not_applicable")


@dataclass(frozen=True, slots=True)
class Complaints:
    """What is wrong with a value."""

    found: tuple[Found, ...]


def _rubric(indicator: Indicator, part: Part) -> AnswerValue | Complaints:
    """A level 0..5, whole unless the rubric knows halves."""
    level = _plain_number(part)
    steps = "whole or half" if indicator.halves else "whole"
    if level is None:
        return _complaint(part, "answer-wrong-type", f"{part.data!r} is no level", "give a number from 0 to 5")
    if not 0 <= level <= HIGHEST_LEVEL:
        return _complaint(part, "level-out-of-range", f"there is no level {float(level):g}", "levels run from 0 to 5")
    if (level * (2 if indicator.halves else 1)).denominator != 1:
        return _complaint(
            part, "level-between", f"level {float(level):g} is not {steps}", f"this rubric takes {steps} levels"
        )
    return level


def _demerits(indicator: Indicator, part: Part) -> AnswerValue | Complaints:  # noqa: ARG001 - one signature for all
    """Points from 0 up."""
    points = _plain_number(part)
    if points is None or points < 0:
        return _complaint(part, "answer-wrong-type", f"{part.data!r} is no number of points", "give a number from 0")
    return points


def _facets(indicator: Indicator, part: Part) -> AnswerValue | Complaints:
    """Every facet, 0..10."""
    if not isinstance(part.data, Mapping):
        hint = f"give {{{', '.join(f'{name}: ...' for name in indicator.facets)}}}"
        return _complaint(part, "answer-wrong-type", f"{part.data!r} does not name the facets", hint)
    found = list(_wrong_names(part, indicator.facets, "facet"))
    values: dict[str, Fraction] = {}
    for name, facet in part.entries():
        value = _plain_number(facet)
        if value is None or not 0 <= value <= HIGHEST_FACET:
            found.append((facet.where, "facet-out-of-range", f"{name} is {facet.data!r}", "facets run from 0 to 10"))
        else:
            values[name] = value
    return Complaints(tuple(found)) if found else values


def _words(indicator: Indicator, part: Part) -> AnswerValue | Complaints:
    """Every question of a set, in words."""
    names = [item.id for item in indicator.items]
    if not isinstance(part.data, Mapping):
        hint = f"give {{{', '.join(f'{name}: yes' for name in names)}}}"
        return _complaint(part, "answer-wrong-type", f"{part.data!r} does not answer the questions one by one", hint)
    found = list(_wrong_names(part, names, "question"))
    for name, answer in part.entries():
        if answer.data not in SET_WORDS:
            message = f"{name} is {answer.data!r}"
            found.append((answer.where, "answer-wrong-type", message, did_you_mean(answer.data, SET_WORDS)))
    return Complaints(tuple(found)) if found else {name: str(word) for name, word in part.data.items()}


def _wrong_names(part: Part, wanted: Mapping[str, object] | list[str], what: str) -> list[Found]:
    """Names nobody asked for, and names that are missing: half an answer would look like a whole one."""
    found: list[Found] = [
        (entry.where_key, f"unknown-{what}", f"there is no {what} {name!r}", did_you_mean(name, wanted))
        for name, entry in part.entries()
        if name not in wanted
    ]
    missing = [name for name in wanted if name not in part.data]
    if missing:
        hint = "answer them all, or leave the whole answer out"
        found.append((part.where, "answer-incomplete", f"{', '.join(missing)} missing", hint))
    return found


def _plain_number(part: Part) -> Fraction | None:
    return None if isinstance(part.data, str) else as_number(part.data)


def _complaint(part: Part, code: str, message: str, hint: str) -> Complaints:
    return Complaints(((part.where, code, message, hint),))


VALUE_READERS: Mapping[str, Callable[[Indicator, Part], AnswerValue | Complaints]] = MappingProxyType(
    {
        "rubric": _rubric,
        "three_facet": _facets,
        "yes_no_set": _words,
        "document_properties": _words,
        "demerits": _demerits,
    }
)
