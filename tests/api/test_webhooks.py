"""Webhooks as a client meets them, on the fake and on a database."""

import json
from typing import Any

import pytest

from api_world import ORIGIN, World, bearer
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.webhook_jobs import Answer, webhook_handler
from bsc_audit.jobs.worker import Worker
from hooked import Receiver

TARGET = {"url": "https://systems.example/hook", "events": ["answers.changed"], "description": "ERP"}


class Desk:
    """An organisation with a key that may do everything a key may, and a receiver."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.org = world.organisation("Ours")
        self.home = f"/v1/organisations/{self.org}"
        self.headers = bearer(world.key(self.org, Scope.ADMIN))
        self.receiver = Receiver()
        handler = webhook_handler(world.wiring.work, world.wiring.sealer, self.receiver)
        self.worker = Worker(world.wiring.work, {"webhook": handler}, name="w1")

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.world.client.request(
            method,
            self.home + path,
            json=body,
            headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}},
        )

    def made(self, **more: Any) -> Any:
        made = self.ask("POST", "/webhooks", {**TARGET, **more})
        assert made.status_code == 201, made.text
        return made.json()

    def work(self) -> None:
        self.world.clock.forward(seconds=11)
        while self.worker.work_once():
            pass


@pytest.fixture
def desk(stored_world: World) -> Desk:
    return Desk(stored_world)


def test_a_secret_is_shown_once_and_nowhere_else(desk: Desk) -> None:
    made = desk.made()
    assert made["secret"].startswith("whsec_")
    shown = [desk.ask("GET", path).text for path in (f"/webhooks/{made['id']}", "/webhooks", "/audit-log")]
    rotated = desk.ask("POST", f"/webhooks/{made['id']}/rotation", {"overlap_hours": 2}).json()
    assert rotated["secret"] not in ("", made["secret"])
    assert rotated["old_secret_until"].startswith("2026-11-22T11:00:00")
    assert not any("whsec_" in text or "sealed:" in text for text in shown)


def test_a_secret_whose_answer_was_lost_is_not_shown_to_a_repetition(desk: Desk) -> None:
    key = {"Idempotency_Key": "0192f3a4-0000-7000-8000-000000000001"}
    assert desk.ask("POST", "/webhooks", TARGET, **key).status_code == 201
    again = desk.ask("POST", "/webhooks", TARGET, **key)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/answer-not-repeatable")
    assert len(desk.ask("GET", "/webhooks").json()["items"]) == 1


def test_a_change_needs_the_version_it_changes(desk: Desk) -> None:
    path = f"/webhooks/{desk.made()['id']}"
    off = {**TARGET, "events": [], "enabled": False}
    assert desk.ask("PUT", path, off).status_code == 428
    changed = desk.ask("PUT", path, off, If_Match='"1"').json()
    assert (changed["events"], changed["disabled_reason"], changed["version"]) == ([], "switched off", 2)
    assert desk.ask("POST", f"{path}/ping").status_code == 409
    stale = desk.ask("PUT", path, TARGET, If_Match='"1"')
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 2)
    assert desk.ask("DELETE", path, If_Match='"2"').status_code == 204
    assert desk.ask("GET", path).status_code == 404


def test_what_is_wrong_with_an_address_is_said(desk: Desk) -> None:
    refused = desk.ask("POST", "/webhooks", {**TARGET, "url": "http://user@10.0.0.1/"})
    assert refused.status_code == 422
    assert {one["code"] for one in refused.json()["errors"]} == {
        "not-https",
        "credentials-in-url",
        "address-not-public",
    }
    unknown = desk.ask("POST", "/webhooks", {**TARGET, "events": ["answers.eaten"]})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/events/0")


def test_a_ping_is_followed_to_its_end_and_sent_again(desk: Desk) -> None:
    hook = f"/webhooks/{desk.made()['id']}"
    desk.receiver.answers = [Answer(status=503)]
    ordered = desk.ask("POST", f"{hook}/ping")
    assert ordered.status_code == 202
    where = ordered.headers["location"].removeprefix(desk.home)
    desk.work()
    waits = desk.ask("GET", where).json()
    assert (waits["state"], waits["status"], waits["attempts"]) == ("pending", 503, 1)
    assert desk.ask("POST", f"{where}/redelivery").status_code == 409
    desk.work()
    done = desk.ask("GET", where).json()
    assert (done["state"], done["attempts"], done["error"]) == ("delivered", 2, "")
    assert done["payload"] == json.loads(desk.receiver.sent[0][2])
    assert done["payload"]["href"] == f"{ORIGIN}{desk.home}{hook}"
    assert desk.ask("POST", f"{where}/redelivery").json()["state"] == "pending"
    desk.work()
    assert [one["attempts"] for one in desk.ask("GET", f"{hook}/deliveries?state=delivered").json()["items"]] == [3]
    assert desk.ask("GET", f"{hook}/deliveries?state=failed").json()["items"] == []


def test_answers_given_by_the_api_are_told(desk: Desk) -> None:
    hook = f"/webhooks/{desk.made()['id']}"
    terms = {
        "title": "A year of service",
        "as_of": "2026-09-30",
        "period": "2026-Q3",
        "engagement": {"scope": {"statement": "All of it."}},
        "kind": "self_assessment",
        "ruleset": {"id": "food-hygiene-rating", "version": "1.0"},
    }
    begun = desk.ask("POST", "/assessments", terms).json()["id"]
    desk.ask("POST", f"/assessments/{begun}/start", {})
    items = [{"track": "self", "key": key, "value": 5} for key in ("FH-1", "FH-2", "FH-3")]
    assert desk.ask("PATCH", f"/assessments/{begun}/answers", {"items": items}).status_code == 200
    desk.work()
    (delivery,) = desk.ask("GET", f"{hook}/deliveries").json()["items"]
    assert delivery["payload"]["type"] == "answers.changed"
    assert desk.world.client.get(delivery["payload"]["href"], headers=desk.headers).status_code == 200


def test_every_message_leads_somewhere_its_reader_may_look(desk: Desk) -> None:
    desk.made(events=[])
    terms = {"title": "T", "as_of": "2026-09-30", "period": "2026-Q3", "engagement": {"scope": {"statement": "All."}}}
    pinned = {"kind": "self_assessment", "ruleset": {"id": "food-hygiene-rating", "version": "1.0"}}
    begun = desk.ask("POST", "/assessments", {**terms, **pinned}).json()["id"]
    desk.ask("POST", f"/assessments/{begun}/start", {})
    for key in ("FH-1", "FH-2", "FH-3"):
        desk.ask("PUT", f"/assessments/{begun}/answers/self/{key}", {"value": 5})
    desk.ask("POST", f"/assessments/{begun}/submission", {})
    desk.work()
    messages = [json.loads(body) for _, _, body in desk.receiver.sent]
    assert {one["type"] for one in messages} == {
        *("assessment.created", "assessment.started", "assessment.submitted", "answers.changed", "findings.available"),
    }
    for one in messages:
        assert desk.world.client.get(one["href"], headers=desk.headers).status_code == 200, one
