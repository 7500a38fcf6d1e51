"""How far two reviewers agree: kappa never without plain agreement, and what it does not carry is said."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

import report_samples as samples
from bsc_audit.app.assessments import Assessment
from bsc_audit.core.evidence.model import Record
from bsc_audit.core.methods.agreement import cross_table, kappa
from bsc_audit.core.questionnaire.score import agreement_items
from bsc_audit.core.report.chapters import AgreementRow
from bsc_audit.languages import language

REVIEWS = "contact-review"


def records() -> list[Record]:
    """Reviews of the example, those done twice first."""
    mine = [one for one in samples.example().evidence.records if one.questionnaire == REVIEWS]
    return sorted(mine, key=lambda one: one.second_answers is None)


def with_reviews(reviews: Sequence[Record]) -> Assessment:
    one = samples.example()
    others = tuple(record for record in one.evidence.records if record.questionnaire != REVIEWS)
    return replace(one, evidence=replace(one.evidence, records=(*others, *reviews)))


def row(reviews: Sequence[Record], tag: str = "en") -> AgreementRow | None:
    report = samples.report_of(with_reviews(reviews), language(tag))
    return next(one.agreement for one in report.reviews if one.id == REVIEWS)


def test_the_figures_are_those_of_all_items_judged_twice() -> None:
    found = row(records())
    form = samples.example().ruleset.questionnaires[REVIEWS]
    pairs = [pair for record in records() for pair in agreement_items(form, record)]
    scale, table = cross_table([pair.first for pair in pairs], [pair.second for pair in pairs])
    agreed = kappa(table, scale, "linear")
    assert found is not None
    assert found.kappa is not None
    assert agreed is not None
    assert (found.items, found.kappa.value) == (len(pairs), float(agreed.kappa))
    assert found.same.value == pytest.approx(100 * sum(pair.first == pair.second for pair in pairs) / len(pairs))


def test_it_is_said_in_words_with_the_target_and_in_the_language_of_the_report() -> None:
    found, german = row(records()), row(records(), "de")
    assert found is not None
    assert german is not None
    assert found.says == (
        "6\u00a0records judged by two people, 84\u00a0items in all; 90\u00a0% judged alike; "
        "kappa 0.69 with linear weights; target 0.60"
    )
    assert "Kappa 0,69" in german.says
    assert "no interval" in found.note


def test_fewer_records_than_the_ruleset_asks_for_are_an_indication() -> None:
    found = row(records()[:2])
    assert found is not None
    assert (found.records, "Fewer than 5 records" in found.note) == (2, True)


def test_equal_answers_throughout_leave_no_kappa() -> None:
    first = records()[0]
    answers = {id_: replace(answer) for id_, answer in first.answers.items()}
    full = {id_: value for id_, value in answers.items() if id_ == next(iter(answers))}
    found = row([replace(first, answers=full, second_answers=full)])
    assert found is not None
    assert found.kappa is None
    assert "no kappa" in found.says
    assert found.same.value == 100


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_what_is_not_accepted_and_what_one_person_judged_says_nothing(status: str) -> None:
    once = [record for record in records() if record.second_answers is None]
    assert row(once) is None
    open_ = [replace(record, status=status) for record in records() if record.second_answers is not None]
    assert row([*once, *open_]) is None
