"""The engines that do jobs, each over its own kind of store."""

from collections.abc import Iterator

import pytest

from bsc_audit.storage.engine import open_database
from bsc_audit.storage.migrating import upgrade
from job_engines import Shop, shop_at
from postgres_server import new_database, server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A migrated PostgreSQL database."""
    with new_database(server()) as url:
        address = url.render_as_string(hide_password=False)
        _migrate(address)
        yield address


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite file."""
    url = f"sqlite:///{tmp_path_factory.mktemp('jobs') / 'service.db'}"
    _migrate(url)
    return url


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """Which store; "" for the one in memory."""
    return "" if request.param == "memory" else str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def shop(url: str) -> Iterator[Shop]:
    """An organisation whose jobs are done by the engine of its store."""
    with shop_at(url) as shop:
        yield shop


def _migrate(url: str) -> None:
    database = open_database(url)
    upgrade(database)
    database.close()
