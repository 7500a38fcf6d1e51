"""Answers and measurements in words: what was said or measured, before any score."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.quantities import Interval
from bsc_audit.core.report.figures import count, measure, plain, plural, quantity
from bsc_audit.core.ruleset.model import Indicator
from bsc_audit.core.said import joined, say, say_n
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
    return say("{low} to {high}", low=measure(interval.low, unit), high=quantity(interval.high, unit).text)


def _metric(indicator: Indicator, measured: Measured, _answer: Answer | None) -> str:
    if measured.value is None:
        return say("no value")
    interval = interval_text(measured.interval, measured.unit)
    known = [
        say("n\u00a0{count}", count=count(measured.n)) if measured.n is not None else "",
        say("95\u00a0% interval {interval}", interval=interval) if measured.interval else "",
        measured.period.text if measured.period else "",
    ]
    behind = joined(", ", filter(None, known))
    value = joined(": ", (indicator.title, quantity(measured.value, measured.unit).text))
    return joined("", (value, " (", behind, ")")) if behind else value


def _rubric(indicator: Indicator, measured: Measured, _answer: Answer | None) -> str:
    if measured.value is None:
        return say("no level")
    level = measured.value
    anchor = indicator.levels.get(int(level), "") if level.denominator == 1 else ""
    text = say("Level {level} of 5", level=plain(level))
    if anchor:
        return joined(": ", (text, anchor))
    below = max((at for at in indicator.levels if at <= level), default=None)
    above = min((at for at in indicator.levels if at >= level), default=None)
    if below is None or above is None:
        return text
    return say(
        "Level {level} of 5, between {below} ({below_says}) and {above} ({above_says})",
        level=plain(level),
        below=below,
        below_says=indicator.levels[below],
        above=above,
        above_says=indicator.levels[above],
    )


def _facets(indicator: Indicator, measured: Measured, answer: Answer | None) -> str:
    if answer is None or not isinstance(answer.value, Mapping):
        return _metric(indicator, measured, answer)
    given = (joined(" ", (name, _of_ten(value))) for name, value in answer.value.items())
    return say("{facets} of 10", facets=joined(", ", given))


def _of_ten(value: str | Fraction) -> str:
    return value if isinstance(value, str) else plain(value)


def _set(indicator: Indicator, measured: Measured, answer: Answer | None) -> str:
    """How many were answered yes, and which were not."""
    if answer is None or not isinstance(answer.value, Mapping):
        return _metric(indicator, measured, answer)
    given = {item.id: answer.value.get(item.id) for item in indicator.items}
    asked = [item for item in indicator.items if given[item.id] not in (None, "not_applicable")]
    yes = sum(given[item.id] == "yes" for item in asked)
    gaps = [joined(" ", (item.asks, _WORDS.get(str(given[item.id]), ""))) for item in asked if given[item.id] != "yes"]
    answered = say("{yes} of {questions} answered yes.", yes=yes, questions=plural(len(asked), "question", "questions"))
    if not gaps:
        return answered
    named, more = joined("; ", gaps[:GAPS_SHOWN]), len(gaps) - GAPS_SHOWN
    if more > 0:
        missing = say_n(
            "Not fully: {gaps}; and {number}\u00a0more gap",
            "Not fully: {gaps}; and {number}\u00a0more gaps",
            more,
            gaps=named,
        )
    else:
        missing = say("Not fully: {gaps}", gaps=named)
    return joined(" ", (answered, missing))


def _records(indicator: Indicator, measured: Measured, _answer: Answer | None) -> str:
    if measured.value is None:
        return say("no record")
    seen = len(measured.records) if measured.n is None else measured.n
    reviews = plural(seen, "random review", "random reviews")
    records = reviews if indicator.kind == "contact_review" else plural(seen, "accepted visit", "accepted visits")
    return say(
        "{indicator}: mean of {records} {mean}",
        indicator=indicator.title,
        records=records,
        mean=plain(measured.value, 1),
    )


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

_STATES = {
    State.NOT_ASSESSED: say("No usable evidence was submitted."),
    State.NOT_APPLICABLE: say("Does not apply."),
}
_WORDS = {"partly": say("partly"), "no": say("no")}
