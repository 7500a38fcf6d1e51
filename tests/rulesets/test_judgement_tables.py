"""The judgement tables of the service excellence ruleset, against the examples that were worked by hand."""

from fractions import Fraction
from pathlib import Path

import pytest

from bsc_audit.app.rulesets import compile_files
from bsc_audit.core.findings.risk import by_score, by_share, rate, severity
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.vocabulary import Confidence, Grade, Trend
from bsc_audit.importers.library import FolderLibrary

LIBRARY = FolderLibrary([Path(__file__).resolve().parents[2]])
RULESET = compile_files(LIBRARY, LIBRARY.ruleset("service-excellence", "1.0") or ())


def grading_values(weight: int, score: int, critical: bool) -> Values:
    facts = {"weight": Fraction(weight), "score": Fraction(score), "critical": critical}
    return Values(measured={}, derived={}, indicators={}, nodes={}, facts=facts)


@pytest.mark.parametrize(
    ("weight", "score", "critical", "expected"),
    [(6, 0, True, 4), (11, 35, False, 3), (8, 58, False, 2), (4, 10, False, 3), (12, 15, False, 4), (8, 40, True, 4)],
)
def test_severity_grows_with_weight_shortfall_and_criticality(
    weight: int, score: int, critical: bool, expected: int
) -> None:
    assert severity(RULESET.severity, grading_values(weight, score, critical)) == expected


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("1.99", 1), ("2", 2), ("9.99", 2), ("10", 3), ("17.5", 3), ("25", 4), ("28", 4), ("50", 5)],
)
def test_likelihood_follows_the_share_of_cases(percent: str, expected: int) -> None:
    assert by_share(RULESET.likelihood, Fraction(percent)) == expected


@pytest.mark.parametrize(
    ("score", "trend", "expected"),
    [
        (45, Trend.WORSENING, 4),
        (45, None, 3),
        (80, None, 1),
        (79, None, 2),
        (19, Trend.WORSENING, 5),
        (90, Trend.IMPROVING, 1),
    ],
)
def test_likelihood_follows_the_score_and_where_it_is_going(score: int, trend: Trend | None, expected: int) -> None:
    assert by_score(RULESET.likelihood, Fraction(score), trend) == expected


@pytest.mark.parametrize(
    ("level", "likelihood", "band"),
    [
        (1, 4, "low"),
        (5, 1, "high"),
        (1, 5, "moderate"),
        (3, 3, "moderate"),
        (2, 5, "high"),
        (3, 4, "high"),
        (3, 5, "extreme"),
        (4, 4, "extreme"),
        (5, 5, "extreme"),
    ],
)
def test_a_rating_falls_into_its_band_and_severity_five_is_never_less_than_high(
    level: int, likelihood: int, band: str
) -> None:
    rated = rate(RULESET.risk, level, likelihood, Confidence.HIGH, "")
    assert (rated.rating, rated.band) == (level * likelihood, band)


def test_what_each_grade_of_evidence_may_be_credited() -> None:
    caps = {grade: (cap.at, cap.verified) for grade, cap in RULESET.evidence_grades.items()}
    assert caps == {
        Grade.A: (100, True),
        Grade.B: (100, True),
        Grade.C: (60, False),
        Grade.D: (20, False),
        Grade.NONE: (0, False),
    }


def test_awards_ask_for_ten_points_less_of_every_perspective() -> None:
    needs = {award.id: [need.when.text for need in award.needs] for award in RULESET.decision.awards}
    assert list(needs) == ["exemplary", "advanced", "established", "foundation"]
    for award in RULESET.decision.awards:
        assert award.threshold is not None
        assert needs[award.id][1:] == [f"score.each >= {award.threshold - 10}"] * 4
