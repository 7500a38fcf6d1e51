"""A whole visit by keys alone: nothing here has a pointer, and at every step it is seen where one is."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.passwords import hash_password
from bsc_audit.app.service.permissions import Role
from desk import Desk

PASSWORD = "a long sentence typed with ten fingers"
MOST = 600  # presses of Tab on the longest page
PATIENCE = 20_000  # ms, on a busy machine
# What is wrong with how the focus is shown; "" for nothing.
SHOWN = """() => {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return "the focus is lost";
    const label = at.closest("label");
    const marked = [at, label, ...(label ? label.children : []), at.parentElement].filter(Boolean).some((one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    });
    const told = at.outerHTML.slice(0, 120);
    if (!marked && at.id !== "main") return `no outline round ${told}`;
    const box = (at.matches("input[type=radio], input[type=checkbox]") ? at.closest("label") ?? at : at).getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return `too small to be seen: ${told}`;
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    if (right - left < 1 || bottom - top < 1) return `outside of the window: ${told}`;
    const over = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + x * (right - left), top + y * (bottom - top)]));
    const free = over.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (at.contains(there) || there.contains(at) || at.closest("label")?.contains(there));
    });
    return free ? "" : `covered by something: ${told}`;
}"""


class Hands:
    """Somebody with a keyboard and no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def see(self) -> None:
        """Fail unless it is seen where one is, once the page has come to rest."""
        for _ in range(20):
            if not (wrong := self.page.evaluate(SHOWN)):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(wrong)

    def to(self, wanted: Locator, key: str = "Tab") -> None:
        """Go to something that can be reached by Tab, looking at every step."""
        expect(wanted).to_have_count(1)
        for _ in range(MOST):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.press(key)
            self.see()
        raise AssertionError("it cannot be reached by keys")

    def follow(self, link: str, where: str) -> None:
        """Go to a link by its words, or by the end of its address, and open it."""
        named = self.page.get_by_role("link", name=link, exact=True)
        self.to(self.page.locator(f'main a[href$="{link}"]').first if link.startswith("/") else named)
        self.press("Enter")
        self.page.wait_for_url(re.compile(where))

    def write(self, label: str, text: str) -> None:
        """Go to a field by its label, and type in the place of what is there."""
        self.to(self.page.get_by_label(label, exact=True))
        self.press("Control+a")
        self.page.keyboard.type(text)

    def round(self) -> int:
        """Go all the way round a page; how many stops it has. A trap is a stop one never leaves."""
        self.page.evaluate("document.activeElement.blur()")
        stops: list[int] = []
        mark = "one => (window.stops ??= []).includes(one) ? stops.indexOf(one) : stops.push(one) - 1"
        for _ in range(MOST):
            self.press("Tab")
            if self.page.evaluate("document.activeElement === document.body"):
                break  # past the last: the browser's own
            self.see()
            stop = self.page.evaluate(f"({mark})(document.activeElement)")
            if stops and stop == stops[0]:
                break
            stops.append(stop)
        self.page.evaluate("document.activeElement.blur()")
        assert len(stops) == len(set(stops)), "a stop was met twice on one way round"
        assert len(stops) < MOST
        return len(stops)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as running:
        with running.work.installation(write=True) as installation:
            person = installation.persons.get(running.people[Role.ASSESSOR])
            changed = replace(person, password_hash=hash_password(PASSWORD))
            installation.persons.replace(changed, expected=person.version)
        yield running


@pytest.fixture
def context(desk: Desk, browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=desk.address, viewport={"width": 1280, "height": 800}) as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


def stored(desk: Desk, key: str) -> Json:
    with desk.work.read(desk.org) as work:
        found = work.answers.one(assessment_id=desk.assessment, track=Track.VALIDATED, key=key)
    return found.content if found else {}


def test_a_visit_from_signing_in_to_signing_out_by_keys_alone(desk: Desk, context: BrowserContext) -> None:
    page = context.new_page()
    hands = Hands(page)
    page.goto("/")
    sign_in_after_a_mistake(hands)
    open_a_section(hands, desk)
    answer(hands, desk)
    set_aside(hands, desk)
    cite(hands, desk)
    explain_a_number(hands)
    hands.to(page.get_by_role("button", name="Sign out"))
    hands.press("Enter")
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.get_by_role("status")).to_have_text("You are signed out.")


def sign_in_after_a_mistake(hands: Hands) -> None:
    """The mistake is told, taken from its summary to its field, and mended there."""
    page = hands.page
    page.wait_for_url(re.compile("/sign-in"))
    hands.write("E-mail", "assessor@example.org")
    hands.write("Password", "not this one")
    hands.press("Enter")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator("#error-summary")).to_be_focused()
    hands.to(page.locator("#error-summary a"))
    hands.press("Enter")
    hands.see()
    expect(page.get_by_label("E-mail")).to_be_focused()  # the place of the mistake, filled in as it was
    expect(page.get_by_label("E-mail")).to_have_value("assessor@example.org")
    hands.write("Password", PASSWORD)
    hands.press("Enter")
    page.wait_for_url(re.compile(r"/$"))
    assert hands.round() > 5


def open_a_section(hands: Hands, desk: Desk) -> None:
    """From the portfolio to a section of the form; its frame is skipped by the first link of the page."""
    page = hands.page
    hands.follow(f"/a/{desk.assessment}", f"/a/{desk.assessment}$")
    hands.round()
    hands.follow("Open the form", "/form$")
    hands.follow("/form/FIN", "/form/FIN$")
    page.locator("form[data-script]").wait_for()
    page.evaluate("document.activeElement.blur()")
    hands.to(page.get_by_role("link", name="Skip to the content"))
    hands.press("Enter")
    expect(page.locator("main")).to_be_focused()
    hands.press("Tab")
    hands.see()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert hands.round() > 20


def answer(hands: Hands, desk: Desk) -> None:
    """A level by its digit, a note, and on to the next item."""
    page, item = hands.page, hands.page.locator('.item[data-key="FIN-01"]')
    hands.press("Alt+ArrowDown")
    hands.see()
    hands.press("2")
    expect(item.locator(".kept")).to_have_text("Saved")
    hands.see()
    hands.to(item.locator("textarea"))
    hands.press("Control+a")
    page.keyboard.type("Heard twice, seen once.")
    expect(item.locator(".kept")).to_have_text("Saved")
    expect(page.locator("#queue")).to_have_text("Everything is saved.")
    assert (stored(desk, "FIN-01")["value"], stored(desk, "FIN-01")["comment"]) == (2, "Heard twice, seen once.")


def set_aside(hands: Hands, desk: Desk) -> None:
    """Not applicable: without its reason it says so, and the way back to it is a link."""
    page, item = hands.page, hands.page.locator('.item[data-key="FIN-06"]')
    hands.to(item.get_by_label("Does not apply"))
    hands.press("Space")
    expect(item.locator(".kept")).to_have_text("Not saved yet: say why it does not apply")
    assert "not_applicable" not in stored(desk, "FIN-06")
    hands.to(page.locator("#queue a"))
    hands.press("Enter")
    hands.to(item.get_by_label("because"))
    page.keyboard.type("No customers are won in the period.")
    expect(item.locator(".kept")).to_have_text("Saved")
    assert stored(desk, "FIN-06")["not_applicable"] == "No customers are won in the period."


def cite(hands: Hands, desk: Desk) -> None:
    """Evidence from the register, and a file."""
    page, item = hands.page, hands.page.locator('.item[data-key="FIN-09"]')
    page.on("filechooser", lambda _: None)  # from now on it is told; told only while one waits for it, a key is faster
    hands.to(item.locator(".to-more"), "Shift+Tab")  # it stands above
    hands.press("Enter")
    hands.see()
    hands.to(item.get_by_label("Cite from the register"))
    page.keyboard.type("D-001")
    hands.press("Tab")
    expect(item.get_by_role("checkbox", name=re.compile("D-001"))).to_be_checked()
    hands.to(item.get_by_label("Add files"))
    with page.expect_file_chooser() as chooser:
        hands.press("Enter")
    chooser.value.set_files({"name": "ledger.txt", "mimeType": "text/plain", "buffer": b"Paid on time."})
    expect(item.get_by_role("checkbox", name=re.compile("ledger.txt"))).to_be_checked()
    expect(page.locator("#queue")).to_have_text("Everything is saved.")
    hands.see()
    assert "D-001" in stored(desk, "FIN-09")["evidence"]


def explain_a_number(hands: Hands) -> None:
    """From the result to how one number came about."""
    page = hands.page
    hands.follow("Every number explained", "/result$")
    hands.round()
    hands.follow("/result/FIN?track=validated", "/result/FIN")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Financial")
    hands.round()
