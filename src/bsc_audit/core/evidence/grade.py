"""How well something is supported: the best of what is cited, lowered where a rule says so."""

from collections.abc import Iterable
from datetime import date

from bsc_audit.core.quantities import Period
from bsc_audit.core.vocabulary import AssessmentKind, Grade

BEST_FIRST = tuple(Grade)
BEST_OF_A_SELF_ASSESSMENT = Grade.B  # nobody independent has seen it


def best(grades: Iterable[Grade]) -> Grade:
    """The best of some grades; none without any."""
    return min(grades, key=BEST_FIRST.index, default=Grade.NONE)


def is_better(grade: Grade, other: Grade) -> bool:
    """Whether a grade is strictly better than another."""
    return BEST_FIRST.index(grade) < BEST_FIRST.index(other)


def one_lower(grade: Grade) -> Grade:
    """The next lower grade; none stays none."""
    return BEST_FIRST[min(BEST_FIRST.index(grade) + 1, len(BEST_FIRST) - 1)]


def at_most(grade: Grade, kind: AssessmentKind) -> Grade:
    """The grade an assessment of this kind can give: a self-assessment never reaches A."""
    if kind is AssessmentKind.SELF_ASSESSMENT and is_better(grade, BEST_OF_A_SELF_ASSESSMENT):
        return BEST_OF_A_SELF_ASSESSMENT
    return grade


def aged(grade: Grade, period: Period, as_of: date) -> Grade:
    """One step lower when the measured period ended more than twelve months before the assessment."""
    return one_lower(grade) if period.end < _a_year_before(as_of) else grade


def _a_year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)
