import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser

from barriers import barriers
from begun import begun
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.ruleset_versions import upload_ruleset
from bsc_audit.app.service.trial import read_given
from bsc_audit.web.engagement import typed_terms, with_row, without_row
from bsc_audit.web.forms import Form
from site_world import Site

RULES = """
ruleset: {id: small, version: "1.0", title: Small}
groups: [{id: overall, title: Overall, kind: overall, aggregate: weighted_mean}]
criteria:
- {id: A, title: A, in: overall, weight: 1, score: {kind: rubric, levels: {0: none, 1: a, 2: b, 3: c, 4: d, 5: all}}}
decision: {awards: [{id: pass, title: Pass, needs: score.overall >= 60}], otherwise: not_yet}
"""


class Lead:
    """A lead auditor at a client."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.org = site.organisation("Harbour Bank")
        self.id = site.person(self.org, Role.LEAD_AUDITOR)
        self.headers = site.session(self.id)

    def see(self, path: str) -> str:
        return self.site.client.get(f"/o/{self.org}/{path}", headers=self.headers).text

    def send(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Status, and the page or where it leads to."""
        sent: dict[str, Any] = {"data": dict(fields), "headers": self.headers, "follow_redirects": False}
        answer = self.site.client.post(f"/o/{self.org}/{path}", **sent)
        return answer.status_code, answer.headers.get("location", answer.text)

    def stored(self, assessment: str) -> Assessment:
        with self.site.work.read(self.org) as work:
            return work.assessments.get(assessment)


@pytest.fixture
def lead(site: Site) -> Lead:
    return Lead(site)


def fields_of(page: str) -> dict[str, str]:
    """Every field of the first large form of a page, as a browser would send it."""
    form = page.partition('class="engagement"')[2].partition("</form>")[0] or page
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        about = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if about.get("name") and (about.get("type") not in ("checkbox", "radio") or " checked" in tag):
            found[about["name"]] = unescape(about.get("value", ""))
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def test_an_assessment_is_begun_in_two_steps(lead: Lead) -> None:
    choices = lead.see("assessments/new")
    assert "Assess by these" in choices
    page = lead.see("assessments/new?ruleset=service-excellence@1.0")
    fields = fields_of(page) | {"period": "2026-09", "as_of": "2026-09-30"}
    status, again = lead.send("assessments/new", fields)
    assert status == 422
    assert 'href="#f-engagement-scope-statement"' in again
    status, where = lead.send("assessments/new", fields | {"engagement.scope.statement": "Everything"})
    assert status == 303
    made = lead.stored(where.split("/")[4])
    assert (made.kind, made.number, made.lead) == ("assessed", "2026-0001", f"person:{lead.id}")
    assert made.engagement == {"organisation": {"name": "Harbour Bank"}, "scope": {"statement": "Everything"}}
    assert "The assessment is begun." in lead.see(where.removeprefix(f"/o/{lead.org}/"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, 'href="#f-title">give the assessment a title'),
        ({"as_of": "soon"}, 'href="#f-as-of"'),
        ({"kind": "party"}, 'href="#f-kind"'),
        ({"ruleset": "none@9"}, "there is no ruleset none 9"),
        ({"period": "2026-13"}, 'href="#f-period"'),
        ({"profile": "moon"}, "the ruleset has no such profile"),
        ({"unit_id": "nowhere"}, 'href="#f-unit-id"'),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(lead: Lead, wrong: dict[str, str], told: str) -> None:
    page = lead.see("assessments/new?ruleset=service-excellence@1.0")
    fields = fields_of(page) | {"as_of": "2026-12-31", "engagement.scope.statement": "All of it"} | wrong
    status, again = lead.send("assessments/new", fields)
    assert status == 422
    assert told in unescape(again)
    assert "ruleset" in wrong or "All of it" in again


def test_the_whole_engagement_is_stored_as_the_evidence_folder_writes_it(lead: Lead) -> None:
    made = begun(lead.site, lead.org, "Branches")
    path = f"a/{made.id}/engagement"
    rows = {
        "engagement.sites.0.name": "Quay Street branch",
        "engagement.sites.0.visited": "1",
        "engagement.sites.3.name": "Web",
        "engagement.sites.3.id": "web",
        "engagement.team.0.name": "Ann Meyer",
        "engagement.team.0.role": "lead assessor",
        "engagement.sampling.0.what": "Branches",
        "engagement.sampling.0.population": "24",
        "engagement.sampling.0.achieved": "0",
        "engagement.sampling.0.method": "at random",
        "engagement.scope.excluded.0.what": "Securities",
        "engagement.scope.excluded.0.why": "Supervised elsewhere",
        "engagement.scope.functions": "Branches\n\n Call centre ",
        "engagement.participants.7.role": "Head of service",
        "engagement.independence": "Nobody advised them.",
        "engagement.dates.from": "2026-09-01",
    }
    assert lead.send(path, fields_of(lead.see(path)) | rows)[0] == 303
    assert lead.stored(made.id).engagement == {
        "organisation": {"name": "Client"},
        "scope": {
            "statement": "Everything",
            "functions": ["Branches", "Call centre"],
            "excluded": [{"what": "Securities", "why": "Supervised elsewhere"}],
        },
        "sites": [
            {"id": "quay-street-branch", "name": "Quay Street branch", "visited": True},
            {"name": "Web", "id": "web"},
        ],
        "team": [{"name": "Ann Meyer", "role": "lead assessor"}],
        "sampling": [{"what": "Branches", "population": 24, "achieved": 0, "method": "at random"}],
        "participants": [{"role": "Head of service"}],
        "independence": "Nobody advised them.",
        "dates": {"from": "2026-09-01"},
    }
    before = lead.stored(made.id).engagement
    assert lead.send(path, fields_of(lead.see(path)))[0] == 303  # what is shown and sent back is the same
    assert lead.stored(made.id).engagement == before


def test_a_row_is_added_and_removed_without_a_script_and_without_storing(lead: Lead) -> None:
    made = begun(lead.site, lead.org, "Branches")
    path = f"a/{made.id}/engagement"
    fields = fields_of(lead.see(path)) | {"engagement.team.0.name": "Ann", "add": "engagement.team"}
    status, page = lead.send(path, fields)
    assert status == 200
    assert {"engagement.team.0.name", "engagement.team.1.name"} <= fields_of(page).keys()
    _, page = lead.send(path, fields_of(page) | {"drop": "engagement.team.0"})
    assert "Ann" not in page
    assert "team" not in lead.stored(made.id).engagement


def test_a_number_that_is_none_is_told_in_its_row(lead: Lead) -> None:
    made = begun(lead.site, lead.org, "Branches")
    path = f"a/{made.id}/engagement"
    row = {"what": "Branches", "population": "many", "achieved": "3", "method": "drawn"}
    fields = fields_of(lead.see(path)) | {f"engagement.sampling.0.{name}": said for name, said in row.items()}
    status, page = lead.send(path, fields)
    assert status == 422
    assert 'href="#f-engagement-sampling-0-population"' in page
    assert 'value="many"' in page


def test_who_was_slower_is_told_and_overwrites_nothing(lead: Lead) -> None:
    made = begun(lead.site, lead.org, "Branches")
    path = f"a/{made.id}/engagement"
    fields = fields_of(lead.see(path))
    assert lead.send(path, fields | {"title": "First"})[0] == 303
    status, page = lead.send(path, fields | {"title": "Second"})
    assert status == 409
    assert 'value="Second"' in page
    assert lead.stored(made.id).title == "First"


def test_who_only_reads_has_no_buttons_and_changes_nothing(lead: Lead) -> None:
    made = begun(lead.site, lead.org, "Branches")
    path = f"a/{made.id}/engagement"
    fields = fields_of(lead.see(path))
    lead.headers = lead.site.session(lead.site.person(lead.org, Role.CLIENT))
    assert "Save the engagement" not in lead.see(path)
    assert lead.send(path, fields)[0] == 403


def test_what_the_form_has_no_field_for_stays(lead: Lead) -> None:
    before = {"organisation": {"name": "A", "house_number": 7}, "previous": {"id": "X", "overall": 60.4}}
    typed = typed_terms(Form({"engagement.organisation.name": ["B"]}), before)
    assert typed["engagement"]["organisation"] == {"name": "B", "house_number": 7}
    assert typed["engagement"]["previous"] == before["previous"]
    assert before["organisation"] == {"name": "A", "house_number": 7}


@pytest.mark.parametrize("place", ["engagement.team", "title", "engagement.team.x", "engagement.team.99", ""])
def test_a_row_that_is_not_there_is_not_removed(place: str) -> None:
    typed = typed_terms(Form({"engagement.team.0.name": ["Ann"]}), {})
    without_row(typed, place)
    with_row(typed, "engagement.previous")
    assert typed["engagement"] == {"team": [{"name": "Ann"}]}


def test_another_version_of_the_rules_is_seen_taken_and_left_again(lead: Lead) -> None:
    who = Principal(actor="key:maker", org_id=lead.org, role=Role.LEAD_AUDITOR, second_factor=True)
    for text in (RULES, RULES.replace('"1.0"', '"1.1"')):
        with lead.site.work.write(lead.org) as work:
            upload_ruleset(work, lead.site.ids, lead.site.wiring.library, who, read_given({"small.yaml": text}, {}))
    made = begun(lead.site, lead.org, "Branches", ruleset_id="small")
    path = f"a/{made.id}/engagement"
    status, page = lead.send(f"{path}/move", {"to": "small@1.1"})
    assert status == 200
    assert "Every answer, record and remark stays as it is." in page
    assert lead.stored(made.id).ruleset_version == "1.0"
    confirmed = {name: hidden for name in ("to", "profile", "preview") if (hidden := _hidden(page, name)) is not None}
    assert lead.send(f"{path}/move/confirmed", confirmed | {"preview": "sha256:else"})[0] == 422
    assert lead.send(f"{path}/move/confirmed", confirmed)[0] == 303
    assert lead.stored(made.id).ruleset_version == "1.1"
    (undo,) = re.findall(rf'action="/o/{lead.org}/({re.escape(path)}/moves/[^"]+/undo)"', lead.see(path))
    assert lead.send(undo, {})[0] == 303
    assert lead.stored(made.id).ruleset_version == "1.0"
    assert lead.send(f"{path}/move", {"to": "small@9"})[0] == 422


def _hidden(page: str, name: str) -> str | None:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else None


def test_rows_grow_in_place_where_scripts_run(site: Site, browser: Browser) -> None:
    lead = Lead(site)
    made = begun(site, lead.org, "Branches")
    with site.context(browser, lead.id) as context:
        page = context.new_page()
        page.goto(f"/o/{lead.org}/a/{made.id}/engagement")
        page.get_by_role("button", name="Add the first member").click()
        page.get_by_label("Name, member 1").fill("Ann")
        page.get_by_role("button", name="Add another member").click()
        page.get_by_label("Name, member 2").fill("Ben")
        page.get_by_role("button", name="Add another member").click()
        page.get_by_label("Name, member 3").fill("Cid")
        assert barriers(page) == []
        page.get_by_role("button", name="Remove member 2").click()
        page.get_by_role("button", name="Save the engagement").click()
        page.get_by_text("Saved.").wait_for()
    assert [one["name"] for one in lead.stored(made.id).engagement["team"]] == ["Ann", "Cid"]
