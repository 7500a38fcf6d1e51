"""What an assessment may call itself: kinds x decisions x verdicts, and only one corner is a certificate."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

import report_samples as samples
from bsc_audit.core.report.model import Standing
from bsc_audit.core.report.sections.standing import months_after
from bsc_audit.core.vocabulary import AssessmentKind, Verdict

GRANTED = {"by": "A. Decider", "on": "1999-04-01", "outcome": "granted"}
DECISIONS = {
    "none": {},
    "granted": GRANTED,
    "awarded with its level": GRANTED | {"outcome": "Awarded: Exemplary."},
    "refused": GRANTED | {"outcome": "refused"},
    "not granted": GRANTED | {"outcome": "not granted"},
    "unknown words": GRANTED | {"outcome": "granted in part"},
    "another level": GRANTED | {"outcome": "granted, Foundation"},
    "nobody": GRANTED | {"by": ""},
    "no date": GRANTED | {"on": ""},
}
GRANTING = {"granted", "awarded with its level"}
AWARDING = {Verdict.RECOMMEND, Verdict.RECOMMEND_WITH_CONDITIONS}


def standing(kind: AssessmentKind, decision: dict[str, str], verdict: Verdict) -> Standing:
    return samples.report_of(samples.decided(decision, kind=kind, verdict=verdict)).standing


@pytest.mark.parametrize(("kind", "decision", "verdict"), list(product(AssessmentKind, DECISIONS, Verdict)))
def test_only_a_granted_recommendation_of_a_certification_assessment_is_certified(
    kind: AssessmentKind, decision: str, verdict: Verdict
) -> None:
    found = standing(kind, DECISIONS[decision], verdict)
    expected = kind is AssessmentKind.CERTIFICATION and decision in GRANTING and verdict in AWARDING
    assert found.granted is expected
    assert bool(found.reason) is not expected
    assert (found.heading == "Certificate") is expected
    assert all(bool(word) is expected for word in (found.award, found.by, found.on, found.until))


@pytest.mark.parametrize(
    ("kind", "decision", "verdict", "word"),
    [
        (AssessmentKind.SELF_ASSESSMENT, "granted", Verdict.RECOMMEND, "Self-assessment"),
        (AssessmentKind.ASSESSED, "granted", Verdict.RECOMMEND, "Assessment report"),
        (AssessmentKind.CERTIFICATION, "none", Verdict.RECOMMEND, "Draft: no decision recorded"),
        (AssessmentKind.CERTIFICATION, "refused", Verdict.RECOMMEND, "Decided: not certified"),
        (AssessmentKind.CERTIFICATION, "granted", Verdict.DEFER, "Draft: the recorded decision is not supported"),
        (AssessmentKind.CERTIFICATION, "granted", Verdict.RECOMMEND, "Certified: Exemplary"),
    ],
)
def test_every_page_says_what_it_is(kind: AssessmentKind, decision: str, verdict: Verdict, word: str) -> None:
    assert standing(kind, DECISIONS[decision], verdict).word == word


def test_nobody_of_the_team_decides() -> None:
    one = samples.decided(GRANTED | {"by": "Dr. A. Assessor, certification committee"})
    engagement = replace(one.evidence.engagement, team=({"name": "A. Assessor"},))
    report = samples.report_of(replace(one, evidence=replace(one.evidence, engagement=engagement)))
    assert not report.standing.granted
    assert "took part" in report.standing.reason


def test_the_seal_says_whether_the_award_was_granted() -> None:
    undecided, certified = (samples.report_of(samples.decided(one)).cover.seal for one in ({}, GRANTED))
    assert undecided is not None
    assert certified is not None
    assert (undecided.caption[:11], certified.caption) == ("recommended", "granted 1999")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(1999, 4, 1), 12, date(2000, 4, 1)),
        (date(1999, 8, 31), 6, date(2000, 2, 29)),
        (date(2000, 2, 29), 12, date(2001, 2, 28)),
        (date(1999, 12, 31), 12, date(2000, 12, 31)),
        (date(1999, 11, 30), 1, date(1999, 12, 30)),
        (date(1999, 4, 1), 0, date(1999, 4, 1)),
    ],
)
def test_months_keep_the_day_where_the_month_has_it(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end
