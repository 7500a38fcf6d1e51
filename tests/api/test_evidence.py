"""The register as a client meets it: uploads, revisions, what was shown when, downloads that are never pages."""

import hashlib
from typing import Any

import pytest

from api_world import World, bearer
from audited import audited_things
from bsc_audit.app.service.permissions import Role, Scope

PDF = b"%PDF-1.7\nA rota."
FIELDS = {"title": "Rota of autumn", "method": "document", "grade": "B", "dated": "2026-09-01"}


class Client:
    """A system of one organisation, with an assessment in progress."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.org = world.organisation("Ours")
        self.key = bearer(world.key(self.org, Scope.EVIDENCE_WRITE))
        self.home = f"/v1/organisations/{self.org}/evidence"
        self.assessment = audited_things(world, self.org)["assessment"]

    def register(self, file: Any = ("rota.pdf", PDF), path: str = "", headers: Any = None, **fields: str) -> Any:
        files = {} if file is None else {"file": file}
        sent = {name: value for name, value in (FIELDS | fields).items() if value}
        # A form without a file is told from an address by a part of its own.
        files = files or {name: (None, value) for name, value in sent.items()}
        return self.world.client.post(
            self.home + path, data=sent if file else {}, files=files, headers={**self.key, **(headers or {})}
        )

    def get(self, path: str = "") -> Any:
        return self.world.client.get(self.home + path, headers=self.key)


@pytest.fixture
def client(world: World) -> Client:
    return Client(world)


def test_a_file_is_stored_under_its_content_and_registered(stored_world: World) -> None:
    client = Client(stored_world)
    made = client.register(assessment_id=client.assessment)
    assert made.status_code == 201, made.text
    item = made.json()
    assert (item["entry"], item["revision"], item["media_type"]) == ("D-001", 1, "application/pdf")
    assert (item["sha256"], item["size"]) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert client.get(f"?assessment_id={client.assessment}").json()["items"] == [item]
    assert client.get().json()["items"] == []


def test_a_download_is_saved_and_never_shown_as_a_page(client: Client) -> None:
    item = client.register(file=("Dienstplan für Mai.pdf", PDF)).json()
    got = client.get(f"/{item['id']}/file")
    assert got.content == PDF
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''Dienstplan%20f%C3%BCr%20Mai.pdf"
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["x-content-type-options"] == "nosniff"


def test_a_page_named_as_a_document_is_refused_and_nothing_is_registered(client: Client) -> None:
    got = client.register(file=("report.pdf", b"<!DOCTYPE html><script>alert(1)</script>"))
    assert (got.status_code, got.json()["errors"][0]["code"]) == (422, "file-kind")
    assert client.get().json()["items"] == []


def test_what_was_seen_is_registered_without_a_file(client: Client) -> None:
    item = client.register(file=None, method="observation", dated="").json()
    assert item["sha256"] is None
    assert client.get(f"/{item['id']}/file").status_code == 404


def test_what_was_shown_on_a_day_stays_readable_after_a_revision(client: Client) -> None:
    first = client.register().json()
    client.world.clock.forward(days=10)
    second = client.register(path=f"/{first['id']}/revisions", file=("rota.pdf", PDF + b"New."), title="Rota").json()
    assert (second["revision"], second["supersedes"], second["entry"]) == (2, first["id"], "D-001")
    assert [one["id"] for one in client.get("?as_of=2026-11-25").json()["items"]] == [first["id"]]
    assert [one["id"] for one in client.get("?as_of=2026-12-02").json()["items"]] == [second["id"]]
    again = client.register(path=f"/{first['id']}/revisions")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")


def test_a_withdrawn_entry_is_shown_no_longer(client: Client) -> None:
    item = client.register().json()
    gone = client.world.client.post(f"{client.home}/{item['id']}/withdrawal", json={}, headers=client.key).json()
    assert gone["shown_until"] == "2026-11-22"
    assert client.get("?as_of=2026-11-22").json()["items"] == []


def test_the_same_upload_with_the_same_key_is_done_once(client: Client) -> None:
    key = {"Idempotency-Key": "one"}
    first, again = client.register(headers=key), client.register(headers=key)
    assert (first.json(), again.headers["idempotent-replayed"]) == (again.json(), "true")
    other = client.register(headers=key, file=("rota.pdf", PDF + b"!"))
    assert (other.status_code, other.json()["type"]) == (409, "/problems/idempotency-key-reused")


def test_mistakes_of_the_form_are_pointed_to(client: Client) -> None:
    got = client.register(grade="Z", colour="red").json()
    assert sorted(one["pointer"] for one in got["errors"]) == ["/colour", "/grade"]
    ahead = client.register(assessment_id=client.assessment, dated="2026-11-01").json()
    assert [(one["pointer"], one["code"]) for one in ahead["errors"]] == [("/dated", "date-after-as-of")]


def test_an_answer_that_cites_an_entry_is_shown_with_it(client: Client) -> None:
    item = client.register(assessment_id=client.assessment).json()
    lead = client.world.session(client.world.person(client.org, Role.LEAD_AUDITOR))
    path = f"/v1/organisations/{client.org}/assessments/{client.assessment}/answers/validated/FH-2"
    put = client.world.client.put(path, json={"value": 5, "evidence": ["D-001"]}, headers=lead)
    assert put.status_code == 201, put.text
    assert client.get(f"/{item['id']}").json()["cited_by"] == [{"track": "validated", "key": "FH-2"}]


def test_a_body_that_is_no_form_or_too_large_is_refused_unread(client: Client) -> None:
    post = client.world.client.post
    assert post(client.home, json={}, headers=client.key).status_code == 415
    large = {**client.key, "content-type": "multipart/form-data; boundary=x", "content-length": "60000000"}
    assert post(client.home, content=b"--x", headers=large).status_code == 413
