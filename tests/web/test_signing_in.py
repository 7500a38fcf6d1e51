from dataclasses import replace

from playwright.sync_api import Browser

from barriers import barriers, sideways
from bsc_audit.app.service.external import Claims, External, Proof
from bsc_audit.app.service.passwords import hash_password
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.refusals import Unavailable
from site_world import HTML, Site

PASSWORD = "a long sentence of nobody else"


def test_a_page_leads_who_is_not_signed_in_to_the_form_and_back(site: Site, browser: Browser) -> None:
    org = site.organisation("Harbour Bank")
    site.person(org, Role.ASSESSOR, email="ann@example.org", password_hash=hash_password(PASSWORD))
    page = browser.new_page(base_url=site.address)
    page.goto("/?from=here")
    assert page.url.endswith("/sign-in?next=%2F%3Ffrom%3Dhere")
    assert not barriers(page)
    page.get_by_label("E-mail").fill("ann@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.get_by_label("E-mail").input_value() == "ann@example.org"
    assert not barriers(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/?from=here")
    assert page.get_by_role("heading", name="Portfolio").is_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("status").inner_text() == "You are signed out."
    assert sideways(page) == 0
    page.close()


def test_no_other_site_is_led_to_after_signing_in(site: Site) -> None:
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        page = site.client.get("/sign-in", params={"next": wanted}, headers=HTML)
        assert '<input type="hidden" name="next" value="/">' in page.text


def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(site: Site) -> None:
    headers = site.session(site.person(site.organisation("Ours"), Role.ADMIN))
    page = site.client.get("/o/unknown/a/unknown", headers=headers)
    assert page.status_code == 404
    assert "There is no such thing" in page.text
    data = site.client.get("/v1/organisations/unknown", headers={**headers, "Accept": "application/json"})
    assert data.headers["content-type"] == "application/problem+json"


def test_what_fails_is_a_page_for_people_without_a_word_of_the_program(site: Site) -> None:
    site.wiring.work.installation = lambda **_: 1 / 0  # type: ignore[method-assign]
    page = site.client.get("/verify/BSC-2026-X", headers=HTML)
    assert page.status_code == 500
    assert "The service failed" in page.text
    assert "ZeroDivisionError" not in page.text


def test_a_provider_is_offered_where_the_operator_named_one(site: Site) -> None:
    door = "/v1/sessions/oidc/start?next=/me%3Fa%3Db"
    assert door not in site.client.get("/sign-in", params={"next": "/me?a=b"}, headers=HTML).text
    known = site.app.state.wiring
    site.app.state.wiring = replace(known, external=External(issuer="https://sign-in.example", provider=Nowhere()))
    try:
        assert door in site.client.get("/sign-in", params={"next": "/me?a=b"}, headers=HTML).text
    finally:
        site.app.state.wiring = known


def test_who_comes_back_from_a_provider_in_vain_is_told_on_a_page(site: Site, browser: Browser) -> None:
    back = "/v1/sessions/oidc/callback?error=access_denied"
    assert site.client.get(back, headers=HTML).status_code == 404  # nobody is named to come back from
    known = site.app.state.wiring
    site.app.state.wiring = replace(known, external=External(issuer="https://sign-in.example", provider=Gone()))
    try:
        page = browser.new_page(base_url=site.address)
        told = page.goto(back)
        assert told is not None
        assert told.status == 401
        assert "The provider did not sign you in; begin again." in page.inner_text("main")
        assert not barriers(page)
        page.get_by_role("link", name="Sign in otherwise").click()
        assert page.get_by_label("E-mail").is_visible()
        page.close()
        gone = site.client.get("/v1/sessions/oidc/start", headers=HTML)
        assert (gone.status_code, "could not be asked" in gone.text) == (503, True)
        made_up = "/v1/sessions/oidc/callback?state=made&code=up"
        for _ in range(9):
            site.client.get(made_up, headers=HTML)
        hasty = site.client.get(made_up, headers=HTML)
        assert (hasty.status_code, "Nobody is locked out" in hasty.text) == (429, True)
        assert int(hasty.headers["retry-after"]) > 0
        data = site.client.get(back, headers={"Accept": "application/json"})
        assert data.headers["content-type"] == "application/problem+json"
    finally:
        site.app.state.wiring = known


class Gone:
    """A provider that does not answer."""

    def address(self, *, state: str, proof: Proof) -> str:
        raise Unavailable("the provider does not answer")

    def claims(self, *, code: str, proof: Proof) -> Claims:
        raise AssertionError(code)


class Nowhere:
    """A provider nobody is sent to."""

    def address(self, *, state: str, proof: Proof) -> str:
        raise AssertionError(state)

    def claims(self, *, code: str, proof: Proof) -> Claims:
        raise AssertionError(code)
