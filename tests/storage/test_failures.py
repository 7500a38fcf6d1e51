"""Failures to sign in: one suite for the process's own book, SQLite's and PostgreSQL's."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from bsc_audit.app.service.refusals import Unavailable
from bsc_audit.app.service.throttle import FORGET, FailureBook, Failures, LocalFailures, Throttle
from bsc_audit.storage.engine import Database, open_database
from bsc_audit.storage.failures import SqlFailures
from bsc_audit.storage.tables.failure import SignInFailuresRow

NOW = datetime(2026, 11, 28, 9, 0, 0, 123_456, tzinfo=UTC)
ANN = "account ann@example.org"


@pytest.fixture(params=["here", "sqlite", "postgres"])
def book(request: pytest.FixtureRequest) -> FailureBook:
    if request.param == "here":
        return LocalFailures()
    return SqlFailures(request.getfixturevalue(f"{request.param}_database"))


def test_failures_are_counted_by_name_until_forgiven(book: FailureBook) -> None:
    assert book.find(ANN) is None
    book.add(ANN, NOW)
    book.add(ANN, NOW + timedelta(seconds=5))
    book.add("account bo", NOW)
    assert book.find(ANN) == Failures(count=2, last=NOW + timedelta(seconds=5))
    book.forget(ANN)
    assert (book.find(ANN), book.find("account bo")) == (None, Failures(count=1, last=NOW))


def test_after_a_quiet_hour_counting_begins_anew(book: FailureBook) -> None:
    for _ in range(3):
        book.add(ANN, NOW)
    book.add(ANN, NOW + FORGET)
    assert book.find(ANN) == Failures(count=4, last=NOW + FORGET)
    later = NOW + 2 * FORGET + timedelta(seconds=1)
    book.add(ANN, later)
    assert book.find(ANN) == Failures(count=1, last=later)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_one_process_saw_another_knows(request: pytest.FixtureRequest, kind: str) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    one, other = Throttle(SqlFailures(database)), Throttle(SqlFailures(database))
    threads = [threading.Thread(target=each.failed, args=(ANN, NOW)) for each in (one, other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (one.wait(ANN, NOW), other.wait(ANN, NOW)) == (8, 8)
    other.succeeded(ANN)
    assert one.wait(ANN, NOW) == 0


def test_nobodys_address_is_written_down_and_what_is_forgotten_goes(sqlite_database: Database) -> None:
    book = SqlFailures(sqlite_database)
    book.add(ANN, NOW)
    book.add("address 10.0.0.1", NOW + FORGET + timedelta(seconds=1))
    with sqlite_database.reader.begin() as opened:
        stored = [name for (name,) in opened.execute(select(col(SignInFailuresRow.name_sha256)))]
    assert [len(name) for name in stored] == [64]
    assert not any(word in stored[0] for word in ("ann", "10.0"))


def test_a_database_that_is_gone_is_said() -> None:
    book = SqlFailures(open_database("postgresql://nobody@127.0.0.1:1/nothing"))
    with pytest.raises(Unavailable):
        book.find(ANN)
    with pytest.raises(Unavailable):
        book.add(ANN, NOW)
