import re
from collections.abc import Iterator, Mapping

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from barriers import barriers, sideways
from bsc_audit.app.service.passwords import hash_password
from bsc_audit.app.service.permissions import Role
from site_world import Site

PASSWORD = "a long sentence of nobody else"
SECURITY = "/me/security"


class Lea:
    """A lead auditor who signed in with a password only."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.org = site.organisation("Harbour Bank")
        self.id = site.person(
            self.org, Role.LEAD_AUDITOR, email="lea@example.org", password_hash=hash_password(PASSWORD)
        )
        self.headers = site.session(self.id, second_factor=False)

    def send(self, path: str, **fields: str) -> str:
        """The page that answers a form, or the address it leads to."""
        answer = self.site.client.post(path, data=fields, headers=self.headers, follow_redirects=False)
        return answer.headers["location"] if answer.status_code == 303 else answer.text

    def see(self, path: str, headers: Mapping[str, str] | None = None) -> str:
        answer = self.site.client.get(path, headers=headers or self.headers, follow_redirects=False)
        return answer.headers["location"] if answer.status_code == 303 else answer.text


@pytest.fixture
def lea(site: Site) -> Lea:
    return Lea(site)


def secret_in(page: str) -> str:
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found
    return found[1].replace(" ", "")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def set_up_codes(lea: Lea) -> str:
    """Set up an authenticator; the page with the recovery codes."""
    page = lea.send(f"{SECURITY}/codes", password=PASSWORD)
    code = pyotp.TOTP(secret_in(page)).at(lea.site.clock.now())
    return lea.send(f"{SECURITY}/codes/confirmation", token=hidden(page, "token"), code=code)


def test_a_role_with_weight_is_led_to_its_second_factor_and_works_once_it_is_there(lea: Lea) -> None:
    wanted = f"/o/{lea.org}/a/none"
    assert lea.see(wanted) == f"{SECURITY}?needed=1&next=%2Fo%2F{lea.org}%2Fa%2Fnone"
    assert "A second factor is needed" in lea.see(f"{SECURITY}?needed=1")
    page = set_up_codes(lea)
    assert len(re.findall(r"<li><code>[a-z0-9]{5}-[a-z0-9]{5}</code>", page)) == 10
    assert "There is no such thing" in lea.see(wanted)
    assert "A second factor is needed" not in lea.see(SECURITY)


def test_a_wrong_code_shows_the_same_secret_again(lea: Lea) -> None:
    page = lea.send(f"{SECURITY}/codes", password=PASSWORD)
    again = lea.send(f"{SECURITY}/codes/confirmation", token=hidden(page, "token"), code="000000")
    assert secret_in(again) == secret_in(page)
    assert "the code is wrong" in again
    lea.site.clock.forward(minutes=6)
    late = lea.send(f"{SECURITY}/codes/confirmation", token=hidden(page, "token"), code="000000")
    assert "begin again" in late


def test_the_picture_holds_the_secret_only_where_it_can_be_drawn(lea: Lea, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'class="qr"' in lea.send(f"{SECURITY}/codes", password=PASSWORD)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    without = lea.send(f"{SECURITY}/codes", password=PASSWORD)
    assert 'class="qr"' not in without
    assert secret_in(without)


@pytest.mark.parametrize("place", ["codes", "codes/removal"])
def test_nothing_changes_without_the_password(lea: Lea, place: str) -> None:
    assert "The password is wrong." in lea.send(f"{SECURITY}/{place}", password="guessed")


def test_who_stole_a_password_adds_no_factor_beside_the_one_there_is(lea: Lea) -> None:
    set_up_codes(lea)
    thief = lea.site.session(lea.id, second_factor=False)
    lea.headers = thief
    assert "Sign in with your second factor" in lea.see(SECURITY)
    page = lea.send(f"{SECURITY}/codes", password=PASSWORD)
    code = pyotp.TOTP(secret_in(page)).at(lea.site.clock.now())
    led = lea.send(f"{SECURITY}/codes/confirmation", token=hidden(page, "token"), code=code)
    assert led.startswith(f"{SECURITY}?needed=1")
    assert lea.send(f"{SECURITY}/codes/removal", password=PASSWORD).startswith(f"{SECURITY}?needed=1")


def test_codes_are_asked_for_no_more_once_removed(lea: Lea) -> None:
    set_up_codes(lea)
    assert lea.send(f"{SECURITY}/codes/removal", password=PASSWORD) == f"{SECURITY}?said=codes-removed"
    assert "not set up" in lea.see(SECURITY)


def test_another_password_ends_the_other_sessions(lea: Lea) -> None:
    other = lea.site.session(lea.id)
    fresh = "words that nobody strings together"
    sent = {"old": PASSWORD, "password": fresh, "again": fresh}
    assert "The password is wrong." in lea.send(f"{SECURITY}/password", **{**sent, "old": "guessed"})
    assert "The two are not the same." in lea.send(f"{SECURITY}/password", **{**sent, "again": "else"})
    common = {**sent, "password": "password1234", "again": "password1234"}
    assert "among those that are tried first" in lea.send(f"{SECURITY}/password", **common)
    assert lea.send(f"{SECURITY}/password", **sent) == f"{SECURITY}?said=password-changed"
    assert lea.see("/me", other).startswith("/sign-in")
    assert "lea@example.org" in lea.see("/me")


def test_a_session_elsewhere_is_ended_from_here_and_nobody_elses(lea: Lea) -> None:
    other = lea.site.session(lea.id)
    (end,) = re.findall(r'action="(/me/sessions/[^"]+/end)"', lea.see("/me"))
    stranger = lea.site.session(lea.site.person(lea.org, Role.ASSESSOR))
    assert lea.site.client.post(end, headers=stranger).status_code == 404
    assert lea.send(end) == "/me?said=session-ended"
    assert lea.see("/me", other).startswith("/sign-in")


class Device:
    """A browser with an authenticator built in, on the service under its name."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        devtools = context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        verified = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options | verified})


@pytest.fixture
def named() -> Iterator[Site]:
    """The site under a name: browsers make no passkeys for numbers."""
    with Site(host="localhost") as running:
        yield running


def test_a_passkey_is_made_and_signs_in_without_a_password(named: Site, browser: Browser) -> None:
    org = named.organisation("Harbour Bank")
    person = named.person(org, Role.ADMIN, email="ann@example.org", password_hash=hash_password(PASSWORD))
    named.clock.moment = named.clock.moment.now(named.clock.moment.tzinfo)  # the authenticator has its own clock
    with named.context(browser, person) as context:
        page = Device(context).page
        page.goto(SECURITY)
        page.get_by_label("What to call it").fill("Ann's laptop")
        form = page.locator("[data-new-passkey]")
        form.get_by_label("Your password").fill("guessed")
        page.get_by_role("button", name="Add a passkey").click()
        page.get_by_text("the password is wrong").wait_for()
        form.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Add a passkey").click()
        page.get_by_text("Your passkey is registered.").wait_for()
        assert page.get_by_text("Ann's laptop", exact=True).is_visible()
        assert barriers(page) == []
        assert sideways(page) == 0
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_role("heading", name="Portfolio").wait_for()
        page.goto("/me")
        assert page.get_by_text("with a second factor").is_visible()


def test_setting_up_an_authenticator_has_no_barriers(site: Site, browser: Browser) -> None:
    lea = Lea(site)
    with site.context(browser, lea.id, viewport={"width": 390, "height": 844}, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(SECURITY)
        page.get_by_label("Your password").first.fill(PASSWORD)
        page.get_by_role("button", name="Set up an authenticator").click()
        assert barriers(page) == []
        assert sideways(page) == 0
        secret = page.locator(".secret").inner_text().replace(" ", "")
        page.get_by_label("Six-digit code").fill(pyotp.TOTP(secret).at(site.clock.now()))
        page.get_by_role("button", name="Confirm").click()
        assert page.get_by_role("button", name="Print them").is_visible()
        assert barriers(page) == []
        assert sideways(page) == 0
