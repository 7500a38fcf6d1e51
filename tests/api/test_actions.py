"""Corrective actions as a client meets them, on the fake and on a database."""

from collections.abc import Mapping
from typing import Any

import pytest

from api_world import World
from bsc_audit.app.service.model.action import Action
from bsc_audit.app.service.permissions import Role

PLAN: Mapping[str, Any] = {"title": "Clean the kitchen", "owner": "Head of service", "due": "2026-12-31"}
TERMS: Mapping[str, Any] = {
    "title": "A year of service",
    "as_of": "2026-09-30",
    "period": "2026-Q3",
    "engagement": {"scope": {"statement": "All of it."}},
    "kind": "assessed",
    "ruleset": {"id": "service-excellence", "version": "1.0"},
}


class Plant:
    """An organisation with an assessment that has findings."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.org = world.organisation("Ours")
        self.home = f"/v1/organisations/{self.org}"
        self.people = {role: world.person(self.org, role) for role in Role}
        made = self.ask(Role.LEAD_AUDITOR, "POST", "/assessments", TERMS).json()
        self.assessment = f"/assessments/{made['id']}"
        self.ask(Role.LEAD_AUDITOR, "POST", f"{self.assessment}/start", {})
        self.ask(Role.ASSESSOR, "PUT", f"{self.assessment}/answers/validated/FIN-01", {"value": 0})
        self.finding = self.ask(Role.CLIENT, "GET", f"{self.assessment}/findings").json()["items"][0]["id"]

    def ask(self, role: Role, method: str, path: str, body: Any = None, **headers: str) -> Any:
        session = self.world.session(self.people[role])
        return self.world.client.request(method, self.home + path, json=body, headers={**session, **headers})

    def planned(self) -> str:
        made = self.ask(Role.CLIENT_EDITOR, "POST", f"{self.assessment}/actions", {**PLAN, "finding": self.finding})
        assert (made.status_code, made.json()["state"]) == (201, "open"), made.text
        return f"/actions/{made.json()['id']}"

    def check(self, role: Role, path: str, *, worked: bool) -> Any:
        return self.ask(role, "POST", f"{path}/check", {"worked": worked, "effectiveness": "It was looked at."})


@pytest.fixture
def plant(stored_world: World) -> Plant:
    return Plant(stored_world)


def test_an_action_is_planned_begun_done_and_checked_by_another(plant: Plant) -> None:
    path = plant.planned()
    begun = plant.ask(Role.CLIENT_EDITOR, "PUT", path, {**PLAN, "begun": True}, **{"If-Match": '"1"'})
    assert begun.json()["state"] == "in_progress"
    done = plant.ask(Role.ASSESSOR, "POST", f"{path}/completion").json()
    assert (done["state"], done["done_by"]) == ("done", f"person:{plant.people[Role.ASSESSOR]}")
    refused = plant.check(Role.ASSESSOR, path, worked=True)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/four-eyes")
    checked = plant.check(Role.REVIEWER, path, worked=True).json()
    assert (checked["state"], checked["verified_by"]) == ("verified", f"person:{plant.people[Role.REVIEWER]}")
    listed = plant.ask(Role.CLIENT, "GET", "/actions?state=verified").json()["items"]
    assert [one["id"] for one in listed] == [checked["id"]]


def test_an_action_that_did_not_work_is_done_again(plant: Plant) -> None:
    path = plant.planned()
    plant.ask(Role.CLIENT_EDITOR, "POST", f"{path}/completion")
    assert plant.check(Role.LEAD_AUDITOR, path, worked=False).json()["state"] == "failed"
    again = plant.ask(Role.LEAD_AUDITOR, "POST", f"{path}/completion").json()
    assert (again["state"], again["verified_by"], again["effectiveness"]) == ("done", None, "")


def test_an_action_answers_a_finding_there_is(plant: Plant) -> None:
    refused = plant.ask(Role.CLIENT_EDITOR, "POST", f"{plant.assessment}/actions", {**PLAN, "finding": "none"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "unknown-finding")


def test_what_is_over_cannot_be_changed(plant: Plant) -> None:
    path = plant.planned()
    assert plant.check(Role.REVIEWER, path, worked=True).status_code == 409
    gone = plant.ask(Role.CLIENT_EDITOR, "POST", f"{path}/cancellation", {"reason": "the kitchen was closed"})
    assert gone.json()["state"] == "cancelled"
    for method, rest, body in (("PUT", "", PLAN), ("POST", "/completion", None)):
        assert plant.ask(Role.CLIENT_EDITOR, method, path + rest, body, **{"If-Match": "*"}).status_code == 409


def test_no_action_can_be_verified_by_who_did_it() -> None:
    with pytest.raises(ValueError, match="verified by who did it"):
        Action(**_DONE, verified_by="person:ana")


_DONE: dict[str, Any] = {
    "id": "a",
    "created_at": None,
    "updated_at": None,
    "assessment_id": "b",
    "finding": "f",
    "title": "t",
    "owner": "o",
    "state": "done",
    "done_by": "person:ana",
}
