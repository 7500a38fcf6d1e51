"""Failed sign-ins wait longer each time; nobody is locked out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.app.service.throttle import LocalFailures, Throttle

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def failed(throttle: Throttle, name: str, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        throttle.failed(name, now)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    throttle = Throttle()
    failed(throttle, "ann", 4)
    waits = []
    for _ in range(13):
        waits.append(throttle.wait("ann", NOW))
        failed(throttle, "ann", 1)
    assert waits == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_names_do_not_wait_for_each_other() -> None:
    throttle = Throttle()
    failed(throttle, "ann", 9)
    assert throttle.wait("bo", NOW) == 0


def test_success_and_quiet_forgive() -> None:
    throttle = Throttle()
    failed(throttle, "ann", 9)
    assert throttle.wait("ann", NOW + timedelta(hours=1, seconds=1)) == 0
    throttle.succeeded("ann")
    assert throttle.wait("ann", NOW) == 0


@given(seconds=st.floats(0, 4000))
def test_who_waits_as_long_as_told_may_try(seconds: float) -> None:
    throttle = Throttle()
    failed(throttle, "ann", 12)
    later = NOW + timedelta(seconds=seconds)
    assert throttle.wait("ann", later + timedelta(seconds=throttle.wait("ann", later))) == 0


def test_the_names_seen_longest_ago_are_forgotten_first() -> None:
    throttle = Throttle(LocalFailures(most_names=2))
    for name in ("a", "b", "c"):
        failed(throttle, name, 9)
    assert [throttle.wait(name, NOW) > 0 for name in ("a", "b", "c")] == [False, True, True]
