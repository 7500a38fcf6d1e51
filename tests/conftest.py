"""What every test may use, and the promise that a full check skips nothing for want of material.

The material beside the checkout (``../shared``) is not part of the project, so a test that reads it skips where
it is absent, as a test of pages does where there is no browser. Where they must be there (``BSC_REQUIRE_SHARED=1``,
``BSC_REQUIRE_BROWSER=1``, set by ``.ci/run``), such a skip is a failure.
"""

import os
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

pytest_plugins = ["pytester"]

# A busy machine is no counter-example. A gate gives the same verdict on the same tree; at a desk the search goes on.
settings.register_profile("unhurried", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("unhurried")

REQUIRE_SHARED, REQUIRE_BROWSER = "BSC_REQUIRE_SHARED", "BSC_REQUIRE_BROWSER"
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_folder() -> Callable[[str], Path]:
    """Gives a folder of the shared material by name, or skips with the reason."""

    def folder(name: str) -> Path:
        path = SHARED / name
        if not path.is_dir():
            pytest.skip(f"the shared material has no folder {name!r}: {path} is absent")
        return path

    return folder


@pytest.fixture(scope="session")
def shipped_pack(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the PDF of a shipped pack of the example by name; processes of one run share them."""
    from shipped_packs import once

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "shipped-packs"
    folder.mkdir(exist_ok=True)
    return lambda pack: once(pack, folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip for want of shared material or of a browser into a failure where that is required."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    return _refuse_skip((yield))


def _refuse_skip(report: Report) -> Report:
    for required, wants in WANTS.items():
        if os.environ.get(required) == "1" and report.outcome == "skipped" and wants(report.longrepr):
            report.outcome = "failed"
            report.longrepr = f"skipped although {required}=1: {report.longrepr}"
    return report


def _wants_shared(reason: object) -> bool:
    words = _words(reason)
    # A parametrised test whose table came out empty is the same skip in disguise.
    return "shared" in words or "empty parameter set" in words


def _wants_browser(reason: object) -> bool:
    return "chromium" in _words(reason)


def _words(reason: object) -> str:
    return str(reason[-1] if isinstance(reason, tuple) else reason)


WANTS: Mapping[str, Callable[[object], bool]] = {REQUIRE_SHARED: _wants_shared, REQUIRE_BROWSER: _wants_browser}
