"""A whole engagement in the browser, on SQLite and PostgreSQL: two people and a respondent, to the signed certificate."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from bsc_audit.render.keys import local_key
from live_server import LiveServer
from postgres_server import new_database, server

pytestmark = pytest.mark.reliability

PASSWORD = "a sentence of nobody else at all"
ORGANISATION = "Harbour Bank"
FOR_A_BUSY_MACHINE = 60_000  # milliseconds


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    """A server with a worker and a key to sign with."""
    key = tmp_path / "keys"
    local_key(key)
    with _database(request.param) as url:
        signing = {"BSC_SIGNING_KEY": str(next(key.glob("*.pem")))}
        running = LiveServer(tmp_path / "data", database_url=url, workers=1, **signing)
        running.start()
        try:
            yield running
        finally:
            running.stop()


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with new_database(server()) as address:
        yield address.render_as_string(hide_password=False)


@pytest.fixture
def opened(live: LiveServer, browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens browsers of different people."""
    contexts = []

    def new() -> Page:
        context = browser.new_context(base_url=live.address, accept_downloads=True)
        context.set_default_timeout(FOR_A_BUSY_MACHINE)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


def come_in(live: LiveServer, page: Page, email: str, name: str, role: str) -> None:
    """Invited by the operator: choose a password, sign in, set up an authenticator."""
    told = ("--email", email, "--name", name, "--role", role, "--kind", "client")
    said = live.command("people", "invite", "--organisation", ORGANISATION, *told)
    link = re.search(r"/invitation/\S+", said)
    assert link, said
    page.goto(link[0])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/me/security?needed=1")
    page.get_by_label("Your password").first.fill(PASSWORD)
    page.get_by_role("button", name="Set up an authenticator").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Six-digit code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()


def begin(page: Page) -> str:
    """A certification by the small ruleset; the address of its first page."""
    page.goto("/begin")
    page.get_by_role("link", name=re.compile("Begin here")).click()
    page.locator("a.primary[href*='food-hygiene-rating']").click()
    page.get_by_label("Title").fill("A year of service")
    page.locator("input[name=kind][value=certification]").check()
    page.get_by_label("Period").fill("2026-Q3")
    page.get_by_label("Evidence counts up to").fill("2026-09-30")
    page.get_by_label("Client, as the report names it").fill(ORGANISATION)
    page.get_by_label("Scope and objectives").fill("Service to private customers.")
    page.get_by_role("button", name="Begin the assessment").click()
    page.wait_for_url(re.compile(r"/a/[0-9a-f-]+/engagement"))
    return page.url.partition("/engagement")[0]


def step(page: Page, room: str, name: str) -> None:
    """Take a step of the workflow."""
    page.goto(f"{room}/decision")
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("status").first.wait_for()


def answered_by_link(lead: Page, respondent: Page, room: str) -> None:
    """Somebody of the client answers their section by a link, without an account."""
    lead.goto(f"{room}/links")
    lead.get_by_label("For").fill("Bea, branch manager")
    lead.get_by_role("checkbox").first.check()
    lead.get_by_role("button", name="Make the link").click()
    link = lead.locator("#link").inner_text()
    respondent.goto(link)
    assert "/r/" not in respondent.url  # the secret does not stay in the address
    respondent.locator("main a[href*='/respond/form/']").first.click()
    fill_in(respondent, "5")
    refused = respondent.request.get(f"{room}/result")
    assert refused.status == 401


def fill_in(page: Page, value: str) -> None:
    """Answer every item of the section that is open."""
    boxes = page.locator("main input[inputmode=decimal], main input[type=number]").all()
    for box in boxes:
        box.fill(value)
        box.blur()
    expect(page.get_by_text("Saved", exact=True)).to_have_count(len(boxes), timeout=FOR_A_BUSY_MACHINE)
    page.get_by_text("Everything is saved.").wait_for()


def decide(reviewer: Page, room: str) -> None:
    """Grant what was validated, and issue the certificate."""
    reviewer.goto(f"{room}/decision")
    reviewer.locator("input[name=outcome][value=grant]").check()
    reviewer.get_by_label("Rationale").fill("Everything was seen, and nothing was found wanting.")
    reviewer.get_by_role("button", name="Decide", exact=True).click()
    reviewer.get_by_role("button", name="Issue", exact=True).click()


def test_an_engagement_from_its_terms_to_the_signed_certificate(
    live: LiveServer, opened: Callable[[], Page], tmp_path: Path
) -> None:
    lead, reviewer, respondent = opened(), opened(), opened()
    come_in(live, lead, "lena@example.org", "Lena Lead", "lead_auditor")
    come_in(live, reviewer, "rita@example.org", "Rita Reviewer", "reviewer")
    room = begin(lead)
    step(lead, room, "Start")

    answered_by_link(lead, respondent, room)

    lead.goto(f"{room}/form")
    lead.locator("main a[href*='/form/']").first.click()
    fill_in(lead, "0")
    step(lead, room, "Hand over for review")
    step(lead, room, "Validate")

    decide(reviewer, room)
    number = reviewer.locator("a[href^='/verify/']").inner_text().rpartition("/")[2]

    reviewer.goto(f"{room}/reports")
    with reviewer.expect_download() as download:
        reviewer.get_by_role("link", name=re.compile("^Download Certificate")).click()
    file = tmp_path / "certificate.pdf"
    download.value.save_as(file)
    assert "holds" in live.command("verify", str(file), "--quick")

    anybody = opened()
    anybody.goto(f"/verify/{number}")
    anybody.get_by_text("This certificate was issued here and counts until").wait_for()
    anybody.goto("/verify")
    anybody.get_by_label("PDF").set_input_files(file)
    anybody.get_by_role("button", name="Check the file").click()
    anybody.get_by_text("The file is, byte for byte, the one that was issued.").wait_for()
    live.command("verify-log")  # exits with 1 where the chain is broken
