"""Evidence grades: the best counts, and rules only ever lower it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.evidence.grade import aged, at_most, best, is_better, one_lower
from bsc_audit.core.quantities import Period
from bsc_audit.core.vocabulary import AssessmentKind, Grade

GRADES = st.sampled_from(Grade)


def test_the_best_of_nothing_is_none() -> None:
    assert best([]) is Grade.NONE
    assert best([Grade.D, Grade.B, Grade.C]) is Grade.B


@pytest.mark.parametrize(
    ("period", "as_of", "grade"),
    [
        ("2025-09-30", date(2026, 9, 30), Grade.A),  # twelve months to the day
        ("2025-09-29", date(2026, 9, 30), Grade.B),
        ("2025-Q3", date(2026, 9, 30), Grade.A),
        ("2025-H1", date(2026, 9, 30), Grade.B),
        ("2023-02-28", date(2024, 2, 29), Grade.A),  # a year before the leap day
        ("2023-02-27", date(2024, 2, 29), Grade.B),
    ],
)
def test_what_was_measured_more_than_twelve_months_ago_counts_one_step_less(
    period: str, as_of: date, grade: Grade
) -> None:
    assert aged(Grade.A, Period.parse(period), as_of) is grade


@pytest.mark.parametrize("grade", Grade)
def test_a_self_assessment_never_reaches_a(grade: Grade) -> None:
    lowered = at_most(grade, AssessmentKind.SELF_ASSESSMENT)
    assert lowered is (Grade.B if grade is Grade.A else grade)
    assert at_most(grade, AssessmentKind.CERTIFICATION) is grade


@given(GRADES)
def test_lowering_never_raises_and_ends_at_none(grade: Grade) -> None:
    assert not is_better(one_lower(grade), grade)
    assert one_lower(Grade.NONE) is Grade.NONE


@given(st.lists(GRADES, min_size=1))
def test_no_grade_is_better_than_the_best(grades: list[Grade]) -> None:
    assert best(grades) in grades
    assert not any(is_better(grade, best(grades)) for grade in grades)
