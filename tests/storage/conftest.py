"""The three stores of the service: in memory, on SQLite and on PostgreSQL, each with a clock that never stands still."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL

from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.ports import UnitOfWork
from bsc_audit.app.service.system import Uuid7
from bsc_audit.storage.engine import Database, open_database
from bsc_audit.storage.migrating import upgrade
from bsc_audit.storage.unit_of_work import SqlUnitOfWork
from postgres_server import new_database, server
from stored_values import SteppingClock

MakeDatabase = Callable[[], Database]
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


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def _copies(request: pytest.FixtureRequest, kind: str) -> Iterator[MakeDatabase]:
    """Makes migrated databases of a kind, all closed and gone at the end."""
    with ExitStack() as stack:

        def make() -> Database:
            if kind == "sqlite":
                folder = request.getfixturevalue("tmp_path_factory").mktemp("copy")
                shutil.copy(request.getfixturevalue("migrated_file"), folder / "service.db")
                return stack.enter_context(_opened(f"sqlite:///{folder / 'service.db'}"))
            template = request.getfixturevalue("migrated_url")
            url = stack.enter_context(new_database(request.getfixturevalue("postgres"), template=template.database))
            return stack.enter_context(_opened(_text(url)))

        yield make


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    return str(request.param)


@pytest.fixture
def database(request: pytest.FixtureRequest, kind: str) -> Iterator[Database]:
    """A migrated database without rows."""
    with _copies(request, kind) as make:
        yield make()


@pytest.fixture
def postgres_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated PostgreSQL database without rows."""
    with _copies(request, "postgres") as make:
        yield make()


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Iterator[Database]:
    """A database without tables."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        if kind == "postgres":
            url = _text(stack.enter_context(new_database(request.getfixturevalue("postgres"))))
        yield stack.enter_context(_opened(url))


def _store(make: MakeDatabase, kind: str, clock: SteppingClock) -> UnitOfWork:
    ids = Uuid7()
    return MemoryUnitOfWork(clock, ids) if kind == "fake" else SqlUnitOfWork(make(), clock, ids)


@pytest.fixture(scope="module", params=("fake", *DATABASES))
def store(request: pytest.FixtureRequest) -> Iterator[UnitOfWork]:
    """A store that the tests of a module share: each makes organisations of its own."""
    with _copies(request, request.param) as make:
        yield _store(make, request.param, SteppingClock())


@pytest.fixture
def clock() -> SteppingClock:
    """The clock of the stores that are for one test alone."""
    return SteppingClock()


@pytest.fixture(params=("fake", *DATABASES))
def fresh_store(request: pytest.FixtureRequest, clock: SteppingClock) -> Iterator[UnitOfWork]:
    """A store for one test alone."""
    with _copies(request, request.param) as make:
        yield _store(make, request.param, clock)


@pytest.fixture
def sql_store(database: Database, clock: SteppingClock) -> UnitOfWork:
    """A store for one test alone, on a database the test may look into."""
    return SqlUnitOfWork(database, clock, Uuid7())
