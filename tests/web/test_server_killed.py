"""A real server, killed in the middle of typing and started again: what was shown as saved is there, the rest is sent."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bsc_audit.api.schemas.answers import AnswerItemIn
from bsc_audit.app.service.model.answer import Track
from bsc_audit.client.assessment import AssessmentClient
from live_server import Furnished, LiveServer, begun_assessment, serving

PASSWORD = "a long sentence of nobody else"
PATIENCE = 60_000  # ms: a server starts in it, on a busy machine
KEYS = ("FH-1", "FH-2", "FH-3")


@pytest.fixture(scope="module")
def invited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Furnished, str]:
    """A service to which an assessor was invited, to be copied, and the address of the invitation."""
    made = LiveServer(tmp_path_factory.mktemp("invited") / "data")
    person = ("--organisation", "Ours", "--email", "ann@example.org", "--name", "Ann", "--role", "assessor")
    link = re.search(r"/invitation/\S+", made.command("people", "invite", *person))
    assert link
    return (made.data, made.key), link[0]


@pytest.fixture
def server(tmp_path: Path, invited: tuple[Furnished, str]) -> Iterator[LiveServer]:
    with serving(tmp_path / "data", like=invited[0]) as running:
        yield running


@pytest.fixture
def context(server: LiveServer, browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=server.address) as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


def signed_in(context: BrowserContext, invitation: str) -> Page:
    """The browser of an assessor who came by an invitation."""
    page = context.new_page()
    page.goto(invitation)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_label("E-mail").fill("ann@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/$"))
    return page


WATCH = """() => {
    window.confirmed = {};
    for (const line of document.querySelectorAll(".item .kept"))
        new MutationObserver(() => {
            const item = line.closest(".item");
            if (line.dataset.is === "saved") window.confirmed[item.dataset.key] = item.querySelector("textarea").value.trim();
        }).observe(line, {attributes: true, childList: true, characterData: true, subtree: true});
}"""


class Visit:
    """An open form, what it has shown as saved, and what the server has."""

    def __init__(self, server: LiveServer, context: BrowserContext, page: Page, answers: AssessmentClient) -> None:
        self.server, self.context, self.page, self.answers = server, context, page, answers

    def confirmed(self) -> dict[str, str]:
        """Notes as they stood when the page last said that they are saved, by key."""
        found: dict[str, str] = self.page.evaluate("window.confirmed")
        return found

    def stored(self) -> dict[str, str]:
        """Notes the server has, by key."""
        found = ((one.key, one.content.get("comment")) for one in self.answers.answers(track=Track.SELF))
        return {key: note for key, note in found if note}

    def type(self, key: str, text: str) -> None:
        """Type at the end of a note, as quickly as people do."""
        note = item(self.page, key).locator("textarea")
        note.press("End")
        note.press_sequentially(text, delay=15)

    def start_again(self) -> None:
        """Start the server; before the page may send anything, look at what it still has of what was confirmed."""
        self.context.set_offline(True)
        self.server.start()
        stored, confirmed = self.stored(), self.confirmed()
        assert {key: stored.get(key) for key in confirmed} == confirmed
        self.context.set_offline(False)

    def everything_is_saved(self) -> None:
        """Wait until the page says so; then it is."""
        expect(self.page.locator("#queue")).to_have_text("Everything is saved.", timeout=PATIENCE)
        shown = {key: item(self.page, key).locator("textarea").input_value().strip() for key in KEYS}
        assert self.stored() == {key: note for key, note in shown.items() if note}


def item(page: Page, key: str) -> Locator:
    return page.locator(f'.item[data-key="{key}"]')


@pytest.fixture
def visit(server: LiveServer, context: BrowserContext, invited: tuple[Furnished, str]) -> Visit:
    client = server.client()
    org, made = begun_assessment(client)
    answers = client.organisation(org).assessment(made)
    list(answers.put_answers([AnswerItemIn(track=Track.SELF, key=key, value=5) for key in KEYS]))
    page = signed_in(context, invited[1])
    page.goto(f"/o/{org}/a/{made}/form")
    page.locator(".map h2 a").first.click()
    page.locator("form[data-script]").wait_for()
    page.evaluate(WATCH)
    return Visit(server, context, page, answers)


def test_killed_in_the_middle_of_typing_it_loses_nothing_it_confirmed(visit: Visit) -> None:
    visit.type("FH-1", "The first sentence.")
    expect(item(visit.page, "FH-1").locator(".kept")).to_have_text("Saved")
    visit.type("FH-1", " The second")
    visit.server.kill()
    visit.type("FH-1", " sentence.")
    visit.type("FH-2", "Another note.")
    expect(item(visit.page, "FH-1").locator(".kept")).to_have_text("Waiting for the network")
    expect(visit.page.locator("#queue")).to_contain_text("2 answers not sent yet")
    assert visit.confirmed()["FH-1"].startswith("The first sentence.")
    assert "FH-2" not in visit.confirmed()
    visit.start_again()
    visit.everything_is_saved()
    assert visit.stored() == {"FH-1": "The first sentence. The second sentence.", "FH-2": "Another note."}


def test_killed_while_an_answer_is_on_its_way_it_is_sent_again(visit: Visit) -> None:
    for turn in range(2):
        with visit.page.expect_request("**/answers/**"):
            visit.type("FH-3", f"Note {turn}. ")
        visit.server.kill()  # whether it was stored is not known, to nobody
        visit.start_again()
        visit.everything_is_saved()
    assert visit.stored() == {"FH-3": "Note 0. Note 1."}


def test_what_was_not_sent_says_so_in_a_page_that_is_opened_after_the_restart(visit: Visit) -> None:
    visit.server.kill()
    visit.type("FH-2", "Typed for nobody.")
    expect(item(visit.page, "FH-2").locator(".kept")).to_have_text("Waiting for the network")
    address = visit.page.url
    visit.page.close()
    visit.server.start()
    assert visit.stored() == {}
    visit.context.route("**/answers/**", lambda route: route.abort())
    visit.page = visit.context.new_page()
    visit.page.goto(address)
    expect(item(visit.page, "FH-2").locator(".kept")).to_have_text("Waiting for the network")
    assert item(visit.page, "FH-2").locator("textarea").input_value() == "Typed for nobody."
    visit.context.unroute("**/answers/**")
    visit.page.get_by_role("button", name="Send now").click()
    visit.everything_is_saved()
    assert visit.stored() == {"FH-2": "Typed for nobody."}
