"""Moments say their offset, days are days, and neither is guessed from a number."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bsc_audit.api.times import Day, Instant, StoredInstant

INSTANT, STORED, DAY = TypeAdapter(Instant), TypeAdapter(StoredInstant), TypeAdapter(Day)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-30T12:00:00Z", datetime(2026, 9, 30, 12, tzinfo=UTC)),
        ("2026-09-30t14:00:00.5+02:00", datetime(2026, 9, 30, 12, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_into_utc(text: str, moment: datetime) -> None:
    got = INSTANT.validate_python(text)
    assert (got, got.tzinfo) == (moment, UTC)


@pytest.mark.parametrize("sent", ["2026-09-30T12:00:00", "2026-09-30", 1, 1.5, True, None, "2026-13-01T00:00:00Z", "x"])
def test_anything_else_is_no_moment(sent: object) -> None:
    with pytest.raises(ValidationError):
        INSTANT.validate_python(sent)


@pytest.mark.parametrize("sent", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_the_calendar_are_refused_not_broken(sent: str) -> None:
    with pytest.raises(ValidationError, match="years 1 to 9999"):
        INSTANT.validate_python(sent)


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))
def test_what_is_stored_is_written_as_every_moment_is(moment: datetime) -> None:
    assert STORED.dump_json(moment) == INSTANT.dump_json(moment)
    assert STORED.dump_python(moment, mode="json") == INSTANT.dump_python(moment, mode="json")
    assert STORED.validate_json(STORED.dump_json(moment)) == moment
    assert STORED.json_schema() == INSTANT.json_schema()


def test_responses_write_utc_with_a_z() -> None:
    assert INSTANT.dump_json(datetime(2026, 9, 30, 12, tzinfo=UTC)) == b'"2026-09-30T12:00:00Z"'


def test_a_day_is_a_day() -> None:
    assert DAY.validate_python("2026-09-30") == date(2026, 9, 30)
    for sent in ("2026-09-30T00:00:00Z", 20260930, "30.9.2026", None):
        with pytest.raises(ValidationError):
            DAY.validate_python(sent)
