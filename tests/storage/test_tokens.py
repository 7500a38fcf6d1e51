"""Tokens of callers: one suite for the process's own, SQLite's and PostgreSQL's."""

import threading
from collections.abc import Iterator

import pytest

from bsc_audit.app.service.rates import LocalTokens, Rate, Tokens
from bsc_audit.app.service.refusals import Unavailable
from bsc_audit.storage.engine import Database, open_database
from bsc_audit.storage.tokens import FORGOTTEN_AFTER, SqlTokens

RATE = Rate(name="caller", requests=6, seconds=60)  # one in ten seconds


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture(params=["here", "sqlite", "postgres"])
def tokens(request: pytest.FixtureRequest, clock: Hands) -> Iterator[Tokens]:
    if request.param == "here":
        yield LocalTokens(clock=clock)
        return
    yield SqlTokens(request.getfixturevalue(f"{request.param}_database"), clock=clock)


def take(tokens: Tokens, caller: str = "a", *, least: int = 1, most: int = 1, rate: Rate = RATE) -> tuple[int, float]:
    taken = tokens.take(rate, caller, least=least, most=most)
    return taken.granted, taken.left


def test_a_bucket_nobody_took_from_is_full_and_an_empty_one_gives_nothing(tokens: Tokens) -> None:
    assert [take(tokens) for _ in range(7)] == [*((1, float(left)) for left in (5, 4, 3, 2, 1, 0)), (0, 0.0)]


def test_a_bucket_fills_up_with_time_and_no_further_than_its_rim(tokens: Tokens, clock: Hands) -> None:
    take(tokens, least=6, most=6)
    clock.now += 9.5
    assert take(tokens) == (0, pytest.approx(0.95))
    clock.now += 1
    assert take(tokens) == (1, pytest.approx(0.05))
    clock.now += 86_400
    assert take(tokens) == (1, 5.0)


def test_as_many_are_taken_as_are_there_but_the_least_or_none(tokens: Tokens) -> None:
    assert take(tokens, least=2, most=4) == (4, 2.0)
    assert take(tokens, least=3, most=4) == (0, 2.0)
    assert take(tokens, least=1, most=4) == (2, 0.0)


def test_callers_and_rates_have_buckets_of_their_own(tokens: Tokens) -> None:
    take(tokens, least=6, most=6)
    assert take(tokens, "b") == (1, 5.0)
    assert take(tokens, rate=Rate(name="address", requests=6, seconds=60)) == (1, 5.0)


def test_a_clock_that_is_behind_credits_nothing(tokens: Tokens, clock: Hands) -> None:
    take(tokens, least=6, most=6)
    clock.now -= 30
    assert take(tokens) == (0, 0.0)


def test_many_who_ask_at_once_get_no_more_than_there_are(tokens: Tokens) -> None:
    got: list[int] = []
    rate = Rate(name="caller", requests=40, seconds=60)

    def ask() -> None:
        for _ in range(10):
            got.append(take(tokens, rate=rate)[0])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(got), sum(got)) == (80, 40)


def test_processes_share_a_bucket(postgres_database: Database, clock: Hands) -> None:
    first, second = SqlTokens(postgres_database, clock=clock), SqlTokens(postgres_database, clock=clock)
    assert [take(one)[1] for one in (first, second, first)] == [5.0, 4.0, 3.0]


def test_buckets_that_are_full_again_are_forgotten(sqlite_database: Database, clock: Hands) -> None:
    tokens = SqlTokens(sqlite_database, clock=clock)
    take(tokens, "old")
    clock.now += FORGOTTEN_AFTER + 1
    take(tokens, "new")
    with sqlite_database.reader.connect() as opened:
        assert [row[0] for row in opened.exec_driver_sql("SELECT bucket FROM rate_tokens")] == ["caller new"]


def test_a_database_that_is_gone_says_so() -> None:
    gone = open_database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable):
        take(SqlTokens(gone))
