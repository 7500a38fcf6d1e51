"""The brand of an organisation: checked when it is stored, worn by its reports and by those of clients without one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bsc_audit import bootstrap
from bsc_audit.app.service.brands import BrandDesk, logos_of, own_brand, put_brand, remove_brand, worn_brand
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.brand import Brand
from bsc_audit.app.service.model.organisation import Organisation, OrganisationKind
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.refusals import Forbidden, Invalid, NotFound, StaleVersion
from bsc_audit.app.service.report_jobs import report_handler
from bsc_audit.app.service.report_making import Wanted
from bsc_audit.app.service.reports import ReportDesk, order_report, report_content
from bsc_audit.render.job import render_here
from bsc_audit.render.maker import Maker
from service_world import FixedClock, Service

EXAMPLE = Path(__file__).parents[3] / "examples" / "brand"
LOGO = (EXAMPLE / "logo.svg").read_bytes()
OFFER = bootstrap.report_offer()
LOOK = {"name": "Northern Institute", "legal": "Registered at Port Ellery.", "colours": {"ink": "#23123D"}}
PAGE = Wanted(template="executive-summary", format="html", language="en")


class Here:
    """Renders in this process."""

    render = staticmethod(render_here)


class Studio(Service):
    """A service whose organisation has a brand."""

    def __init__(self) -> None:
        super().__init__()
        self.blobs = self.scores.blobs
        self.desk = BrandDesk(ids=self.ids, blobs=self.blobs, offer=OFFER)

    def put(self, content: Mapping[str, Any] = LOOK, *, expected: int = 0, **logos: bytes) -> Brand:
        with self.write() as work:
            return put_brand(work, self.desk, self.people[Role.LEAD_AUDITOR], content, logos, expected=expected)

    def page(self) -> tuple[str, str]:
        """Id and content of the executive summary, ordered now."""
        brand = worn_brand(self.work, self.org)
        desk = ReportDesk(ids=self.ids, blobs=self.blobs, scores=self.scores, offer=OFFER, brand=brand)
        with self.write() as work:
            found = work.assessments.all()[0]
            report, job = order_report(work, desk, self.people[Role.ASSESSOR], found, PAGE)
        maker = Maker(pages=Here(), template=bootstrap.report_template, verified_at="https://audit.example/{number}")
        effect = report_handler(self.work, self.blobs, maker)(job, lambda percent, step: None)
        with self.write() as work:
            effect(work)
            return report.id, report_content(
                work, self.blobs, self.people[Role.ASSESSOR], work.reports.get(report.id)
            ).decode()


@pytest.fixture
def studio() -> Studio:
    return Studio()


def test_a_brand_is_stored_changed_by_its_version_and_removed(studio: Studio) -> None:
    first = studio.put(light=LOGO)
    assert dict(logos_of(studio.blobs, first)) == {"light": LOGO}
    with pytest.raises(StaleVersion):
        studio.put()
    second = studio.put({"name": "Another"}, expected=first.version)
    assert (second.id, dict(logos_of(studio.blobs, second))) == (first.id, {})
    assert second.sha256 != first.sha256
    with studio.write() as work:
        remove_brand(work, studio.people[Role.ADMIN], expected=second.version)
    assert worn_brand(studio.work, studio.org) is None
    with studio.write() as work, pytest.raises(NotFound):
        remove_brand(work, studio.people[Role.ADMIN], expected=second.version)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.REVIEWER, Role.CLIENT_EDITOR])
def test_nobody_but_administrators_and_lead_auditors_touches_it(studio: Studio, role: Role) -> None:
    who = studio.people[role]
    with studio.write() as work:
        for use in (
            lambda: own_brand(work, who),
            lambda: put_brand(work, studio.desk, who, LOOK, {}, expected=0),
            lambda: remove_brand(work, who, expected=1),
        ):
            with pytest.raises(Forbidden):
                use()


def test_a_colour_nobody_can_read_is_told_with_the_nearest_that_passes(studio: Studio) -> None:
    with pytest.raises(Invalid) as refused:
        studio.put({**LOOK, "colours": {"ink": "#9A8FB0"}})
    (flaw,) = refused.value.flaws
    assert flaw.pointer == "/colours/ink"
    assert "(headings) has a contrast of 3.03:1, not 4.5:1" in flaw.detail
    assert "and 13 more like it; the nearest ink that passes everything is #443B58" in flaw.detail
    studio.put({**LOOK, "colours": {"ink": "#443B58"}})


def test_tones_that_look_alike_are_told_at_the_field_that_holds_them(studio: Studio) -> None:
    alike = ["#21508C", "#21508C", "#3B2F7A", "#A56700"]
    with pytest.raises(Invalid) as refused:
        studio.put({**LOOK, "colours": {"tones": alike}})
    assert {flaw.pointer for flaw in refused.value.flaws} == {"/colours/tones"}
    assert any("look alike in a grey print" in flaw.detail for flaw in refused.value.flaws)


@pytest.mark.parametrize(
    "logo", [b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script/></svg>", b"\x89PNG\r\n", b"\xff\xd8"]
)
def test_a_picture_that_is_none_or_does_more_is_refused_at_its_field(studio: Studio, logo: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        studio.put(dark=logo, light=LOGO)
    assert {flaw.pointer for flaw in refused.value.flaws} == {"/logo/dark"}
    assert worn_brand(studio.work, studio.org) is None


def test_a_client_wears_its_consultancys_brand_until_it_has_its_own_and_nobody_elses(studio: Studio) -> None:
    ours = studio.put()
    client, stranger = (
        Organisation(**fresh(studio.ids, FixedClock().now()), name="C", kind=OrganisationKind.CLIENT, parent_id=parent)
        for parent in (studio.org, None)
    )
    with studio.work.installation(write=True) as installation:
        installation.organisations.add(client)
        installation.organisations.add(stranger)
    assert worn_brand(studio.work, client.id) == ours.sha256
    assert worn_brand(studio.work, stranger.id) is None
    with studio.work.write(client.id) as work:
        assert work.brands.all() == ()
        own = work.brands.add(
            Brand(**fresh(studio.ids, FixedClock().now()), org_id=client.id, content=LOOK, sha256="0" * 64, actor="a")
        )
    assert worn_brand(studio.work, client.id) == own.sha256
    assert worn_brand(studio.work, studio.org) == ours.sha256


def test_a_report_is_drawn_in_the_brand_and_anew_when_the_brand_changes(studio: Studio) -> None:
    studio.loaded()
    plain_id, plain = studio.page()
    assert "Northern Institute" not in plain
    brand = studio.put(light=LOGO)
    branded_id, branded = studio.page()
    assert branded_id != plain_id
    assert "Northern Institute" in branded
    assert "Registered at Port Ellery." in branded
    assert "#23123D" in branded
    assert "#23123D" not in plain
    assert studio.page()[0] == branded_id
    studio.put({**LOOK, "name": "Southern Institute"}, expected=brand.version)
    again_id, again = studio.page()
    assert again_id not in (plain_id, branded_id)
    assert "Southern Institute" in again


def test_data_for_programs_shows_no_brand_and_is_not_made_again_for_one(studio: Studio) -> None:
    studio.loaded()
    ids = set()
    for brand in (None, "0" * 64):
        desk = ReportDesk(ids=studio.ids, blobs=studio.blobs, scores=studio.scores, offer=OFFER, brand=brand)
        wanted = Wanted(template="certification", format="json", language="en")
        with studio.write() as work:
            found = work.assessments.all()[0]
            ids.add(order_report(work, desk, studio.people[Role.ASSESSOR], found, wanted)[0].id)
    assert len(ids) == 1
