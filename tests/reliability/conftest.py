"""The battery: what must hold when processes die and many write at once. Short in every run, long by BSC_BATTERY=full."""

import os
from pathlib import Path

import pytest

FULL = os.environ.get("BSC_BATTERY") == "full"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder is of the battery."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("reliability")


@pytest.fixture(scope="session")
def rounds() -> int:
    """How often to try what may go wrong in a different place each time."""
    return 50 if FULL else 2
