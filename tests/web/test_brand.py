"""The page of the brand: filled in, told what is wrong beside the field, shown and forgotten."""

from html import unescape
from pathlib import Path

import pytest

from bsc_audit.app.service.permissions import Role
from site_world import Site

LOGO = (Path(__file__).parents[2] / "examples" / "brand" / "logo.svg").read_bytes()
FILLED = {
    "version": "0",
    "name": "Northern Institute",
    "short": "NI",
    "legal": "Registered at Port Ellery.",
    "colours.ink": "#23123D",
    "contact.web": "institute.example",
    "addresses": "7 Harbour Square\nPort Ellery",
}


class Studio:
    """A lead auditor at the page of the brand."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.org = site.organisation("Northern")
        self.headers = site.session(site.person(self.org, Role.LEAD_AUDITOR))
        self.path = f"/o/{self.org}/admin/brand"

    def see(self) -> str:
        return unescape(self.site.client.get(self.path, headers=self.headers).text)

    def send(self, fields: dict[str, str], path: str = "", **logos: bytes) -> tuple[int, str]:
        files = {f"logo.{ground}": ("x.svg", logo) for ground, logo in logos.items()} or None
        answer = self.site.client.post(
            self.path + path, data=fields, files=files, headers=self.headers, follow_redirects=False
        )
        return answer.status_code, unescape(answer.text)


@pytest.fixture
def studio(site: Site) -> Studio:
    return Studio(site)


def test_a_brand_is_filled_in_and_shown_with_its_cover(studio: Studio) -> None:
    assert "look of this installation" in studio.see()
    assert studio.send(FILLED, light=LOGO)[0] == 303
    page = studio.see()
    for said in ("Northern Institute", 'fill="#23123D"', "data:image/svg+xml;base64,", "7 Harbour Square\nPort Ellery"):
        assert said in page
    assert 'name="version" value="1"' in page


def test_a_logo_stays_until_it_is_left_out(studio: Studio) -> None:
    studio.send(FILLED, light=LOGO)
    assert studio.send({**FILLED, "version": "1"})[0] == 303
    assert "data:image/svg+xml" in studio.see()
    assert studio.send({**FILLED, "version": "2", "without.light": "1"})[0] == 303
    assert "data:image/svg+xml" not in studio.see()


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(studio: Studio) -> None:
    status, page = studio.send({**FILLED, "colours.ink": "#9A8FB0", "colours.gold": "gold"})
    assert status == 422
    assert 'id="f-colours-gold-wrong"' in page
    status, page = studio.send({**FILLED, "colours.ink": "#9A8FB0"})
    assert status == 422
    assert "passes everything is #" in page.partition('id="f-colours-ink-wrong"')[2].partition("</p>")[0]
    assert 'value="#9A8FB0"' in page
    status, page = studio.send({**FILLED, "name": ""}, light=LOGO)
    assert status == 422
    assert 'id="f-name-wrong"' in page
    assert studio.send(FILLED, light=b"<svg onload='x'/>")[0] == 422
    assert "look of this installation" in studio.see()


def test_of_two_who_change_it_the_second_is_told(studio: Studio) -> None:
    studio.send(FILLED)
    assert studio.send({**FILLED, "name": "Late"})[0] == 409
    assert studio.send({"version": "1"}, "/removal")[0] == 303
    assert studio.send({"version": "1"}, "/removal")[0] == 404


def test_the_page_is_nobody_elses(studio: Studio) -> None:
    studio.send(FILLED)
    neighbour = studio.site.person(studio.site.organisation("Rival"), Role.ADMIN)
    studio.headers = studio.site.session(neighbour)
    assert studio.send({**FILLED, "version": "1"})[0] == 404
    assert studio.site.client.get(studio.path, headers=studio.headers).status_code == 404
    studio.headers = studio.site.session(studio.site.person(studio.org, Role.ASSESSOR))
    assert studio.site.client.get(studio.path, headers=studio.headers).status_code == 403
