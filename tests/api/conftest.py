"""Worlds for the tests of the API: one a module where tests only look, one a test where they change things."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api_world import SETTINGS, World
from bsc_audit.importers.folder import read_folder

HARBOUR = Path(__file__).resolve().parents[2] / "examples" / "harbour-bank"


@pytest.fixture
def world() -> World:
    """A world of the test's own."""
    return World()


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
