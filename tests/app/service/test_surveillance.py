"""When certificates are looked at again: yearly from the decision on, anew before they end."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import stored_values as values
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.model.decision import Certificate, CertificateStatus
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.surveillance import Surveillance, list_surveillance, surveillance, surveillance_days
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.workflow import AssessmentState
from stored_values import SteppingClock, World, world

DECIDED = date(2024, 2, 29)
READER = Principal(actor="person:a", org_id="", role=Role.CLIENT)


@pytest.mark.parametrize(
    ("valid_until", "days"),
    [
        (date(2025, 2, 28), []),  # a year: it is renewed, nothing in between
        (date(2025, 3, 1), [date(2025, 2, 28)]),
        (date(2027, 2, 28), [date(2025, 2, 28), date(2026, 2, 28)]),  # three years: twice, then renewed
        (date(2028, 2, 29), [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28)]),  # counted from the decision
    ],
)
def test_surveillance_is_each_year_from_the_decision_on(valid_until: date, days: list[date]) -> None:
    assert list(surveillance_days(DECIDED, valid_until)) == days


def three_years(**more: Any) -> Certificate:
    return values.certificate("org", "one", "two", valid_until=date(2027, 2, 28), **more)


@pytest.mark.parametrize(
    ("done", "today", "overdue", "next_due"),
    [
        ([], date(2025, 2, 28), [False, False, False], date(2025, 2, 28)),
        ([], date(2025, 3, 1), [True, False, False], date(2025, 2, 28)),
        (["a"], date(2025, 3, 1), [False, False, False], date(2026, 2, 28)),
        (["a"], date(2026, 3, 1), [False, True, False], date(2026, 2, 28)),
        (["a", "b"], date(2026, 3, 1), [False, False, False], date(2027, 2, 28)),
        (["a", "b", "c"], date(2028, 1, 1), [False, False, False], None),
    ],
)
def test_each_look_is_done_by_a_later_assessment_or_overdue(
    done: list[str], today: date, overdue: list[bool], next_due: date | None
) -> None:
    found = surveillance(three_years(), DECIDED, done, today)
    assert [one.overdue for one in found.looks] == overdue
    assert [one.renewal for one in found.looks] == [False, False, True]
    assert found.next_due == next_due


def certified(made: World, work: Work, **more: Any) -> Certificate:
    return work.certificates.add(values.certificate(made.org.id, made.assessment.id, made.decision.id, **more))


def listed(made: World) -> tuple[Surveillance, ...]:
    with made.store.read(made.org.id) as work:
        return list_surveillance(work, replace(READER, org_id=made.org.id))


@pytest.fixture
def made() -> World:
    clock = SteppingClock()
    return world(MemoryUnitOfWork(clock, Uuid7(clock)))


def test_certificates_that_ended_are_watched_no_more_and_the_most_urgent_comes_first(made: World) -> None:
    with made.store.write(made.org.id) as work:
        late = certified(made, work, valid_until=date(2032, 1, 1))
        soon = certified(made, work, valid_until=date(2027, 1, 1), status=CertificateStatus.SUSPENDED)
        for gone in (CertificateStatus.WITHDRAWN, CertificateStatus.SUPERSEDED):
            certified(made, work, status=gone)
    assert [one.certificate.id for one in listed(made)] == [soon.id, late.id]


def test_validated_assessments_that_follow_count_in_the_order_of_their_days(made: World) -> None:
    with made.store.write(made.org.id) as work:
        certified(made, work)
        first = _following(work, made.assessment.id, as_of=date(2027, 6, 1), state=AssessmentState.VALIDATED)
        second = _following(work, first, as_of=date(2028, 6, 1), state=AssessmentState.DECIDED)
        _following(work, second, as_of=date(2027, 1, 1), state=AssessmentState.IN_PROGRESS)
        _following(work, None, as_of=date(2027, 1, 1), state=AssessmentState.VALIDATED)
    (one,) = listed(made)
    assert [look.assessment_id for look in one.looks] == [first, second, None]


def _following(work: Work, previous: str | None, **more: Any) -> str:
    return work.assessments.add(values.assessment(previous_id=previous, **more)).id
