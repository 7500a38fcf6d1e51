"""Everything that goes wrong is problem+json that says what, where and how to mend it, and tells no secrets."""

import pytest
from starlette.requests import Request

from api_world import World, bearer
from bsc_audit.api.problem_types import OF_STATUS, PROBLEM_TYPES
from bsc_audit.api.problems import pointer
from bsc_audit.app.service import refusals
from bsc_audit.app.service.permissions import Scope

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "kind"),
    [
        ("GET", "/v1/nothing", {}, 404, "not-found"),
        ("GET", "/v1/me", {}, 401, "not-signed-in"),
        ("DELETE", "/v1/score", {}, 405, "method-not-allowed"),
        ("POST", "/v1/score", {"content": b"{", "headers": JSON}, 400, "body-unreadable"),
        ("POST", "/v1/score", {"content": b"[" * 100_000, "headers": JSON}, 400, "body-unreadable"),
        ("POST", "/v1/score", {"content": b"\xff", "headers": JSON}, 400, "body-unreadable"),
        ("POST", "/v1/score", {"content": b"<x/>", "headers": {"content-type": "text/xml"}}, 415, "media-type"),
        ("POST", "/v1/score", {"content": b"{}"}, 415, "media-type"),
        ("POST", "/v1/score", {"json": {}}, 422, "invalid"),
        ("POST", "/v1/score", {"json": {"evidence": {}}}, 422, "evidence-problems"),
        ("POST", "/v1/rulesets/validate", {"json": {"ruleset": {"ruleset.yaml": "a: b"}}}, 422, "ruleset-problems"),
        ("GET", "/v1/rulesets?limt=1", {}, 422, "invalid"),
    ],
)
def test_a_problem_says_its_kind_status_and_request(
    shared_world: World, method: str, path: str, sent: dict[str, object], status: int, kind: str
) -> None:
    got = shared_world.client.request(method, path, **sent)  # type: ignore[arg-type]
    said = got.json()
    assert (got.status_code, said["status"], said["type"]) == (status, status, f"/problems/{kind}")
    assert got.headers["content-type"] == "application/problem+json"
    assert said["request_id"] == got.headers["x-request-id"]
    assert said["detail"]


def test_a_body_that_is_too_large_is_refused_before_and_while_it_is_read(strict: object) -> None:
    client = strict(most_body=1000).client  # type: ignore[operator]
    announced = client.post("/v1/score", json={"evidence": {"a": "x" * 2000}})
    streamed = client.post("/v1/score", content=iter([b'{"evidence"', b":" * 600, b" " * 600]), headers=JSON)
    for got in (announced, streamed):
        assert (got.status_code, got.json()["type"]) == (413, "/problems/body-too-large")


def test_every_mistake_is_pointed_at_and_no_value_is_repeated(shared_world: World) -> None:
    sent = {"email": "nobody", "password": 5, "secret-word": "hunter2"}
    got = shared_world.client.post("/v1/sessions", json=sent)
    found = {(one["pointer"], one["in"], one["code"]) for one in got.json()["errors"]}
    wrong = {("/email", "body", "string-pattern-mismatch"), ("/password", "body", "string-type")}
    assert found == {*wrong, ("/secret-word", "body", "extra-forbidden")}
    assert "hunter2" not in got.text


def test_405_names_every_method_of_the_address(shared_world: World) -> None:
    org = shared_world.client.delete("/v1/organisations/x")
    unit = shared_world.client.post("/v1/organisations/x/units/y")
    person = shared_world.client.post("/v1/organisations/x/people/y")
    assert (org.headers["allow"], unit.headers["allow"], person.headers["allow"]) == (
        "GET, PUT",
        "GET, PUT",
        "DELETE, GET, PUT",
    )


def test_a_failure_of_the_service_tells_no_stack_and_is_logged_by_id(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("secret of the machine room")

    monkeypatch.setattr(world.app.state.compiled, "questionnaires", broken)
    monkeypatch.setattr(type(world.app.state.compiled), "questionnaires", broken)
    got = world.client.get("/v1/questionnaires")
    assert (got.status_code, got.json()["type"]) == (500, "/problems/internal")
    assert "secret of the machine room" not in got.text
    assert "Traceback" not in got.text


def test_a_401_says_how_to_show_who_one_is(shared_world: World) -> None:
    assert shared_world.client.get("/v1/me").headers["www-authenticate"].startswith("Bearer ")


def test_every_kind_has_a_page_and_every_status_a_kind(shared_world: World) -> None:
    for kind, row in PROBLEM_TYPES.items():
        page = shared_world.client.get(row.uri)
        assert page.status_code == 200
        assert row.title in page.text.replace("&#x27;", "'"), kind
    assert {PROBLEM_TYPES[kind].status for kind in OF_STATUS.values()} == set(OF_STATUS)


def test_every_refusal_of_the_service_has_a_kind_in_the_table() -> None:
    kinds = {one.kind for one in vars(refusals).values() if isinstance(one, type) and issubclass(one, refusals.Refusal)}
    assert kinds - {""} <= PROBLEM_TYPES.keys()
    assert len(kinds) > 10


def test_a_pointer_escapes_what_a_pointer_must() -> None:
    assert pointer(["visits/a.yaml", 0, "x~y"]) == "/visits~1a.yaml/0/x~0y"


def test_a_full_disk_is_507_with_a_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    org = world.organisation("A")
    headers = bearer(world.key(org, Scope.ADMIN))

    def full(_: str) -> None:
        raise refusals.StorageFull("no room")

    monkeypatch.setattr(world.work, "write", full)
    got = world.client.post(f"/v1/organisations/{org}/units", json={"kind": "team", "name": "T"}, headers=headers)
    assert (got.status_code, got.json()["type"]) == (507, "/problems/storage-full")


def test_problems_can_be_made_before_a_request_has_its_id() -> None:
    from bsc_audit.api.problems import problem

    scope = {"type": "http", "headers": []}
    assert b'"request_id": ""' in problem(Request(scope), "not-found", "x").body
