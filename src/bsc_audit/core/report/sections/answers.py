"""Answers and measurements in words: what was said or measured, before any score."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.quantities import Interval
from bsc_audit.core.report.figures import NBSP, count, plain, plural, quantity, suffix
from bsc_audit.core.ruleset.model import Indicator
from bsc_audit.core.scoring.model import Measured
from bsc_audit.core.vocabulary import State

GAPS_SHOWN = 4


def in_words(indicator: Indicator, measured: Measured, answer: Answer | None) -> str:
    """One indicator's answer as a sentence; why there is none, where there is none."""
    if measured.state is not State.ASSESSED:
        return measured.reason or _STATES[measured.state]
    return WORDINGS.get(indicator.kind, _metric)(indicator, measured, answer)


def interval_text(interval: Interval | None, unit: str) -> str:
    """A 95 % interval; empty when the margin is unknown."""
    if interval is None:
        return ""
    low, high = quantity(interval.low, unit), quantity(interval.high, unit)
    return f"{low.text.removesuffix(suffix(unit))} to {high.text}"


def _metric(indicator: Indicator, measured: Measured, _answer: Answer | None) -> str:
    if measured.value is None:
        return "no value"
    known = [
        f"n{NBSP}{count(measured.n)}" if measured.n is not None else "",
        f"95{NBSP}% interval {interval_text(measured.interval, measured.unit)}" if measured.interval else "",
        measured.period.text if measured.period else "",
    ]
    behind = ", ".join(filter(None, known))
    value = quantity(measured.value, measured.unit).text
    return f"{indicator.title}: {value}" + (f" ({behind})" if behind else "")


def _rubric(indicator: Indicator, measured: Measured, _answer: Answer | None) -> str:
    if measured.value is None:
        return "no level"
    level = measured.value
    anchor = indicator.levels.get(int(level), "") if level.denominator == 1 else ""
    text = f"Level {plain(level)} of 5"
    if anchor:
        return f"{text}: {anchor}"
    below = max((at for at in indicator.levels if at <= level), default=None)
    above = min((at for at in indicator.levels if at >= level), default=None)
    if below is None or above is None:
        return text
    return f"{text}, between {below} ({indicator.levels[below]}) and {above} ({indicator.levels[above]})"


def _facets(indicator: Indicator, measured: Measured, answer: Answer | None) -> str:
    if answer is None or not isinstance(answer.value, Mapping):
        return _metric(indicator, measured, answer)
    return ", ".join(f"{name} {_of_ten(value)}" for name, value in answer.value.items()) + " of 10"


def _of_ten(value: str | Fraction) -> str:
    return value if isinstance(value, str) else plain(value)


def _set(indicator: Indicator, measured: Measured, answer: Answer | None) -> str:
    """How many were answered yes, and which were not."""
    if answer is None or not isinstance(answer.value, Mapping):
        return _metric(indicator, measured, answer)
    given = {item.id: answer.value.get(item.id) for item in indicator.items}
    asked = [item for item in indicator.items if given[item.id] not in (None, "not_applicable")]
    yes = sum(given[item.id] == "yes" for item in asked)
    gaps = [f"{item.asks} {given[item.id]}" for item in asked if given[item.id] != "yes"]
    more = f"; and {plural(len(gaps) - GAPS_SHOWN, 'more gap')}" if len(gaps) > GAPS_SHOWN else ""
    tail = f" Not fully: {'; '.join(gaps[:GAPS_SHOWN])}{more}" if gaps else ""
    return f"{yes} of {plural(len(asked), 'question')} answered yes.{tail}"


def _records(indicator: Indicator, measured: Measured, _answer: Answer | None) -> str:
    if measured.value is None:
        return "no record"
    noun = "random review" if indicator.kind == "contact_review" else "accepted visit"
    seen = len(measured.records) if measured.n is None else measured.n
    return f"{indicator.title}: mean of {plural(seen, noun)} {plain(measured.value, 1)}"


Wording = Callable[[Indicator, Measured, Answer | None], str]

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "rubric": _rubric,
        "three_facet": _facets,
        "yes_no_set": _set,
        "document_properties": _set,
        "checklist": _records,
        "contact_review": _records,
    }
)
"""By kind of indicator; every other kind is a metric."""

_STATES = {State.NOT_ASSESSED: "No usable evidence was submitted.", State.NOT_APPLICABLE: "Does not apply."}
