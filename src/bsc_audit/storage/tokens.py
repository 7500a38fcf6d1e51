"""Tokens of callers in a table: one statement takes them, whichever of many processes asks."""

import time
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Insert, bindparam, case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bsc_audit.app.service.rates import Rate, Taken
from bsc_audit.storage.engine import Database
from bsc_audit.storage.refusing import answering
from bsc_audit.storage.tables.rate import RateTokensRow as Row

MILLION = 1_000_000
FORGET_EVERY = 60.0  # seconds between two looks for buckets that are full again


class SqlTokens:
    """Fulfils the port `Tokens` over a database.

    Times are those of the processes. Where their clocks differ, the one that is ahead counts, so that none is credited
    twice for the same second.
    """

    shared = True

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock
        self._forgotten_at = clock()

    def take(self, rate: Rate, caller: str, *, least: int, most: int) -> Taken:
        """Take as many as are there, up to `most`, but `least` or none."""
        now = self._clock()
        asked = {
            "bucket": f"{rate.name} {caller}",
            "now": int(now * MILLION),
            "full": rate.requests * MILLION,
            "seconds": rate.seconds,
            "requests": rate.requests,
            "least": least,
            "most": most,
            "first": min(most, rate.requests),
        }
        with answering(), self._database.writing(), self._database.writer.begin() as opened:
            taken = opened.execute(_taking(opened.dialect.name), asked).one()
            if now - self._forgotten_at > max(FORGET_EVERY, rate.seconds):
                self._forgotten_at = now
                opened.execute(_FORGETTING, {"before": int((now - FORGOTTEN_AFTER) * MILLION)})
        return Taken(granted=taken.granted, left=taken.millionths / MILLION)


@cache
def _taking(dialect: str) -> Insert:
    """What takes: a new bucket is a full one, of one that is there the time since it was counted is credited."""
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    now, first = _given("now"), _given("first")
    adding = insert(Row).values(
        bucket=bindparam("bucket"), millionths=_given("full") - first * MILLION, counted_at=now, granted=first
    )
    there = _there()
    granted = _granted(there)
    taking: Insert = adding.on_conflict_do_update(
        index_elements=[col(Row.bucket)],
        set_={
            "millionths": there - granted * MILLION,
            "counted_at": case((now > col(Row.counted_at), now), else_=col(Row.counted_at)),
            "granted": granted,
        },
    ).returning(col(Row.granted), col(Row.millionths))
    return taking


def _there() -> Any:
    """Millionths of a token that are in a bucket now."""
    passed = _given("now") - col(Row.counted_at)
    most = _given("seconds") * MILLION  # by then it is full
    bounded = case((passed < 0, 0), (passed > most, most), else_=passed)
    filled = col(Row.millionths) + bounded * _given("requests") // _given("seconds")
    return case((filled > _given("full"), _given("full")), else_=filled)


def _given(name: str) -> Any:
    """A number that is given with the statement, of 64 bits."""
    return bindparam(name, type_=BigInteger)


def _granted(there: Any) -> Any:
    enough, plenty = _given("least") * MILLION, _given("most") * MILLION
    return case((there < enough, 0), (there >= plenty, _given("most")), else_=there // MILLION)


FORGOTTEN_AFTER = 3600.0  # seconds; every rate's bucket is full long before
_FORGETTING = delete(Row).where(col(Row.counted_at) < _given("before"))
