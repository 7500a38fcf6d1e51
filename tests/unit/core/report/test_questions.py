"""The Report carries every answer in the form a file has it, of every kind that is answered."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

import report_samples as samples
from bsc_audit.core.catalogue import ANSWERED_KINDS
from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.report.case import Case, references
from bsc_audit.core.report.questions import AnswerRow
from bsc_audit.core.report.sections.questions import TAKES, answer_rows
from bsc_audit.core.vocabulary import Grade

FACETS = {"plan": Fraction(1), "practice": Fraction(1), "proof": Fraction(1)}


def row_of(value: Fraction | Mapping[str, Fraction] | None, **kind: object) -> AnswerRow:
    """The row of FIN-01, answered so, its indicator of another kind."""
    one = samples.example()
    indicator = replace(one.ruleset.indicators["FIN-01"], **kind)  # type: ignore[arg-type]
    given = {"FIN-01": Answer(value=value, grade=Grade.D)} if value is not None else {}
    case = Case(
        ruleset=replace(one.ruleset, indicators={**one.ruleset.indicators, "FIN-01": indicator}),
        evidence=replace(one.evidence, answers=given),
        scorecard=one.scorecard,
        findings=one.findings,
        recommendation=one.recommendation,
        engine_version=samples.ENGINE,
        refs=references(one.findings),
    )
    return next(row for row in answer_rows(case) if row.id == "FIN-01")


def test_every_kind_that_is_answered_says_what_it_takes() -> None:
    assert set(TAKES) == ANSWERED_KINDS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(7, 2), "3.5"),
        (Fraction(0), "0"),
        (Fraction(1, 8), "0.125"),
        (Fraction("123456789012345.123456789012345"), "123456789012345.123456789012345"),
    ],
)
def test_a_number_is_written_exactly(value: Fraction, text: str) -> None:
    row = row_of(value, kind="demerits")
    assert (row.takes, [part.value for part in row.parts], row.grade) == ("points", [text], "D")


def test_facets_have_a_part_each() -> None:
    value = {"plan": Fraction(8), "practice": Fraction(6), "proof": Fraction(9, 2)}
    row = row_of(value, kind="three_facet", facets=FACETS)
    assert row.takes == "facet"
    assert [(part.id, part.value) for part in row.parts] == [("plan", "8"), ("practice", "6"), ("proof", "4.5")]


def test_an_unanswered_question_is_there_and_empty() -> None:
    row = row_of(None, kind="rubric", halves=False)
    assert (row.takes, [part.value for part in row.parts], row.grade) == ("level", [""], "")


def test_the_example_asks_each_thing_once_and_misses_no_answer() -> None:
    rows = samples.example_report().answers
    assert len({row.id for row in rows}) == len(rows)
    given = {row.id for row in rows if row.not_applicable or any(part.value for part in row.parts)}
    assert given == set(samples.example().evidence.answers)
