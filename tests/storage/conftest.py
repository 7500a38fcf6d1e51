"""The three stores of the service: in memory, on SQLite and on PostgreSQL, each with a clock that never stands still."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from obstore.store import S3Store
from sqlalchemy import URL, text

import s3_server
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.ports import UnitOfWork
from bsc_audit.app.service.system import Uuid7
from bsc_audit.storage.engine import Database, open_database
from bsc_audit.storage.migrating import upgrade
from bsc_audit.storage.tables.every import METADATA
from bsc_audit.storage.unit_of_work import SqlUnitOfWork
from postgres_server import new_database, server
from s3_server import Bucket
from stored_values import SteppingClock, new_id

DATABASES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file at the head of the migrations, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    with _opened(f"sqlite:///{file}") as database:
        upgrade(database)
    return file


@pytest.fixture(scope="session")
def postgres() -> URL:
    """A PostgreSQL server."""
    return server()


@pytest.fixture(scope="session")
def migrated_url(postgres: URL) -> Iterator[URL]:
    """A PostgreSQL database at the head of the migrations, to be used as a template."""
    with new_database(postgres) as url:
        with _opened(_text(url)) as database:
            upgrade(database)
        yield url


@pytest.fixture(scope="session")
def used_url(postgres: URL, migrated_url: URL) -> Iterator[URL]:
    """A migrated PostgreSQL database that tests use one after the other: making one takes longer than emptying it."""
    with new_database(postgres, template=migrated_url.database) as url:
        yield url


def _emptied(database: Database) -> Database:
    with database.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers, no references
        for table in METADATA.sorted_tables:
            connection.execute(table.delete())
        for table in (
            "procrastinate_events",
            "procrastinate_jobs",
        ):  # one refers to the other, and nothing cascades here
            connection.execute(text(f"DELETE FROM {table}"))
    return database


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url, sync="NORMAL")  # a test's data outlives no power cut
    yield database
    database.close()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def _migrated(request: pytest.FixtureRequest, kind: str, *, own: bool = False) -> Iterator[Database]:
    """A migrated database without rows; one of its own where the test changes its schema."""
    with ExitStack() as stack:
        if kind == "sqlite":
            folder = request.getfixturevalue("tmp_path_factory").mktemp("copy")
            shutil.copy(request.getfixturevalue("migrated_file"), folder / "service.db")
            yield stack.enter_context(_opened(f"sqlite:///{folder / 'service.db'}"))
        elif own:
            template = request.getfixturevalue("migrated_url").database
            url = stack.enter_context(new_database(request.getfixturevalue("postgres"), template=template))
            yield stack.enter_context(_opened(_text(url)))
        else:
            yield _emptied(stack.enter_context(_opened(_text(request.getfixturevalue("used_url")))))


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    return str(request.param)


@pytest.fixture
def database(request: pytest.FixtureRequest, kind: str) -> Iterator[Database]:
    """A migrated database without rows."""
    with _migrated(request, kind) as database:
        yield database


@pytest.fixture
def own_database(request: pytest.FixtureRequest, kind: str) -> Iterator[Database]:
    """A migrated database without rows whose schema the test may change."""
    with _migrated(request, kind, own=True) as database:
        yield database


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated SQLite file without rows."""
    with _migrated(request, "sqlite") as database:
        yield database


@pytest.fixture
def postgres_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated PostgreSQL database without rows."""
    with _migrated(request, "postgres") as database:
        yield database


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Iterator[Database]:
    """A database without tables."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        if kind == "postgres":
            url = _text(stack.enter_context(new_database(request.getfixturevalue("postgres"))))
        yield stack.enter_context(_opened(url))


@contextmanager
def _store(request: pytest.FixtureRequest, kind: str, clock: SteppingClock, *, own: bool) -> Iterator[UnitOfWork]:
    if kind == "fake":
        yield MemoryUnitOfWork(clock, Uuid7())
        return
    with _migrated(request, kind, own=own) as database:
        yield SqlUnitOfWork(database, clock, Uuid7())


@pytest.fixture(scope="module", params=("fake", *DATABASES))
def store(request: pytest.FixtureRequest) -> Iterator[UnitOfWork]:
    """A store that the tests of a module share: each makes organisations of its own."""
    with _store(request, request.param, SteppingClock(), own=True) as store:
        yield store


@pytest.fixture(scope="session")
def s3() -> Iterator[Bucket]:
    """A bucket of an S3-compatible server; each test has a prefix of its own."""
    with s3_server.server() as endpoint:
        yield s3_server.new_bucket(endpoint, "evidence")


@pytest.fixture
def s3_place(s3: Bucket, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    """An empty place in a bucket."""
    s3_server.use_keys(monkeypatch)
    return s3.open(f"{new_id()}/deep")


@pytest.fixture
def clock() -> SteppingClock:
    """The clock of the stores that are for one test alone."""
    return SteppingClock()


@pytest.fixture(params=("fake", *DATABASES))
def fresh_store(request: pytest.FixtureRequest, clock: SteppingClock) -> Iterator[UnitOfWork]:
    """A store for one test alone."""
    with _store(request, request.param, clock, own=False) as store:
        yield store


@pytest.fixture
def sql_store(database: Database, clock: SteppingClock) -> UnitOfWork:
    """A store for one test alone, on a database the test may look into."""
    return SqlUnitOfWork(database, clock, Uuid7())
