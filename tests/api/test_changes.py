"""Changes: versions that must match, and repetitions that do nothing twice."""

from typing import Any

import pytest

from api_world import World, bearer
from bsc_audit.app.service.permissions import Scope

Path = str


@pytest.fixture
def world(stored_world: World) -> World:
    """On every store: what is promised here is promised by storage."""
    return stored_world


@pytest.fixture
def org(world: World) -> str:
    return world.organisation("A")


@pytest.fixture
def admin(world: World, org: str) -> dict[str, str]:
    return bearer(world.key(org, Scope.ADMIN))


@pytest.fixture
def units(org: str) -> Path:
    return f"/v1/organisations/{org}/units"


@pytest.fixture
def unit(world: World, units: Path, admin: dict[str, str]) -> Path:
    made = world.client.post(units, json={"kind": "team", "name": "North"}, headers=admin)
    assert made.headers["etag"] == '"1"'
    return str(made.headers["location"])


def test_a_change_without_a_version_is_428(world: World, unit: Path, admin: dict[str, str]) -> None:
    got = world.client.put(unit, json={"name": "South"}, headers=admin)
    assert (got.status_code, got.json()["type"]) == (428, "/problems/version-needed")


@pytest.mark.parametrize("tag", ['"1"', "*", '"7", "1"'])
def test_a_change_of_the_stored_version_is_done(world: World, unit: Path, admin: dict[str, str], tag: str) -> None:
    got = world.client.put(unit, json={"name": "South"}, headers={**admin, "If-Match": tag})
    assert (got.status_code, got.headers["etag"], got.json()["version"]) == (200, '"2"', 2)


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"', '"1x"'])
def test_a_change_of_another_version_is_412_and_shows_what_is_stored(
    world: World, unit: Path, admin: dict[str, str], tag: str
) -> None:
    got = world.client.put(unit, json={"name": "South"}, headers={**admin, "If-Match": tag})
    assert (got.status_code, got.headers["etag"]) == (412, '"1"')
    assert got.json()["current"] == world.client.get(unit, headers=admin).json()


@pytest.mark.parametrize("tag", ["1", "null", '"a', ""])
def test_a_tag_that_is_none_is_a_mistake_in_the_header(
    world: World, unit: Path, admin: dict[str, str], tag: str
) -> None:
    got = world.client.put(unit, json={"name": "South"}, headers={**admin, "If-Match": tag})
    assert got.status_code == 422
    assert got.json()["errors"][0]["in"] == "header"


def test_what_the_client_has_already_is_304(world: World, unit: Path, admin: dict[str, str]) -> None:
    known = world.client.get(unit, headers={**admin, "If-None-Match": 'W/"1"'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", '"1"')
    assert world.client.get(unit, headers={**admin, "If-None-Match": '"2"'}).status_code == 200


def test_a_repeated_post_is_answered_alike_and_done_once(world: World, units: Path, admin: dict[str, str]) -> None:
    keyed = {**admin, "Idempotency-Key": "once"}
    first = world.client.post(units, json={"kind": "team", "name": "North"}, headers=keyed)
    again = world.client.post(units, json={"kind": "team", "name": "North"}, headers=keyed)
    assert (again.status_code, again.content) == (201, first.content)
    assert (again.headers["location"], again.headers["etag"]) == (first.headers["location"], first.headers["etag"])
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert len(world.client.get(units, headers=admin).json()["items"]) == 1


@pytest.mark.parametrize(("path", "body"), [("", {"kind": "team", "name": "B"}), ("/x/moves", {"name": "A"})])
def test_a_key_of_another_request_is_409(
    world: World, units: Path, admin: dict[str, str], path: str, body: dict[str, Any]
) -> None:
    keyed = {**admin, "Idempotency-Key": "once"}
    world.client.post(units, json={"kind": "team", "name": "A"}, headers=keyed)
    moved = {"parent_id": None, "effective_from": "2026-12-01"} if path else body
    got = world.client.post(units + path, json=moved, headers=keyed)
    assert (got.status_code, got.json()["type"]) == (409, "/problems/idempotency-key-reused")


def test_the_same_key_of_somebody_else_is_another_key(world: World, org: str, units: Path) -> None:
    body = {"kind": "team", "name": "North"}
    for _ in range(2):
        headers = {**bearer(world.key(org, Scope.ADMIN)), "Idempotency-Key": "once"}
        assert "idempotent-replayed" not in world.client.post(units, json=body, headers=headers).headers


def test_after_a_day_a_key_may_be_used_again(world: World, units: Path, admin: dict[str, str]) -> None:
    keyed = {**admin, "Idempotency-Key": "once"}
    world.client.post(units, json={"kind": "team", "name": "A"}, headers=keyed)
    world.clock.forward(hours=24, seconds=1)
    assert world.client.post(units, json={"kind": "team", "name": "B"}, headers=keyed).status_code == 201


def test_a_refused_post_is_not_remembered(world: World, units: Path, admin: dict[str, str]) -> None:
    keyed = {**admin, "Idempotency-Key": "once"}
    refused = world.client.post(units, json={"kind": "team", "name": "A", "parent_id": "nobody"}, headers=keyed)
    mended = world.client.post(units, json={"kind": "team", "name": "A"}, headers=keyed)
    assert (refused.status_code, mended.status_code) == (422, 201)


def test_an_answer_with_a_secret_is_not_kept_and_not_repeated(world: World, org: str, admin: dict[str, str]) -> None:
    keyed = {**admin, "Idempotency-Key": "once"}
    path, body = f"/v1/organisations/{org}/api-keys", {"name": "k", "scopes": ["assessments:read"]}
    made = world.client.post(path, json=body, headers=keyed)
    again = world.client.post(path, json=body, headers=keyed)
    assert (made.status_code, again.status_code) == (201, 409)
    assert again.json()["type"] == "/problems/answer-not-repeatable"
    with world.work.read(org) as work:
        (record,) = work.idempotency.all()
        assert (record.status, record.body, dict(record.headers)) == (None, "", {})


def test_every_change_is_in_the_log_of_its_organisation(
    world: World, org: str, unit: Path, admin: dict[str, str]
) -> None:
    world.client.put(unit, json={"name": "South"}, headers={**admin, "If-Match": "*", "X-Request-Id": "request-1"})
    with world.work.read(org) as work:
        made, changed = (entry.event for entry in work.audit.entries())
    assert (made.action, changed.action) == ("create_unit", "update_unit")
    assert changed.actor.startswith("key:")
    assert changed.request_id == "request-1"
    assert (changed.before == made.after, changed.before == changed.after) == (True, False)
