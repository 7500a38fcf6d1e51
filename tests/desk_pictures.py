"""Writes the pictures of the main pages for README and docs: the sample organisation on the desk. Run it by hand."""

import logging
import shutil
from pathlib import Path

import structlog
from playwright.sync_api import Browser, sync_playwright

from bsc_audit.app.service.permissions import Role
from desk import Desk

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
ROOM = "/o/{org}/a/{assessment}"
# Name, who looks, address, scheme, width and height of the window.
SHOTS = (
    ("desk-portfolio", Role.LEAD_AUDITOR, "/", "light", 1280, 620),
    ("desk-overview", Role.LEAD_AUDITOR, ROOM, "light", 1280, 800),
    ("desk-form", Role.ASSESSOR, f"{ROOM}/form/CLI", "light", 1280, 900),
    ("desk-form-dark-phone", Role.ASSESSOR, f"{ROOM}/form/CLI", "dark", 390, 844),
    ("desk-metric", Role.LEAD_AUDITOR, f"{ROOM}/metrics/csat", "light", 1280, 900),
    ("desk-result", Role.LEAD_AUDITOR, f"{ROOM}/result", "light", 1280, 900),
    ("desk-findings", Role.LEAD_AUDITOR, f"{ROOM}/findings", "light", 1280, 900),
    ("desk-check", Role.LEAD_AUDITOR, f"{ROOM}/check", "light", 1280, 900),
    ("desk-decision", Role.REVIEWER, f"{ROOM}/decision", "light", 1280, 900),
    ("desk-reports", Role.LEAD_AUDITOR, f"{ROOM}/reports", "dark", 1280, 900),
)


def main() -> None:
    """Write every picture anew."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
    with Desk() as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for shot in SHOTS:
            _take(desk, browser, *shot)


def _take(
    desk: Desk, browser: Browser, name: str, role: Role, address: str, scheme: str, width: int, height: int
) -> None:
    window = {"width": width, "height": height}
    with desk.context(browser, desk.people[role], color_scheme=scheme, viewport=window) as context:
        page = context.new_page()
        page.goto(address.format(org=desk.org, assessment=desk.assessment))
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / f"{name}.png")
        print(name)


if __name__ == "__main__":
    main()
