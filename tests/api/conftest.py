"""Worlds for the tests of the API: one a module where tests only look, one a test where they change things."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api_world import SETTINGS, World
from bsc_audit.importers.folder import read_folder
from bsc_audit.storage.engine import open_database
from bsc_audit.storage.migrating import upgrade
from bsc_audit.storage.unit_of_work import SqlUnitOfWork

HARBOUR = Path(__file__).resolve().parents[2] / "examples" / "harbour-bank"


@pytest.fixture
def world() -> World:
    """A world of the test's own."""
    return World()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with its tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    database = open_database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture(params=["memory", "sqlite"])
def stored_world(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[World]:
    """A world of the test's own, on the fake and on a database."""
    if request.param == "memory":
        yield World()
        return
    database = open_database(f"sqlite:///{shutil.copy(migrated, tmp_path)}")
    yield World(store=partial(SqlUnitOfWork, database))
    database.close()


@pytest.fixture(scope="module")
def shared_world() -> World:
    """A world for tests that look only."""
    return World()


@pytest.fixture
def strict() -> Callable[..., World]:
    """Makes worlds with settings of the test's own."""
    return lambda **settings: World(replace(SETTINGS, **settings))


@pytest.fixture(scope="session")
def harbour() -> Mapping[str, Any]:
    """The sample assessment as the body of POST /v1/score."""
    raw = read_folder(HARBOUR)
    files = {name: one.data for name, one in raw.documents.items()} | {n: t.text for n, t in raw.tables.items()}
    documents = {name: {"sha256": one.sha256, "size": one.size} for name, one in raw.files.items()}
    return {"evidence": files, "documents": documents}
