import re
from collections.abc import Mapping
from fractions import Fraction
from html import unescape
from typing import Any

import pytest

from bsc_audit import bootstrap
from bsc_audit.app.service.model.person import Membership
from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.app.service.passwords import hash_password
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.core.methods.normalise import Bands, GoalRedFlag, Piecewise, TargetBand
from bsc_audit.web.scales import scale
from site_world import Site

RULES = """
ruleset: {id: small, version: "1.0", title: Small}
groups: [{id: overall, title: Overall, kind: overall, aggregate: weighted_mean}]
criteria:
- {id: A, title: A, in: overall, weight: 1, score: {kind: rubric, levels: {0: none, 1: a, 2: b, 3: c, 4: d, 5: all}}}
decision: {awards: [{id: pass, title: Pass, needs: score.overall >= 60}], otherwise: not_yet}
"""


class Office:
    """An administrator of an organisation, and a neighbour's."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.org, self.theirs = site.organisation("Harbour Bank"), site.organisation("Rival")
        self.id = site.person(self.org, Role.ADMIN, email="ada@example.org")
        self.headers = site.session(self.id)

    def see(self, path: str = "") -> str:
        return unescape(self.site.client.get(f"/o/{self.org}/{path}", headers=self.headers).text)

    def send(self, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> tuple[int, str]:
        """Status, and the page or where it leads to."""
        sent: dict[str, Any] = {"data": fields or {}, "headers": self.headers, "follow_redirects": False, **more}
        answer = self.site.client.post(f"/o/{self.org}/{path}", **sent)
        return answer.status_code, unescape(answer.headers.get("location", answer.text))

    def noted(self) -> set[str]:
        """What the audit log tells of."""
        with self.site.work.read(self.org) as work:
            return {one.event.action for one in work.audit.entries()}

    def unit(self, name: str, kind: UnitKind, org: str = "") -> str:
        made = Unit(**self.site.stamp(), kind=kind, name=name)
        day = self.site.clock.now().date()
        placed = UnitPlacement(**self.site.stamp(), unit_id=made.id, parent_id=None, effective_from=day)
        with self.site.work.write(org or self.org) as work:
            work.units.add(made)
            work.placements.add(placed)
        return made.id


@pytest.fixture
def office(site: Site) -> Office:
    return Office(site)


def test_somebody_new_gets_a_link_once_and_comes_in_by_it(office: Office) -> None:
    ben = {"name": "Ben", "email": "Ben@example.org", "role": "assessor"}
    status, page = office.send("admin/people", ben)
    assert status == 200
    (token,) = re.findall(r"/invitation/([\w-]+)<", page)
    assert token not in office.see("admin")
    words = "words that nobody strings together"
    sent = {"password": words, "again": words}
    done = office.site.client.post(f"/invitation/{token}", data=sent, follow_redirects=False)
    assert done.headers["location"] == "/sign-in?said=password-set"
    assert office.send("admin/people", ben)[0] == 409
    assert "ben@example.org" in office.see("admin")


def test_somebody_known_is_added_without_a_link(office: Office) -> None:
    office.site.person(office.theirs, Role.REVIEWER, email="cleo@example.org", password_hash=hash_password("x" * 12))
    status, where = office.send("admin/people", {"name": "C", "email": "cleo@example.org", "role": "reviewer"})
    assert (status, where) == (303, f"/o/{office.org}/admin?said=person-added")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"email": "ben"}, "Give an e-mail address."),
        ({"name": ""}, "Give their name"),
        ({"role": "king"}, "Choose a role."),
    ],
)
def test_what_is_wrong_with_a_person_is_told_and_nobody_is_made(
    office: Office, wrong: dict[str, str], told: str
) -> None:
    status, page = office.send("admin/people", {"name": "Ben", "email": "b@example.org", "role": "client"} | wrong)
    assert status == 422
    assert told in page
    assert "b@example.org" not in office.see("admin")


def test_a_lost_invitation_is_given_out_again_and_the_first_is_void(office: Office) -> None:
    _, page = office.send("admin/people", {"name": "Ben", "email": "ben@example.org", "role": "client"})
    (first,) = re.findall(r"/invitation/([\w-]+)<", page)
    (again,) = re.findall(
        rf"/o/{office.org}/(admin/people/[^\"/]+/invitation)", office.see("admin").partition("Ben")[2]
    )
    _, page = office.send(again)
    (second,) = re.findall(r"/invitation/([\w-]+)<", page)
    words = "words that nobody strings together"
    client = office.site.client
    assert client.post(f"/invitation/{first}", data={"password": words, "again": words}).status_code == 422
    done = client.post(f"/invitation/{second}", data={"password": words, "again": words}, follow_redirects=False)
    assert done.status_code == 303
    assert office.send(again)[0] == 409


def test_roles_change_and_people_leave_by_the_version_that_was_shown(office: Office) -> None:
    ben = office.site.person(office.org, Role.ASSESSOR)
    path = f"admin/people/{ben}"
    assert office.send(path, {"role": "reviewer", "version": "1"})[0] == 303
    assert office.send(path, {"role": "admin", "version": "1"})[0] == 409
    assert office.send(path, {"role": "king", "version": "2"})[0] == 422
    assert office.send(f"{path}/removal", {"version": "2"})[0] == 303
    assert office.send(f"{path}/removal", {"version": "2"})[0] == 404


def test_who_is_no_administrator_sees_people_and_changes_nobody(office: Office) -> None:
    ben = office.site.person(office.org, Role.ASSESSOR)
    office.headers = office.site.session(ben)
    assert "ada@example.org" in office.see("admin")
    assert "Add somebody" not in office.see("admin")
    assert office.send("admin/people", {"name": "B", "email": "x@example.org", "role": "admin"})[0] == 403
    assert office.send(f"admin/people/{office.id}/removal", {"version": "1"})[0] == 403
    assert office.send(f"admin/people/{office.id}/invitation")[0] == 403
    assert office.site.client.get(f"/o/{office.org}/admin/keys", headers=office.headers).status_code == 403


def test_a_key_is_shown_once_works_is_rotated_and_revoked(office: Office) -> None:
    sent = {"name": "Till", "scopes": ["metrics:write", "assessments:read"], "expires_at": "2027-01-31"}
    _, page = office.send("admin/keys", sent)
    (key,) = re.findall(r"bsca_\w+", page)
    bearer = {"Authorization": f"Bearer {key}"}
    assert office.site.client.get("/v1/me", headers=bearer).json()["name"] == "Till"
    assert key not in office.see("admin/keys")
    (rotate,) = re.findall(rf"/o/{office.org}/(admin/keys/[^\"]+/rotation)", office.see("admin/keys"))
    _, page = office.send(rotate)
    (newer,) = re.findall(r"bsca_\w+", page)
    assert office.send(rotate.replace("rotation", "revocation"))[0] == 303
    assert office.site.client.get("/v1/me", headers=bearer).status_code == 401
    assert office.site.client.get("/v1/me", headers={"Authorization": f"Bearer {newer}"}).status_code == 200


def test_what_a_key_may_is_changed_even_while_it_is_used(office: Office) -> None:
    _, page = office.send("admin/keys", {"name": "Till", "scopes": ["metrics:write"]})
    (key,) = re.findall(r"bsca_\w+", page)
    page = office.see("admin/keys")
    (path,) = re.findall(rf"/o/{office.org}/(admin/keys/[^\"/]+)/rotation", page)
    (shown,) = re.findall(r'name="shown" value="([^"]+)"', page)
    bearer = {"Authorization": f"Bearer {key}"}
    assert office.site.client.get("/v1/me", headers=bearer).status_code == 200  # its version goes on
    sent = {"name": "Till, reads", "scopes": ["assessments:read", "metrics:write"], "shown": shown}
    assert office.send(path, sent)[0] == 303
    assert office.site.client.get(f"/v1/organisations/{office.org}/assessments", headers=bearer).status_code == 200
    status, page = office.send(path, sent | {"name": "Late"})
    assert status == 409
    assert "Late" in page
    assert office.send(path, sent | {"scopes": []})[0] == 422
    office.send(f"{path}/revocation")
    assert office.send(path, sent | {"shown": "Till, reads assessments:read metrics:write"})[0] == 409


def test_an_organisation_is_renamed_by_its_administrator(office: Office) -> None:
    assert office.send("admin/organisation", {"name": "Harbour & Sons", "version": "1"})[0] == 303
    assert "Harbour & Sons" in office.see("admin/organisation")
    status, page = office.send("admin/organisation", {"name": "Late", "version": "1"})
    assert (status, "Late" in page) == (409, True)
    assert "Give a name, of at most 200 characters." in office.send("admin/organisation", {"name": ""})[1]
    assert "update_organisation" in office.noted()
    office.headers = office.site.session(office.site.person(office.org, Role.ASSESSOR))
    assert office.send("admin/organisation", {"name": "Mine", "version": "2"})[0] == 403
    assert "Harbour & Sons" not in office.see("admin/organisation")


def test_a_consultancy_sees_the_clients_one_belongs_to_and_leads_to_their_names(office: Office) -> None:
    mine = office.site.organisation("Corner Shop", parent=office.org)
    office.site.organisation("Not Mine", parent=office.org)
    with office.site.work.installation(write=True) as installation:
        member = {"org_id": mine, "person_id": office.id, "role": Role.ADMIN}
        installation.memberships.add(Membership(**office.site.stamp(), **member))
    page = office.see("admin/organisation")
    assert f'href="/o/{mine}/admin/organisation"' in page
    assert "Not Mine" not in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Say what the key is for"),
        ({"scopes": []}, "Choose what it may."),
        ({"scopes": ["all"]}, "Choose what it may."),
        ({"expires_at": "2020-01-01"}, "a key expires in the future"),
        ({"expires_at": "soon"}, "'soon' is no day"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(office: Office, wrong: dict[str, Any], told: str) -> None:
    status, page = office.send("admin/keys", {"name": "Till", "scopes": ["metrics:write"]} | wrong)
    assert status == 422
    assert told in page
    assert "bsca_" not in page


def test_keys_of_another_organisation_are_not_there(office: Office) -> None:
    office.site.key(office.theirs, Scope.ADMIN)
    with office.site.work.read(office.theirs) as work:
        (key,) = work.api_keys.all()
    assert office.send(f"admin/keys/{key.id}/revocation")[0] == 404


def test_units_are_made_renamed_and_moved_from_a_day_on(office: Office) -> None:
    region = office.unit("North", UnitKind.REGION)
    made = {"name": "Quay", "kind": "branch", "parent_id": region, "external_id": "B-1"}
    assert office.send("admin/units", made)[0] == 303
    page = office.see("admin/units")
    assert re.search(r'<li data-depth="1"><a href="[^"]+">Quay</a>', page)
    (path,) = re.findall(rf'/o/{office.org}/(admin/units/[^"]+)">Quay', page)
    assert office.send(path, {"name": "Quay Street", "version": "1"})[0] == 303
    assert office.send(path, {"name": "Late", "version": "1"})[0] == 409
    assert office.send(f"{path}/moves", {"parent_id": "", "effective_from": "2027-01-01"})[0] == 303
    assert 'data-depth="1"' in office.see("admin/units")
    assert 'data-depth="1"' not in office.see("admin/units?on=2027-01-01")
    assert "nothing: a root" in office.see(path)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "give it a name"),
        ({"kind": "planet"}, "choose its level"),
        ({"parent_id": "nowhere"}, "there is no such unit"),
        ({"effective_from": "soon"}, "'soon' is no day"),
    ],
)
def test_a_unit_that_makes_no_sense_is_not_made(office: Office, wrong: dict[str, str], told: str) -> None:
    status, page = office.send("admin/units", {"name": "Quay", "kind": "branch"} | wrong)
    assert status == 422
    assert told in page


def test_units_of_another_organisation_are_not_there(office: Office) -> None:
    theirs = office.unit("Theirs", UnitKind.BRANCH, office.theirs)
    assert office.send(f"admin/units/{theirs}", {"name": "Mine", "version": "1"})[0] == 404
    assert office.send("admin/units", {"name": "Quay", "kind": "team", "parent_id": theirs})[0] == 422


def test_the_log_names_people_is_filtered_and_proved(office: Office) -> None:
    office.send("admin/units", {"name": "Quay", "kind": "branch"})
    page = office.see("admin/log")
    assert "A admin" in page
    assert "Create unit" in page
    assert office.id not in page.partition("<tbody>")[2]
    assert "Create unit" not in office.see("admin/log?actor=operator")
    assert "The chain is unbroken: 1 entry" in office.send("admin/log/proof")[1]
    office.headers = office.site.session(office.site.person(office.org, Role.ASSESSOR))
    assert office.send("admin/log/proof")[0] == 403


def test_rules_of_ones_own_are_stored_shown_and_retired(office: Office) -> None:
    files = [("ruleset", ("small.yaml", RULES.encode()))]
    status, where = office.send("rulesets", files=files)
    assert (status, where) == (303, f"/o/{office.org}/rulesets/small/1.0?said=saved")
    assert "Level 5" in office.see("rulesets/small/1.0")
    changed = [("ruleset", ("small.yaml", RULES.replace("Overall", "Everything").encode()))]
    assert office.send("rulesets", files=changed)[0] == 409
    assert office.send("rulesets/small/1.0/retirement")[0] == 303
    assert "Retired" in office.see("rulesets")
    assert "Small 1.0" not in office.see("assessments/new")
    assert office.send("rulesets/none/9/retirement")[0] == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (RULES.replace("weight: 1", "weight: heavy").encode(), "small.yaml:5:"),
        (b"ruleset: [", "small.yaml:"),
        (b"\xff\xfe", "a file is no text in UTF-8"),
        (b"#" * 1_000_001, "larger than a megabyte"),
    ],
)
def test_every_problem_of_an_upload_is_told_with_its_place(office: Office, content: bytes, told: str) -> None:
    status, page = office.send("rulesets", files=[("ruleset", ("small.yaml", content))])
    assert status == 422
    assert told in page


def test_the_bundled_rules_are_read_in_full(office: Office) -> None:
    page = office.see("rulesets/service-excellence/1.0")
    ruleset = bootstrap.library().ruleset("service-excellence", "1.0")
    assert ruleset is not None
    assert page.count('<details class="branch"') > 52
    assert "60 → 0, 75 → 50, 82 → 75, 90 → 100" in page
    assert "MET-5" in page


def test_a_webhook_shows_its_secret_once_is_tried_switched_off_and_forgotten(office: Office) -> None:
    status, page = office.send("admin/webhooks", {"url": "https://till.example.org/hook", "events": ["report.ready"]})
    assert status == 200
    (secret,) = re.findall(r"whsec_[\w+/=]+", page)
    page = office.see("admin/webhooks")
    assert secret not in page
    (path,) = re.findall(rf"/o/{office.org}/(admin/webhooks/[^/]+)/ping", page)
    assert office.send(f"{path}/ping")[0] == 303
    assert "Pending" in office.see("admin/webhooks")
    assert office.send(f"{path}/switch", {"version": "1"})[0] == 303
    assert "switched off" in office.see("admin/webhooks")
    assert office.send(f"{path}/ping")[0] == 409
    assert office.send(f"{path}/removal", {"version": "1"})[0] == 409
    assert office.send(f"{path}/removal", {"version": "2"})[0] == 303
    assert "No webhook yet" in office.see("admin/webhooks")


def test_a_webhook_is_told_of_other_events_and_signs_by_another_secret(office: Office) -> None:
    _, page = office.send("admin/webhooks", {"url": "https://till.example.org/hook", "events": ["report.ready"]})
    (first,) = re.findall(r"whsec_[\w+/=]+", page)
    (path,) = re.findall(rf"/o/{office.org}/(admin/webhooks/[^/]+)/ping", office.see("admin/webhooks"))
    sent = {"url": "https://desk.example.org/hook", "events": ["answer.stored", "report.ready"], "version": "1"}
    known = re.findall(r'name="events" value="([^"]+)"', office.see("admin/webhooks"))
    sent["events"] = known[:2]
    assert office.send(f"{path}/target", sent)[0] == 303
    page = office.see("admin/webhooks")
    assert "https://desk.example.org/hook" in page
    assert ", ".join(known[:2]) in page
    assert office.send(f"{path}/target", sent)[0] == 409
    status, page = office.send(f"{path}/target", sent | {"url": "http://127.0.0.1/", "version": "2"})
    assert status == 422
    assert "field--wrong" in page.partition("Add a webhook")[0]  # at its own form, not at the one for another
    status, page = office.send(f"{path}/rotation")
    (second,) = re.findall(r"whsec_[\w+/=]+", page)
    assert (status, second != first) == (200, True)
    page = office.see("admin/webhooks")
    assert second not in page
    assert "also signed by the secret before" in page
    assert {"update_webhook", "rotate_webhook_secret"} <= office.noted()


@pytest.mark.parametrize(
    "wrong", [{"url": "http://127.0.0.1/"}, {"url": ""}, {"url": "https://a.example.org/", "events": ["sunrise"]}]
)
def test_a_webhook_that_makes_no_sense_is_not_made(office: Office, wrong: dict[str, Any]) -> None:
    assert office.send("admin/webhooks", wrong)[0] == 422
    assert "No webhook yet" in office.see("admin/webhooks")


def test_scales_are_told_in_words() -> None:
    one, two, three, four, five = map(Fraction, range(1, 6))
    none, half, full = Fraction(0), Fraction(50), Fraction(100)
    assert scale(None) == "against the organisation's own target and baseline"
    assert scale(Piecewise(points=((-five, none), (five, full)))) == "−5 → 0, 5 → 100"
    bands = ((None, three, full), (three, five, half), (five, None, none))
    assert scale(Bands(bands=bands)) == "up to 3 → 100, 3 to 5 → 50, over 5 → 0"
    assert scale(TargetBand(limits=(one, two, three, four))) == "2 to 3 → 100, below 1 or above 4 → 0"
    assert scale(GoalRedFlag(goal=five, red_flag=two)) == "goal 5, red flag 2"
