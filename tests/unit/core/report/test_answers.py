"""Answers in words: what was said or measured, and why there is nothing where there is nothing."""

from dataclasses import replace
from fractions import Fraction

import pytest

import report_samples as samples
from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.quantities import Interval
from bsc_audit.core.report.sections.answers import in_words, interval_text
from bsc_audit.core.ruleset.model import Indicator, SetItem
from bsc_audit.core.scoring.model import Measured
from bsc_audit.core.vocabulary import State

F = Fraction


def indicator(kind: str) -> Indicator:
    model = next(iter(samples.example().ruleset.indicators.values()))
    return replace(
        model,
        id="one",
        title="One",
        kind=kind,
        levels={0: "nothing", 3: "written down", 5: "proved"},
        items=tuple(SetItem(id=id_, asks=f"Is {id_} there?", weight=F(1)) for id_ in "abcdefg"),
    )


def measured(value: Fraction | None, **given: object) -> Measured:
    state = State.NOT_ASSESSED if value is None else State.ASSESSED
    return replace(Measured(indicator="one", state=state, value=value, unit="%"), **given)


def answered(value: dict[str, str] | dict[str, Fraction]) -> Answer:
    return Answer(value=value, not_applicable=None)


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (F(3), "Level 3 of 5: written down"),
        (F(7, 2), "Level 3.5 of 5, between 3 (written down) and 5 (proved)"),
        (F(4), "Level 4 of 5, between 3 (written down) and 5 (proved)"),
    ],
)
def test_a_level_is_told_by_its_anchors(level: Fraction, text: str) -> None:
    assert in_words(indicator("rubric"), measured(level), None) == text


def test_facets_are_told_one_by_one() -> None:
    answer = answered({"plan": F(8), "practice": F(13, 2)})
    assert in_words(indicator("three_facet"), measured(F(70)), answer) == "plan 8, practice 6.5 of 10"


def test_a_set_names_what_is_not_fully_there_and_leaves_out_what_does_not_apply() -> None:
    answer = answered({"a": "yes", "b": "no", "c": "partly", "d": "not_applicable"})
    text = in_words(indicator("yes_no_set"), measured(F(50)), answer)
    assert text == "1 of 3\u00a0questions answered yes. Not fully: Is b there? no; Is c there? partly"


def test_many_gaps_are_cut_with_their_number() -> None:
    answer = answered(dict.fromkeys("abcdefg", "no"))
    assert in_words(indicator("yes_no_set"), measured(F(0)), answer).endswith("and 3\u00a0more gaps")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("checklist", "One: mean of 9\u00a0accepted visits 78.5"),
        ("contact_review", "One: mean of 9\u00a0random reviews 78.5"),
    ],
)
def test_records_are_told_by_their_mean_and_number(kind: str, text: str) -> None:
    assert in_words(indicator(kind), measured(F("78.45"), n=9), None) == text


def test_a_metric_carries_its_sample_and_interval() -> None:
    given = measured(F("86.04"), n=1200, interval=Interval(84.21, 87.9))
    assert in_words(indicator("ratio"), given, None) == (
        "One: 86.0\u00a0% (n\u00a01\u00a0200, 95\u00a0% interval 84.2 to 87.9\u00a0%)"
    )


def test_an_interval_of_unknown_margin_is_no_text() -> None:
    assert interval_text(None, "%") == ""


def test_why_there_is_no_answer_is_said() -> None:
    assert in_words(indicator("ratio"), measured(None, reason="below 30 observations"), None) == "below 30 observations"
    assert in_words(indicator("ratio"), measured(None), None) == "No usable evidence was submitted."
    left_out = measured(None, state=State.NOT_APPLICABLE)
    assert in_words(indicator("ratio"), left_out, None) == "Does not apply."


@pytest.mark.parametrize("kind", ["three_facet", "yes_no_set"])
def test_a_value_without_its_answer_is_told_as_a_value(kind: str) -> None:
    assert in_words(indicator(kind), measured(F(70)), None) == "One: 70.0\u00a0%"
