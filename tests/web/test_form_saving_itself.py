"""The form in a browser: it saves itself, and whatever breaks in between, nothing shown as saved is lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import AnswerDesk
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.permissions import Role
from desk import Desk

PATIENCE = 20_000  # ms, on a busy machine
WAITING = "Waiting for the network"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


@pytest.fixture
def context(desk: Desk, browser: Browser) -> Iterator[BrowserContext]:
    """A browser of an assessor, with nothing left in it from before."""
    with desk.context(browser, desk.people[Role.ASSESSOR], viewport={"width": 1280, "height": 900}) as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


def opened(desk: Desk, context: BrowserContext, place: str) -> Page:
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{desk.address_of_assessment}/form/{place}")
    page.locator("form[data-script]").wait_for()
    return page


def item(page: Page, key: str) -> Locator:
    return page.locator(f'.item[data-key="{key}"]')


def says(page: Page, key: str, text: str) -> None:
    """Wait until it stands beside the item."""
    expect(item(page, key).locator(".kept")).to_contain_text(text, timeout=PATIENCE)


def choose(page: Page, key: str, level: str) -> None:
    """Press a level as people do: its label."""
    item(page, key).locator(f'label:has(input[value="{level}"])').locator("b").click()


def stored(desk: Desk, key: str, track: Track = Track.VALIDATED) -> dict[str, Any]:
    with desk.work.read(desk.org) as work:
        found = work.answers.one(assessment_id=desk.assessment, track=track, key=key)
    return dict(found.content) if found else {}


def put(desk: Desk, key: str, content: dict[str, Any], track: Track = Track.VALIDATED) -> None:
    """The lead auditor, or the client, answers meanwhile."""
    role = Role.LEAD_AUDITOR if track is Track.VALIDATED else Role.CLIENT_EDITOR
    with desk.work.write(desk.org) as work:
        assessment = work.assessments.get(desk.assessment)
        answers = AnswerDesk(work, desk.ids, desk.app.state.scores.rulesets, desk.principal(role), assessment)
        before = answers.stored(track, key)
        answers.put(Given(track=track, key=key, content=content, expected=before.version if before else None))


def nothing_shown_as_saved_is_lost(desk: Desk, page: Page) -> None:
    """Every item that says "Saved" stands in the store as it stands on the page."""
    for section in page.locator('.item:has(.kept[data-is="saved"])').all():
        content = stored(desk, section.get_attribute("data-key") or "")
        chosen = section.locator(".ruler :checked")
        if chosen.count():
            assert float(chosen.input_value()) == content["value"]
        assert section.locator("textarea").input_value().strip() == content.get("comment", "")


def test_a_choice_is_saved_at_once_and_the_result_moves(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "GRO")
    before = page.locator('tr[data-bar="GRO"] .shown').inner_text()
    choose(page, "GRO-10", "0")
    says(page, "GRO-10", "Saved")
    assert stored(desk, "GRO-10")["value"] == 0
    expect(page.locator('tr[data-bar="GRO"] .shown')).not_to_have_text(before)
    expect(page.locator('tr[data-bar="GRO"] .change')).to_contain_text("\N{MINUS SIGN}")
    expect(page.locator("#queue")).to_have_text("Everything is saved.")
    nothing_shown_as_saved_is_lost(desk, page)


def test_a_section_is_filled_in_by_keys_alone(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "FIN")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("2")
    says(page, "FIN-01", "Saved")
    page.keyboard.press("ArrowDown")
    expect(item(page, "FIN-01").locator(":checked")).to_have_value(re.compile(r"2\.5|3"))
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("By keys alone.")
    says(page, "FIN-01", "Saved")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("4")
    says(page, "FIN-09", "Saved")
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate("document.activeElement.closest('.item').dataset.key") == "FIN-01"
    expect(page.locator("#queue")).to_have_text("Everything is saved.")
    assert stored(desk, "FIN-01")["comment"] == "By keys alone."
    assert stored(desk, "FIN-09")["value"] == 4
    nothing_shown_as_saved_is_lost(desk, page)


def test_two_people_see_both_answers_and_one_chooses(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    put(desk, "OPS-01", {"value": 1, "comment": "Theirs."})
    choose(page, "OPS-01", "4")
    box = item(page, "OPS-01").get_by_role("alert")
    expect(box).to_contain_text("A lead_auditor changed this to 1 while you were editing", timeout=PATIENCE)
    assert stored(desk, "OPS-01")["value"] == 1
    box.get_by_role("button", name="Keep yours").click()
    says(page, "OPS-01", "Saved")
    assert stored(desk, "OPS-01")["value"] == 4
    put(desk, "OPS-01", {"value": 2, "comment": "Theirs again."})
    choose(page, "OPS-01", "5")
    item(page, "OPS-01").get_by_role("button", name="Take theirs").click()
    says(page, "OPS-01", "Saved")
    assert item(page, "OPS-01").locator(":checked").input_value() == "2"
    assert item(page, "OPS-01").locator("textarea").input_value() == "Theirs again."
    assert stored(desk, "OPS-01")["value"] == 2


def test_with_the_network_off_and_the_tab_killed_nothing_is_lost(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "OPS")
    choose(page, "OPS-14", "4")
    says(page, "OPS-14", "Saved")
    context.set_offline(True)
    choose(page, "OPS-08", "4")
    item(page, "OPS-11").locator("textarea").fill("Typed while the network was off.")
    says(page, "OPS-08", WAITING)
    says(page, "OPS-11", WAITING)
    expect(page.locator("#queue")).to_contain_text("2 answers not sent yet", timeout=PATIENCE)
    nothing_shown_as_saved_is_lost(desk, page)
    page.close()  # killed: no question is asked
    context.set_offline(False)
    desk.stop()  # so that what was kept is seen before it is sent
    desk.start()
    context.route("**/answers/**", lambda route: route.abort())
    page = opened(desk, context, "OPS")
    says(page, "OPS-08", WAITING)
    assert item(page, "OPS-08").locator(":checked").input_value() == "4"
    assert item(page, "OPS-11").locator("textarea").input_value() == "Typed while the network was off."
    assert "value" in stored(desk, "OPS-08")
    assert stored(desk, "OPS-11").get("comment") != "Typed while the network was off."
    context.unroute("**/answers/**")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#queue")).to_have_text("Everything is saved.", timeout=PATIENCE)
    assert stored(desk, "OPS-08")["value"] == 4
    assert stored(desk, "OPS-11")["comment"] == "Typed while the network was off."


def test_a_server_that_was_restarted_gets_what_was_entered_meanwhile(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "CLI")
    desk.stop()
    try:
        choose(page, "CLI-13", "1")
        says(page, "CLI-13", WAITING)
    finally:
        desk.start()
    says(page, "CLI-13", "Saved")  # by itself
    assert stored(desk, "CLI-13")["value"] == 1


def test_an_answer_whose_confirmation_was_lost_is_no_conflict(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "CLI")

    def store_and_be_silent(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers/**", store_and_be_silent, times=1)
    choose(page, "CLI-01", "2")
    says(page, "CLI-01", "Saved")
    assert stored(desk, "CLI-01")["value"] == 2
    assert item(page, "CLI-01").get_by_role("alert").count() == 0


def test_after_the_session_ended_answers_wait_for_who_gave_them(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "CLI")
    context.clear_cookies()
    choose(page, "CLI-13", "3")
    says(page, "CLI-13", "sign in again")
    link = page.get_by_role("link", name="Sign in to send 1 answer")
    expect(link).to_have_attribute("target", "_blank")
    assert stored(desk, "CLI-13")["value"] != 3
    _sign_in(desk, context, Role.LEAD_AUDITOR)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#queue")).to_contain_text("Somebody else is signed in", timeout=PATIENCE)
    assert stored(desk, "CLI-13")["value"] != 3
    _sign_in(desk, context, Role.ASSESSOR)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    says(page, "CLI-13", "Saved")
    assert stored(desk, "CLI-13")["value"] == 3


def test_what_is_entered_after_somebody_else_signed_in_is_not_sent_in_their_name(
    desk: Desk, context: BrowserContext
) -> None:
    page = opened(desk, context, "CLI")
    before = stored(desk, "CLI-13")
    _sign_in(desk, context, Role.LEAD_AUDITOR)  # in another tab
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    choose(page, "CLI-13", "5" if before.get("value") != 5 else "0")
    expect(page.locator("#queue")).to_contain_text("Somebody else is signed in", timeout=PATIENCE)
    assert stored(desk, "CLI-13") == before


def test_half_an_answer_is_kept_on_the_device_until_it_is_whole(desk: Desk, context: BrowserContext) -> None:
    asked: list[Dialog] = []
    page = opened(desk, context, "CLI?track=self")
    page.on("dialog", lambda dialog: asked.append(dialog))
    _pick(page, "CLI-08", "street", "yes")
    says(page, "CLI-08", "Not saved yet: 6 of 7 still to be answered")
    page.reload()
    assert [one.type for one in asked] == ["beforeunload"]
    says(page, "CLI-08", "Not saved yet")
    expect(page.locator("#queue")).to_contain_text("1 answer not saved yet")
    for part in ("door", "inside", "sight", "hearing", "alternative", "facts"):
        _pick(page, "CLI-08", part, "partly")
    says(page, "CLI-08", "Saved")
    assert stored(desk, "CLI-08", Track.SELF)["value"]["street"] == "yes"


def test_what_the_engine_refuses_says_why_and_stays(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "FIN/FIN-12")
    page.locator('[name="FIN-12/cite"]').fill("D-999")
    page.locator('[name="FIN-12/cite"]').press("Tab")
    says(page, "FIN-12", "Not saved: ")
    says(page, "FIN-12", "D-999")
    assert "D-999" not in stored(desk, "FIN-12")["evidence"]
    item(page, "FIN-12").get_by_role("checkbox", name="D-999").uncheck()
    says(page, "FIN-12", "Saved")


def test_files_are_registered_and_cited_at_once(desk: Desk, context: BrowserContext) -> None:
    page = opened(desk, context, "CLI")
    item(page, "CLI-02").get_by_role("link", name="grade B").click()
    picker = item(page, "CLI-02").get_by_label("Add files")
    with page.expect_response(lambda answer: "/answers/" in answer.url and answer.ok):
        picker.set_input_files({"name": "charter.txt", "mimeType": "text/plain", "buffer": b"We promise."})
    expect(item(page, "CLI-02").get_by_role("checkbox", name="charter.txt")).to_be_checked(timeout=PATIENCE)
    expect(page.locator("#queue")).to_have_text("Everything is saved.", timeout=PATIENCE)
    *_, entry = stored(desk, "CLI-02")["evidence"]
    with desk.work.read(desk.org) as work:
        found = work.evidence.one(assessment_id=desk.assessment, entry=entry)
    assert found is not None
    assert found.file_name == "charter.txt"


def test_the_organisations_answer_is_taken_over(desk: Desk, context: BrowserContext) -> None:
    put(desk, "GRO-01", {"value": 1.5, "comment": "We think so.", "evidence": ["D-001"]}, Track.SELF)
    before = stored(desk, "GRO-01")
    page = opened(desk, context, "GRO")
    item(page, "GRO-01").get_by_role("button", name="Take over").click()
    says(page, "GRO-01", "Saved")
    assert stored(desk, "GRO-01") == {**before, "value": 1.5, "evidence": ["D-001"]}


def test_a_browser_that_keeps_nothing_says_so(desk: Desk, context: BrowserContext) -> None:
    context.add_init_script("indexedDB.open = () => { throw new DOMException('private') }")
    page = opened(desk, context, "GRO")
    expect(page.locator("#queue")).to_contain_text("This browser keeps nothing on this device")
    choose(page, "GRO-11", "2")
    says(page, "GRO-11", "Saved")
    assert stored(desk, "GRO-11")["value"] == 2


def test_without_scripts_the_form_works_as_forms_do(desk: Desk, browser: Browser) -> None:
    with desk.context(browser, desk.people[Role.ASSESSOR], java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(f"{desk.address_of_assessment}/form/FIN")
        choose(page, "FIN-09", "5")
        item(page, "FIN-06").get_by_label("Does not apply").check()
        page.get_by_role("button", name="Save", exact=True).click()
        assert page.title().startswith("Error: ")
        page.get_by_role("link", name="FIN-06 is not applicable without a reason").click()
        assert page.url.endswith("#f-fin-06")
        assert item(page, "FIN-09").locator(":checked").input_value() == "5"
        item(page, "FIN-06").get_by_label("because").fill("No customers are won in the period.")
        page.get_by_role("button", name="Save and go to Client").click()
        assert "/form/CLI" in page.url
    assert stored(desk, "FIN-09")["value"] == 5


def _pick(page: Page, key: str, part: str, word: str) -> None:
    item(page, key).locator(f'label:has(input[name="{key}:{part}"][value="{word}"])').click()


def _sign_in(desk: Desk, context: BrowserContext, role: Role) -> None:
    token = desk.headers(role)["Cookie"].partition("=")[2]
    context.add_cookies([{"name": "bsc", "value": token, "url": desk.address}])
