"""A browser for all tests of the pages, and the site on loopback."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from site_world import Site

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
FLAGS += ["--disable-component-update", "--no-first-run"]
# Two pages behind the address bar of every window, which nobody sees and which take longer than many a test; then what
# Playwright turns off, said again because only the last such list counts.
OFF = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]
OFF += ["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "PaintHolding"]
OFF += ["HttpsFirstBalancedModeAutoEnable", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"]
OFF += ["LensOverlay", "MediaRouter", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"]
OFF += ["PreconnectToSearch"]
FLAGS += [f"--disable-features={','.join(OFF)}"]


OPENED = ExitStack()  # by Playwright, whose event loop would be in the way of tests outside this folder


@pytest.fixture(scope="module")
def browser() -> Browser:
    """Chromium, one for all that a process does in this folder without leaving it."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    return _chromium(CHROMIUM)


@cache
def _chromium(path: str) -> Browser:
    playwright = OPENED.enter_context(sync_playwright())
    return OPENED.enter_context(playwright.chromium.launch(executable_path=path, args=FLAGS))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """After the last test of this folder, or when another process took over the rest, the browser ends."""
    yield
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        pytest_sessionfinish()


def pytest_sessionfinish() -> None:
    """Nor does it stay when a run is broken off."""
    OPENED.close()
    _chromium.cache_clear()


@pytest.fixture
def site() -> Iterator[Site]:
    """The pages over a store in memory, with nobody in it yet."""
    with Site() as running:
        yield running
