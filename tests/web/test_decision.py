"""An assessment by the small ruleset, from its start to an issued certificate and its verification, as forms are sent."""

import re
from collections.abc import Mapping

from bsc_audit.app.service.model.visit import RecordStatus, Visit
from bsc_audit.app.service.permissions import Role
from site_world import HTML, Site


class Audit:
    """A certification with everybody it needs."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.org = site.organisation("Ours")
        self.people = {role: site.session(site.person(self.org, role)) for role in Role}
        body = {
            "title": "A year of service",
            "as_of": "2026-09-30",
            "period": "2026-Q3",
            "kind": "certification",
            "ruleset": {"id": "food-hygiene-rating", "version": "1.0"},
            "engagement": {"scope": {"statement": "All of it."}},
        }
        answer = site.client.post(
            f"/v1/organisations/{self.org}/assessments", json=body, headers=self.headers("lead_auditor")
        )
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["id"]
        self.room = f"/o/{self.org}/a/{self.id}/decision"

    def headers(self, role: str) -> Mapping[str, str]:
        return self.people[Role(role)]

    def send(self, role: str, path: str, **fields: str) -> str:
        """What the page says after a form was sent."""
        version = re.search(r'name="version" value="(\d+)"', self.page(role))
        sent = {"version": version[1] if version else "", **fields}
        return self.site.send(f"{self.room}{path}", sent, self.headers(role))

    def page(self, role: str) -> str:
        return self.site.client.get(self.room, headers=self.headers(role)).text

    def answer(self, role: str, key: str, value: int) -> None:
        address = f"/v1/organisations/{self.org}/assessments/{self.id}/answers/validated/{key}"
        sent = self.site.client.put(address, json={"value": value}, headers=self.headers(role))
        assert sent.status_code == 201, sent.text


def test_a_certification_goes_its_way_by_forms(site: Site) -> None:
    audit = Audit(site)
    assert "Started" in audit.send("lead_auditor", "/steps/start_assessment")
    for key in ("FH-1", "FH-2", "FH-3"):
        audit.answer("assessor", key, 5)
    assert "Handed over" in audit.send("lead_auditor", "/steps/submit_assessment")
    assert "say why" in audit.send("reviewer", "/steps/request_changes", reason=" ")
    assert "Handed back" in audit.send("reviewer", "/steps/request_changes", reason="The kitchen is missing.")
    audit.send("lead_auditor", "/steps/submit_assessment")
    assert "its evidence is frozen" in audit.send("lead_auditor", "/steps/validate_assessment")
    assert "say why: the rationale" in audit.send("reviewer", "/decide", outcome="defer")
    said = audit.send("reviewer", "/decide", outcome="defer", rationale="Seen in full.", override_reason="We wait.")
    assert "Decided." in said
    assert "Decided by A reviewer" in said


def test_who_took_part_is_told_so_and_cannot_decide(site: Site) -> None:
    audit = Audit(site)
    audit.send("lead_auditor", "/steps/start_assessment")
    with site.work.write(audit.org) as work:
        members = work.memberships.all(org_id=audit.org)
        reviewer = next(one.person_id for one in members if one.role is Role.REVIEWER)
        record = {"assessment_id": audit.id, "client_id": "V-1", "content": {}, "status": RecordStatus.DISCARDED}
        work.visits.add(Visit(**site.stamp(), **record, actor=f"person:{reviewer}"))
    for key in ("FH-1", "FH-2", "FH-3"):
        audit.answer("assessor", key, 5)
    audit.send("lead_auditor", "/steps/submit_assessment")
    page = audit.send("lead_auditor", "/steps/validate_assessment")
    assert "A reviewer" in page
    assert "You took part in this assessment" in audit.page("reviewer")
    refused = audit.send("reviewer", "/decide", outcome="refuse", rationale="I saw it.")
    assert "somebody who did not decides it" in refused


def test_a_step_that_is_not_mine_is_refused_on_a_page(site: Site) -> None:
    audit = Audit(site)
    answer = site.client.post(
        f"{audit.room}/steps/start_assessment", data={"version": "1"}, headers=audit.headers("client")
    )
    assert answer.status_code == 403
    assert "Not allowed to do this" in answer.text


def test_a_step_taken_meanwhile_is_not_taken_twice(site: Site) -> None:
    audit = Audit(site)
    audit.send("lead_auditor", "/steps/start_assessment")
    stale = site.client.post(
        f"{audit.room}/steps/submit_assessment", data={"version": "1"}, headers=audit.headers("lead_auditor")
    )
    assert stale.status_code == 409
    assert "There is a problem" in stale.text


def test_a_difference_of_opinion_is_raised_answered_and_its_outcome_recorded(site: Site) -> None:
    audit = Audit(site)
    audit.send("lead_auditor", "/steps/start_assessment")
    raised = audit.send("client_editor", "/differences", about="FH-1", auditee="It was clean.")
    assert "It was clean." in raised
    assert "not answered yet" in raised
    unknown = audit.send("client_editor", "/differences", about="FH-99", auditee="It was clean.")
    assert "There is a problem" in unknown
    assert "FH-99" in unknown
    assert "say what the team holds" in audit.send("assessor", "/differences/1", assessor="", remarks="1")
    stale = audit.send("assessor", "/differences/1", assessor="It was not.", remarks="9")
    assert "There is a problem" in stale
    settled = audit.send("assessor", "/differences/1", assessor="It was not.", outcome="Looked at again.", remarks="1")
    assert "Looked at again. (A assessor" in settled


def test_a_number_nobody_issued_is_not_known_and_a_foreign_file_neither(site: Site) -> None:
    page = site.client.get("/verify/BSC-2026-NONE", headers=HTML)
    assert page.status_code == 404
    assert "No certificate has this number" in page.text
    sent = site.client.post("/verify", files={"file": ("c.pdf", b"%PDF-1.7", "application/pdf")}, headers=HTML)
    assert sent.status_code == 404
    assert "This file is not known" in sent.text
    nothing = site.client.post("/verify", data={})
    assert "Choose the PDF" in nothing.text
