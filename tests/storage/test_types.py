"""Values go through the columns unchanged, or not at all."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from bsc_audit.app.service.permissions import Scope
from bsc_audit.storage.types import Day, Flag, JsonText, Moment, Word, Words

SQLITE = sqlite.dialect()
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(9998, 1, 1), timezones=ZONES)


def stored(column: Any, value: Any) -> Any:
    return column.process_bind_param(value, SQLITE)


def through(column: Any, value: Any) -> Any:
    """As rows are read; the way without a step between gives what the other does."""
    found = column.process_result_value(stored(column, value), SQLITE)
    quick = column.result_processor(SQLITE, None)
    assert quick(None) is None
    assert repr(quick(stored(column, value))) == repr(found)
    return found


@given(MOMENTS)
def test_a_moment_is_the_same_moment_afterwards(moment: datetime) -> None:
    assert through(Moment(), moment) == moment
    assert through(Moment(), moment).utcoffset() == timedelta(0)


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    texts = stored(Moment(), one), stored(Moment(), other)
    assert (one < other) == (texts[0] < texts[1])


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="names no time zone"):
        stored(Moment(), datetime(2026, 1, 1))


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ).filter(lambda value: value is not None)
)
def test_json_is_the_same_afterwards_in_the_same_order(value: Any) -> None:
    found = through(JsonText(), value)
    assert found == value
    assert repr(found) == repr(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [float("-inf")]}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        stored(JsonText(), value)


def test_words_and_days_come_back_as_what_they_were() -> None:
    assert through(Day(), date(2026, 2, 28)) == date(2026, 2, 28)
    assert through(Word(Scope), Scope.ADMIN) is Scope.ADMIN
    assert through(Words(Scope), (Scope.ADMIN, Scope.METRICS_WRITE)) == (Scope.ADMIN, Scope.METRICS_WRITE)
    assert through(Flag(), True) is True
    assert stored(Flag(), False) == 0


@pytest.mark.parametrize("column", [Moment(), Day(), JsonText(), Word(Scope), Words(), Flag()])
def test_missing_stays_missing(column: Any) -> None:
    assert stored(column, None) is None
    assert through(column, None) is None


def test_a_word_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="guesses:read"):
        stored(Word(Scope), "guesses:read")


def test_a_moment_in_another_zone_is_kept_as_utc() -> None:
    there = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=5)))
    assert stored(Moment(), there) == "2025-12-31T21:00:00.000000Z"
    assert through(Moment(), there).tzinfo is UTC
