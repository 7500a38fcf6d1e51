"""Links for people without an account: made and shown once, opened, answered by, and over when they are over."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from barriers import barriers, sideways
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.permissions import Role
from desk import Desk
from site_world import HTML

PATIENCE = 20_000  # ms, on a busy machine


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


@pytest.fixture(scope="module")
def lead(desk: Desk) -> Mapping[str, str]:
    return desk.headers(Role.LEAD_AUDITOR)


@pytest.fixture
def visit(desk: Desk, browser: Browser) -> Iterator[BrowserContext]:
    """A browser nobody signed in with."""
    with browser.new_context(base_url=desk.address, viewport={"width": 390, "height": 844}) as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


def made(desk: Desk, lead: Mapping[str, str], *sections: str, name: str = "Mary, head of branches") -> str:
    """Path of a new link, from the page that shows it."""
    fields = {"name": name, "sections": list(sections)}
    page = desk.client.post(f"{desk.address_of_assessment}/links", data=fields, headers=lead).text
    found = re.search(r'<code id="link">http://[^/]+(/r/[^<]+)</code>', page)
    assert found is not None, page
    return found[1]


def answer(desk: Desk, key: str) -> Answer | None:
    with desk.work.read(desk.org) as work:
        return work.answers.one(assessment_id=desk.assessment, track=Track.SELF, key=key)


def opened(visit: BrowserContext, link: str, section: str) -> Page:
    page = visit.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(link)
    page.get_by_role("link", name=section).click()
    page.locator("form[data-script]").wait_for()
    return page


def choose(page: Page, key: str, level: str) -> None:
    page.locator(f'.item[data-key="{key}"] label:has(input[value="{level}"]) b').click()


def test_a_link_is_shown_once_and_its_token_is_nowhere_else(desk: Desk, lead: Mapping[str, str]) -> None:
    link = made(desk, lead, "GRO", name="Once")
    again = desk.client.get(f"{desk.address_of_assessment}/links", headers=lead).text
    assert "Once" in again
    assert "not opened yet" in again.lower()
    assert link.removeprefix("/r/") not in again


def test_a_link_without_a_section_or_a_name_is_refused_with_what_was_typed(desk: Desk, lead: Mapping[str, str]) -> None:
    place = f"{desk.address_of_assessment}/links"
    page = desk.client.post(place, data={"name": "Sam"}, headers=lead)
    assert page.status_code == 422
    assert "a link opens at least one section" in page.text
    assert 'value="Sam"' in page.text
    assert "Say who it is for." in desk.client.post(place, data={"sections": "GRO"}, headers=lead).text


def test_who_opens_a_link_answers_their_sections_and_sees_nothing_else(
    desk: Desk, lead: Mapping[str, str], visit: BrowserContext
) -> None:
    page = visit.new_page()
    page.goto(made(desk, lead, "GRO", "CLI"))
    assert page.url.endswith("/respond")  # the token is out of the address
    assert barriers(page) == []
    page.get_by_role("link", name="Learning and growth").click()
    page.locator("form[data-script]").wait_for()
    assert barriers(page) == []
    assert sideways(page) == 0
    choose(page, "GRO-10", "4")
    expect(page.locator('.item[data-key="GRO-10"] .kept')).to_contain_text("Saved", timeout=PATIENCE)
    given = answer(desk, "GRO-10")
    assert given is not None
    assert given.content == {"value": 4, "who": "Mary, head of branches"}
    assert page.get_by_role("navigation", name="Assessment").count() == 0
    assert page.locator("#live").count() == 0
    places = page.eval_on_selector_all("main a", "all => all.map(one => one.getAttribute('href'))")
    assert all(place.startswith(("/respond", "#")) for place in places)
    for place in ("/", desk.address_of_assessment, f"{desk.address_of_assessment}/form/GRO"):
        page.goto(place)
        assert "/sign-in" in page.url
    assert page.goto("/respond/form/FIN").status == 404  # type: ignore[union-attr]
    address = f"{desk.address}/v1/organisations/{desk.org}/assessments/{desk.assessment}"
    assert page.request.get(address).status == 401
    put = page.request.put("/respond/answers/FIN-01", data={"value": 5}, headers={"Origin": desk.address})
    assert put.status == 404


def test_a_section_is_marked_as_completed_by_who_filled_it_in(
    desk: Desk, lead: Mapping[str, str], visit: BrowserContext
) -> None:
    page = opened(visit, made(desk, lead, "OPS"), "Operational")
    page.get_by_role("button", name="Mark the section as completed").click()
    assert page.get_by_role("status").inner_text() == "Marked as completed."
    with desk.work.read(desk.org) as work:
        task = work.section_tasks.one(assessment_id=desk.assessment, track=Track.SELF, section="OPS")
    assert task is not None
    assert str(task.completed_by).startswith("respondent:")


def test_a_revoked_link_ends_the_visit_and_answers_stay_until_a_new_one(
    desk: Desk, lead: Mapping[str, str], visit: BrowserContext
) -> None:
    page = opened(visit, made(desk, lead, "CLI", name="Rita"), "Client")
    listed = desk.client.get(f"{desk.address_of_assessment}/links", headers=lead).text
    end = re.findall(r'action="([^"]+/revocation)" data-confirm="Revoke the link of Rita', listed)
    desk.client.post(end[0], headers=lead)
    choose(page, "CLI-13", "3")
    expect(page.locator("#queue")).to_contain_text("Open the link you were sent again", timeout=PATIENCE)
    assert answer(desk, "CLI-13") is None
    other = visit.new_page()
    other.goto("/respond")
    assert "revoked" in other.get_by_role("main").inner_text()
    assert barriers(other) == []


def test_an_expired_link_and_one_there_never_was_say_so(desk: Desk, lead: Mapping[str, str]) -> None:
    link = made(desk, lead, "CLI")
    desk.clock.forward(days=15)
    page = desk.client.get(link, headers=HTML)
    desk.clock.moment -= timedelta(days=15)
    assert page.status_code == 404
    assert "This link expired on" in page.text
    assert "There is no such link" in desk.client.get("/r/nothing", headers=HTML).text


def test_no_other_site_answers_by_a_respondents_cookie(desk: Desk, lead: Mapping[str, str]) -> None:
    came = desk.client.get(made(desk, lead, "GRO"), headers=HTML, follow_redirects=False)
    cookie = came.headers["set-cookie"].partition(";")[0]
    elsewhere = {"Cookie": cookie, "Origin": "https://evil.example", **HTML}
    sent = desk.client.post("/respond/form/GRO", data={"GRO-01/version": "0", "GRO-01": "5"}, headers=elsewhere)
    assert sent.status_code == 403
    assert desk.client.put("/respond/answers/GRO-01", json={"value": 5}, headers={"Cookie": cookie}).status_code == 401
    own = {**elsewhere, "Origin": desk.address}
    assert desk.client.post("/respond/form/GRO", data={"GRO-01/version": "0", "GRO-01": "5"}, headers=own).is_success
