"""Connections: SQLite as a file that loses nothing, or PostgreSQL; readers and writers begin differently."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from bsc_audit.app.service.refusals import Unavailable

Sync = Literal["FULL", "NORMAL"]
APP_ROLE = "bsc_app"  # on PostgreSQL: who row-level security is for; see walls
MOST_WAIT = 30.0  # seconds a writer waits for the writers before it


class WriterLock:
    """One writer of this process at a time, and how long they waited for each other."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.turns = 0  # so far
        self.waited = 0.0  # seconds, all of them together

    def take(self) -> bool:
        """Wait for a turn; False when it does not come within MOST_WAIT."""
        begun = time.perf_counter()
        if not self._lock.acquire(timeout=MOST_WAIT):
            return False
        self.turns += 1
        self.waited += time.perf_counter() - begun
        return True

    def give(self) -> None:
        """Let the next one."""
        self._lock.release()


class WriterBusy(Unavailable):
    """Other writers of this process kept the database longer than MOST_WAIT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An engine, and what else it takes to read and to write."""

    owner: Engine  # for migrations: may change the schema, keeps no connections
    reader: Engine  # its connections see one moment, and write nothing
    writer: Engine
    lock: WriterLock | None  # SQLite: one writer of this process at a time; None: the database sees to it

    @property
    def is_sqlite(self) -> bool:
        """Whether it is an SQLite file."""
        return self.lock is not None

    def close(self) -> None:
        """Give up every connection that is not in use."""
        for engine in (self.owner, self.reader, self.writer):
            engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writers' lock: SQLite's own waiting is sleep and retry, which starves some of many threads.

        Raises:
            WriterBusy: it was not to be had.
        """
        if self.lock is None:
            yield
            return
        if not self.lock.take():
            raise WriterBusy(f"no turn to write within {MOST_WAIT:.0f} s")
        try:
            yield
        finally:
            self.lock.give()


def open_database(url: str, *, sync: Sync = "FULL", pool_size: int = 5) -> Database:
    """The database of a URL; nothing is created yet but, on SQLite, the file's folder.

    Args:
        url: sqlite:///path or postgresql+psycopg://…; postgresql:// and postgres:// mean the latter.
        sync: SQLite's `synchronous`; NORMAL may lose the last commits with the power, not with the process.
        pool_size: connections that are kept.
    """
    made = _driver(make_url(url))
    if made.get_backend_name() == "sqlite":
        return _sqlite(made, sync, pool_size)
    return _postgresql(made, pool_size)


def _driver(url: URL) -> URL:
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _sqlite(url: URL, sync: Sync, pool_size: int) -> Database:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    pragmas = (*_PRAGMAS, f"synchronous={sync}")
    arguments = {"connect_args": {"check_same_thread": False}}
    engine = create_engine(url, pool_size=pool_size, max_overflow=50, **_DISCREET, **arguments)
    _prepare(engine, (*pragmas, "foreign_keys=ON"))
    owner = create_engine(url, poolclass=NullPool, execution_options={"bsc_writes": True}, **_DISCREET, **arguments)
    _prepare(owner, (*pragmas, "foreign_keys=OFF"))  # a table that is rebuilt is dropped with all that refer to it
    writer = engine.execution_options(bsc_writes=True)
    return Database(owner=owner, reader=engine, writer=writer, lock=WriterLock())


def _prepare(engine: Engine, pragmas: Iterable[str]) -> None:
    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("bsc_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL, pool_size: int) -> Database:
    engine = create_engine(url, pool_size=pool_size, max_overflow=50, pool_pre_ping=True, **_DISCREET)
    event.listen(engine, "connect", _become_app)
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(owner=create_engine(url, poolclass=NullPool, **_DISCREET), reader=reader, writer=engine, lock=None)


def _become_app(connection: Any, _record: Any) -> None:
    """Give up the owner's rights where the migrations have made the role: row-level security holds for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(rolname, 'MEMBER')", (APP_ROLE,))
        if cursor.fetchone():
            cursor.execute(f"SET ROLE {APP_ROLE}")
    connection.commit()


_PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=5000",
    "temp_store=MEMORY",
    "cache_size=-16000",
    "trusted_schema=OFF",
)
_DISCREET: Mapping[str, Any] = {"hide_parameters": True}  # what is stored does not stand in errors
