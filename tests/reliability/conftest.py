"""The battery: what must hold when processes die and many write at once. Short in every run, long by BSC_BATTERY=full,
or as many rounds as BSC_BATTERY says."""

import os
from pathlib import Path

import pytest

ASKED = os.environ.get("BSC_BATTERY", "2")
ROUNDS = 50 if ASKED == "full" else int(ASKED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder is of the battery."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("reliability")


@pytest.fixture(scope="session")
def rounds() -> int:
    """How often to try what may go wrong in a different place each time."""
    return ROUNDS
