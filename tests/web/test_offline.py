"""Pages of the form without the network: opened again as they were, what is entered waits and is sent; nobody meets another's."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from barriers import barriers
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.permissions import Role
from desk import Desk

PATIENCE = 20_000  # ms, on a busy machine
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        if (name.startsWith("bsc-pages-"))
            for (const {url} of await (await caches.open(name)).keys()) if (url.includes("/o/")) found.push([name, new URL(url).pathname]);
    return found;
}"""


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


@pytest.fixture
def context(desk: Desk, browser: Browser) -> Iterator[BrowserContext]:
    with desk.context(browser, desk.people[Role.ASSESSOR], viewport={"width": 1280, "height": 900}) as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


def kept(page: Page) -> list[list[str]]:
    """Names of the caches with their pages."""
    found: list[list[str]] = page.evaluate(KEPT)
    return found


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what happens beside the page."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def opened(desk: Desk, context: BrowserContext, place: str) -> Page:
    """A page of the form that was opened and is kept."""
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{desk.address_of_assessment}/form/{place}")
    page.locator("form[data-script]").wait_for()
    until(page, lambda: any(path.endswith(f"/form/{place}") for _, path in kept(page)))
    return page


def item(page: Page, key: str) -> Locator:
    return page.locator(f'.item[data-key="{key}"]')


def choose(page: Page, key: str, level: str) -> None:
    item(page, key).locator(f'label:has(input[value="{level}"])').locator("b").click()


def back(page: Page) -> None:
    """The network is back, and the browser says so."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def says(page: Page, key: str, text: str) -> None:
    expect(item(page, key).locator(".kept")).to_contain_text(text, timeout=PATIENCE)


def stored(desk: Desk, key: str) -> dict[str, Any]:
    with desk.work.read(desk.org) as work:
        found = work.answers.one(assessment_id=desk.assessment, track=Track.VALIDATED, key=key)
    return dict(found.content) if found else {}


def test_a_section_is_opened_without_the_network_and_what_is_entered_is_sent_when_it_is_back(
    desk: Desk, context: BrowserContext
) -> None:
    page = opened(desk, context, "OPS")
    choose(page, "OPS-01", "1")
    says(page, "OPS-01", "Saved")
    desk.stop()
    page.reload()
    banner = page.locator(".away")
    expect(banner).to_contain_text("No network. This page is as it was at")
    assert item(page, "OPS-01").locator(":checked").input_value() == "1"  # saved after the page was kept
    assert not barriers(page)
    choose(page, "OPS-08", "4")
    item(page, "OPS-11").locator("textarea").fill("Typed on a page from the device.")
    says(page, "OPS-08", "Waiting for the network")
    expect(page.locator("#queue")).to_contain_text("2 answers not sent yet")
    page.reload()
    says(page, "OPS-11", "Waiting for the network")
    assert item(page, "OPS-11").locator("textarea").input_value() == "Typed on a page from the device."
    assert stored(desk, "OPS-11").get("comment") != "Typed on a page from the device."
    desk.start()
    back(page)
    expect(page.locator("#queue")).to_have_text("Everything is saved.", timeout=PATIENCE)
    assert stored(desk, "OPS-08")["value"] == 4
    assert stored(desk, "OPS-11")["comment"] == "Typed on a page from the device."
    expect(banner).to_be_visible()  # what stands beside the answers is still of then
    banner.get_by_role("link", name="Try again").click()
    expect(page.locator(".away")).to_have_count(0)


def test_a_page_that_was_not_opened_before_says_so_and_what_can_be(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    desk.stop()
    page.goto(f"{desk.address_of_assessment}/result")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network")
    assert not barriers(page)
    page.locator("#kept").get_by_role("link").click()
    expect(page.locator(".away")).to_be_visible()
    assert page.url.endswith("/form/OPS")


def test_files_wait_on_the_device_and_are_entered_once(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "CLI")
    item(page, "CLI-02").locator(".to-more").click()
    desk.stop()
    file = {"name": "charter.txt", "mimeType": "text/plain", "buffer": b"We promise."}
    item(page, "CLI-02").get_by_label("Add files").set_input_files([file, {**file, "name": "forgotten.txt"}])  # type: ignore[list-item]
    says(page, "CLI-02", "waiting for the network")
    expect(page.locator("#queue")).to_contain_text("2 files not sent yet")
    page.reload()
    waits = item(page, "CLI-02").locator(".waits li")
    expect(waits).to_contain_text(["charter.txt: not sent yet", "forgotten.txt: not sent yet"])
    waits.nth(1).get_by_role("button", name="Forget it").click()
    expect(page.locator("#queue")).to_contain_text("1 file not sent yet")
    desk.start()
    back(page)
    expect(item(page, "CLI-02").get_by_role("checkbox", name="charter.txt")).to_be_checked(timeout=PATIENCE)
    expect(page.locator("#queue")).to_have_text("Everything is saved.", timeout=PATIENCE)
    with desk.work.read(desk.org) as work:
        names = [one.file_name for one in work.evidence.all(assessment_id=desk.assessment)]
        entry = next(
            one.entry for one in work.evidence.all(assessment_id=desk.assessment) if one.file_name == "charter.txt"
        )
    assert names.count("charter.txt") == 1
    assert "forgotten.txt" not in names
    assert entry in stored(desk, "CLI-02")["evidence"]


def test_a_file_whose_confirmation_was_lost_is_entered_once(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "CLI")
    item(page, "CLI-02").locator(".to-more").click()

    def store_and_be_silent(route: Any) -> None:
        route.fetch()
        route.abort()

    context.route("**/evidence", store_and_be_silent, times=1)
    file = {"name": "once.txt", "mimeType": "text/plain", "buffer": b"Once."}
    item(page, "CLI-02").get_by_label("Add files").set_input_files(file)  # type: ignore[arg-type]
    expect(item(page, "CLI-02").get_by_role("checkbox", name="once.txt")).to_be_checked(timeout=PATIENCE)
    with desk.work.read(desk.org) as work:
        names = [one.file_name for one in work.evidence.all(assessment_id=desk.assessment)]
    assert names.count("once.txt") == 1


def test_nothing_is_kept_after_signing_out(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    assert kept(page) == []
    desk.stop()
    page.goto(f"{desk.address_of_assessment}/form/OPS")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network")
    assert page.locator("#kept li").count() == 0


def test_who_signs_in_next_meets_nothing_of_who_was_there_before(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    lead = desk.people[Role.LEAD_AUDITOR]
    token = desk.session(lead)["Cookie"].partition("=")[2]
    context.add_cookies([{"name": "bsc", "value": token, "url": desk.address}])
    page.goto("/")  # any page of theirs
    until(page, lambda: kept(page) == [])
    page.goto(f"{desk.address_of_assessment}/form/GRO")
    until(page, lambda: [name for name, _ in kept(page)] == [f"bsc-pages-person:{lead}"])
    desk.stop()
    page.goto(f"{desk.address_of_assessment}/form/OPS")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network")


def test_what_the_server_no_longer_shows_is_no_longer_kept(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    assert kept(page)
    context.clear_cookies()  # the session ended elsewhere
    page.goto(f"{desk.address_of_assessment}/form/OPS")
    page.wait_for_url(re.compile("/sign-in"))
    until(page, lambda: kept(page) == [])


def test_a_page_is_shown_for_seven_days_only(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    page.evaluate(
        """async () => {
            for (const name of await caches.keys()) {
                if (!name.startsWith("bsc-pages-")) continue;
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                    const headers = new Headers((await cache.match(request)).headers);
                    headers.set("X-Kept-At", new Date(Date.now() - 7.1 * 24 * 3600 * 1000).toISOString());
                    await cache.put(request, new Response(await (await cache.match(request)).text(), {headers}));
                }
            }
        }"""
    )
    desk.stop()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("No network")
    assert kept(page) == []


def test_answers_of_a_kept_page_wait_for_who_gave_them(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    desk.stop()
    page.reload()
    expect(page.locator(".away")).to_be_visible()
    choose(page, "OPS-08", "4")
    says(page, "OPS-08", "Waiting for the network")
    before = stored(desk, "OPS-08")
    token = desk.session(desk.people[Role.LEAD_AUDITOR])["Cookie"].partition("=")[2]
    context.add_cookies([{"name": "bsc", "value": token, "url": desk.address}])
    desk.start()
    back(page)
    expect(page.locator("#queue")).to_contain_text("Somebody else is signed in now", timeout=PATIENCE)
    assert stored(desk, "OPS-08") == before
