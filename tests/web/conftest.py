"""A browser for all tests of the pages, and the site on loopback."""

import shutil
from collections.abc import Iterator

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


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests of this folder; Playwright's event loop would be in the way of those elsewhere."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """The pages over a store in memory, with nobody in it yet."""
    with Site() as running:
        yield running
