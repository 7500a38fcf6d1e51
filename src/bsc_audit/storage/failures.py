"""Failed sign-ins in a table: whichever of many processes is tried, it knows what the others saw."""

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Insert, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bsc_audit.app.service.throttle import FORGET, Failures
from bsc_audit.storage.engine import Database
from bsc_audit.storage.refusing import answering
from bsc_audit.storage.tables.failure import SignInFailuresRow as Row

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class SqlFailures:
    """Fulfils the port `FailureBook` over a database. Where clocks differ, the one that is ahead counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, name: str) -> Failures | None:
        """What is known of a name."""
        known = select(col(Row.failures), col(Row.last_at)).where(col(Row.name_sha256) == _digest(name))
        with answering(), self._database.reader.begin() as opened:
            row = opened.execute(known).first()
        return None if row is None else Failures(count=row.failures, last=_BEGIN + row.last_at * _MICROSECOND)

    def add(self, name: str, now: datetime) -> None:
        """One more failure; what is forgotten anyway goes."""
        counted = {"name": _digest(name), "now": _micros(now), "forgotten": _micros(now - FORGET)}
        with answering(), self._database.writing(), self._database.writer.begin() as opened:
            opened.execute(delete(Row).where(col(Row.last_at) < counted["forgotten"]))
            opened.execute(_counting(opened.dialect.name), counted)

    def forget(self, name: str) -> None:
        """Nothing is known of a name any more."""
        with answering(), self._database.writing(), self._database.writer.begin() as opened:
            opened.execute(delete(Row).where(col(Row.name_sha256) == _digest(name)))


@cache
def _counting(dialect: str) -> Insert:
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    now, last = bindparam("now", type_=BigInteger), col(Row.last_at)
    adding = insert(Row).values(name_sha256=bindparam("name"), failures=1, last_at=now)
    latest = case((now > last, now), else_=last)
    counting: Insert = adding.on_conflict_do_update(
        index_elements=[col(Row.name_sha256)], set_={"failures": col(Row.failures) + 1, "last_at": latest}
    )
    return counting


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _micros(moment: datetime) -> int:
    return (moment - _BEGIN) // _MICROSECOND
