"""From a validated certification to a certificate anybody can verify, on the fake and on a database."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from api_world import ORIGIN, World
from bsc_audit import bootstrap
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.report_jobs import report_handler
from bsc_audit.app.service.reports import KIND
from bsc_audit.importers.sheets import texts_of
from bsc_audit.jobs.worker import Worker
from bsc_audit.render.job import render_here
from bsc_audit.render.maker import Maker

TERMS: Mapping[str, Any] = {
    "title": "A year of service",
    "as_of": "2026-09-30",
    "period": "2026-Q3",
    "engagement": {"scope": {"statement": "All of it."}},
    "kind": "certification",
    "ruleset": {"id": "food-hygiene-rating", "version": "1.0"},
}
BEST, WORST = 0, 25


class Here:
    """Renders in this process."""

    render = staticmethod(render_here)


class Audit:
    """A certification in a world, by people of every part."""

    def __init__(self, world: World, points: int = BEST) -> None:
        self.world = world
        self.org = world.organisation("Harbour Bank")
        self.home = f"/v1/organisations/{self.org}"
        self.people = {role: world.person(self.org, role) for role in Role}
        self.path = f"/assessments/{self.post(Role.LEAD_AUDITOR, '/assessments', TERMS).json()['id']}"
        self.post(Role.LEAD_AUDITOR, f"{self.path}/start", {})
        for criterion in ("FH-1", "FH-2", "FH-3"):
            self.ask(Role.ASSESSOR, "PUT", f"{self.path}/answers/validated/{criterion}", {"value": points})
        for step in ("submission", "validation"):
            assert self.post(Role.LEAD_AUDITOR, f"{self.path}/{step}", {}).status_code == 200

    def ask(self, role: Role, method: str, path: str, body: Any = None) -> Any:
        headers = self.world.session(self.people[role])
        return self.world.client.request(method, self.home + path, json=body, headers=dict(headers))

    def post(self, role: Role, path: str, body: Any = None) -> Any:
        return self.ask(role, "POST", path, body)

    def decide(self, role: Role = Role.REVIEWER, **body: Any) -> Any:
        sent = {"outcome": "grant", "rationale": "Everything was seen.", **body}
        return self.post(role, f"{self.path}/decisions", sent)

    def issued(self) -> Mapping[str, Any]:
        assert self.decide().status_code == 201
        got = self.post(Role.REVIEWER, f"{self.path}/certificate")
        assert got.status_code == 201, got.text
        return dict(got.json())

    def work_once(self) -> None:
        self.world.clock.forward(seconds=1)  # the clock stands still, and a job is due when it was ordered
        wiring = self.world.wiring
        maker = Maker(pages=Here(), template=bootstrap.report_template, verified_at=f"{ORIGIN}/v1/verify/{{number}}")
        handler = report_handler(wiring.work, wiring.blobs, maker)
        assert Worker(wiring.work, {KIND: handler}, name="w1").work_once()


@pytest.fixture
def audit(world: World) -> Audit:
    return Audit(world)


def test_a_certificate_is_granted_issued_made_and_verified_by_anybody(stored_world: World) -> None:
    audit = Audit(stored_world)
    certificate = audit.issued()["certificate"]
    assert (certificate["status"], certificate["award"], certificate["valid_until"]) == ("valid", "5", "2027-11-22")
    assert certificate["file_sha256"] is None
    audit.work_once()
    made = audit.ask(Role.CLIENT, "GET", f"/certificates/{certificate['id']}").json()
    (report,) = audit.ask(Role.CLIENT, "GET", "/reports").json()["items"]
    assert report["sha256"] == made["file_sha256"]
    file = audit.ask(Role.CLIENT, "GET", f"/reports/{report['id']}/file")
    assert file.content.startswith(b"%PDF")
    (page,) = texts_of(file.content)
    assert certificate["log_head"] in page.replace("\n", "")

    public = stored_world.client
    record = public.get(f"/v1/verify/{certificate['number']}").json()
    assert record == {
        "number": certificate["number"],
        "status": "valid",
        "award": "5",
        "organisation": "Harbour Bank",
        "issued_at": certificate["issued_at"],
        "valid_until": "2027-11-22",
        "file_sha256": made["file_sha256"],
        "result_sha256": certificate["result_sha256"],
        "key": None,
        "log_head": certificate["log_head"],
    }
    for sent in ({"json": {"sha256": made["file_sha256"]}}, _file(file.content)):
        got = public.post("/v1/verify", **sent).json()
        assert (got["known"], got["certificate"]) == (True, record)
    other = public.post("/v1/verify", **_file(file.content + b" ")).json()
    assert (other["known"], other["certificate"]) == (False, None)


def _file(content: bytes) -> dict[str, Any]:
    return {"content": content, "headers": {"Content-Type": "application/pdf"}}


def test_who_took_part_cannot_decide(stored_world: World) -> None:
    audit = Audit(stored_world)
    with stored_world.work.installation(write=True) as installation:
        member = installation.memberships.one(org_id=audit.org, person_id=audit.people[Role.LEAD_AUDITOR])
        assert member is not None
        installation.memberships.replace(replace(member, role=Role.REVIEWER), expected=member.version)
    audit.people[Role.REVIEWER] = audit.people[Role.LEAD_AUDITOR]
    refused = audit.decide()
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/four-eyes")


def test_an_admin_decides_with_a_reason_that_is_printed(audit: Audit) -> None:
    refused = audit.decide(Role.ADMIN)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/override_reason")
    made = audit.decide(Role.ADMIN, override_reason="the reviewer is away").json()
    assert made["override_reason"] == "the reviewer is away"
    assert audit.post(Role.ADMIN, f"{audit.path}/certificate").status_code == 201
    (report,) = audit.ask(Role.CLIENT, "GET", "/reports").json()["items"]
    assert b"the reviewer is away" in audit.world.wiring.blobs.get(report["source_sha256"])


def test_a_decision_beyond_the_recommendation_needs_a_reason_and_gives_no_certificate(world: World) -> None:
    audit = Audit(world, WORST)
    refused = audit.decide(award="5")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "reason-missing")
    assert audit.decide(award="5", override_reason="I know better").status_code == 201
    refused = audit.post(Role.REVIEWER, f"{audit.path}/certificate")
    assert refused.status_code == 409
    assert "another level" in refused.json()["detail"] or "beyond" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"outcome": "refuse", "award": "5"}, "award-without-grant"),
        ({"award": "7"}, "unknown-award"),
        ({"rationale": ""}, "string-too-short"),
    ],
)
def test_what_cannot_be_decided_is_said(audit: Audit, body: Mapping[str, Any], code: str) -> None:
    refused = audit.decide(**body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)


def test_what_was_refused_is_issued_no_certificate_for(audit: Audit) -> None:
    assert audit.decide(outcome="refuse", override_reason="the books were not shown").status_code == 201
    assert audit.post(Role.REVIEWER, f"{audit.path}/certificate").status_code == 409
    assert audit.decide().status_code == 409  # it is decided


def test_a_certificate_is_suspended_reinstated_and_ends_with_its_assessment(audit: Audit) -> None:
    certificate = audit.issued()["certificate"]
    path, public = f"/certificates/{certificate['id']}", f"/v1/verify/{certificate['number']}"
    why = {"reason": "A complaint by Mr Doe is looked into."}
    assert audit.post(Role.REVIEWER, f"{path}/suspension", why).json()["status"] == "suspended"
    record = audit.world.client.get(public)
    assert record.json()["status"] == "suspended"
    assert "Doe" not in record.text
    assert audit.post(Role.REVIEWER, f"{path}/suspension", why).status_code == 409
    assert audit.post(Role.REVIEWER, f"{path}/reinstatement", why).json()["status"] == "valid"
    assert audit.post(Role.LEAD_AUDITOR, f"{audit.path}/supersession", why).json()["state"] == "superseded"
    assert audit.world.client.get(public).json()["status"] == "superseded"


def test_a_withdrawn_assessment_takes_its_certificate_with_it(audit: Audit) -> None:
    number = audit.issued()["certificate"]["number"]
    audit.post(Role.LEAD_AUDITOR, f"{audit.path}/withdrawal", {"reason": "the records were made up"})
    assert audit.world.client.get(f"/v1/verify/{number}").json()["status"] == "withdrawn"


def test_a_certificate_expires_the_day_after_its_last(audit: Audit) -> None:
    number = audit.issued()["certificate"]["number"]
    audit.world.clock.forward(days=365)
    assert audit.world.client.get(f"/v1/verify/{number}").json()["status"] == "valid"
    audit.world.clock.forward(days=1)
    assert audit.world.client.get(f"/v1/verify/{number}").json()["status"] == "expired"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"sha256": "ABC"}}, 422),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ({"content": b"x", "headers": {"Content-Type": "text/html"}}, 415),
    ],
)
def test_what_cannot_be_verified_is_refused(shared_world: World, sent: Mapping[str, Any], status: int) -> None:
    assert shared_world.client.post("/v1/verify", **sent).status_code == status
    assert shared_world.client.get("/v1/verify/BSC-1999-000000").status_code == 404
