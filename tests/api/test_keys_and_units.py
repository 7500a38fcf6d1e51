"""API keys, the tree of units, and keys that see a part of it only."""

from typing import Any

import pytest

from api_world import World, bearer
from bsc_audit.app.service.key_text import read_key
from bsc_audit.app.service.permissions import Scope


class Firm:
    """A consultancy with a client whose tree is region > branch > team, beside another region."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, world.client
        self.consultancy = world.organisation("Consult")
        self.org = world.organisation("Client", parent=self.consultancy)
        self.admin = bearer(world.key(self.org, Scope.ADMIN))
        self.north = self.unit("region", "North")
        self.quay = self.unit("branch", "Quay", self.north)
        self.desk = self.unit("team", "Desk", self.quay)
        self.south = self.unit("region", "South")

    def at(self, path: str) -> str:
        return f"/v1/organisations/{self.org}/{path}"

    def unit(self, kind: str, name: str, parent: str | None = None, **more: Any) -> str:
        sent = {"kind": kind, "name": name, "parent_id": parent, **more}
        return str(self.client.post(self.at("units"), json=sent, headers=self.admin).json()["id"])

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        return self.client.get(self.at(path), headers=headers or self.admin, params=query)

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self.client.post(self.at(path), json=body, headers=headers or self.admin)

    def names(self, headers: dict[str, str] | None = None, **query: Any) -> list[str]:
        return [one["name"] for one in self.get("unit-tree", headers, **query).json()["items"]]

    def parent(self, unit: str, on: str) -> str | None:
        found = {one["id"]: one["parent_id"] for one in self.get("unit-tree", on=on).json()["items"]}
        return found[unit]


@pytest.fixture
def firm(stored_world: World) -> Firm:
    return Firm(stored_world)


def test_parents_stand_before_children(firm: Firm) -> None:
    assert firm.names() == ["North", "South", "Quay", "Desk"]


def test_a_move_counts_from_its_day_and_the_past_keeps_its_tree(firm: Firm) -> None:
    moved = firm.post(f"units/{firm.quay}/moves", {"parent_id": firm.south, "effective_from": "2027-01-01"})
    assert moved.status_code == 201
    assert firm.parent(firm.quay, "2026-12-31") == firm.north
    assert firm.parent(firm.quay, "2027-01-01") == firm.south


def test_a_second_move_on_the_same_day_takes_the_place_of_the_first(firm: Firm) -> None:
    for parent in (firm.south, None):
        firm.post(f"units/{firm.quay}/moves", {"parent_id": parent, "effective_from": "2027-01-01"})
    assert firm.parent(firm.quay, "2027-01-01") is None


@pytest.mark.parametrize("parent", ["desk", "quay"])
def test_a_unit_hangs_below_a_higher_level_only(firm: Firm, parent: str) -> None:
    wanted = {"parent_id": getattr(firm, parent), "effective_from": "2027-01-01"}
    got = firm.post(f"units/{firm.quay}/moves", wanted)
    assert (got.status_code, got.json()["errors"][0]["code"]) == (422, "unit-level")


def test_before_its_first_day_a_unit_is_in_no_tree(firm: Firm) -> None:
    firm.unit("team", "Later", effective_from="2027-06-01")
    assert "Later" not in firm.names()
    assert "Later" in firm.names(on="2027-06-01")


def test_an_external_id_is_given_once(firm: Firm) -> None:
    sent = {"kind": "team", "name": "T", "external_id": "crm-7"}
    assert [firm.post("units", sent).status_code for _ in range(2)] == [201, 409]


def test_a_key_of_a_unit_sees_what_hangs_below_it(firm: Firm) -> None:
    key = bearer(firm.world.key(firm.org, Scope.ADMIN, unit_id=firm.north))
    assert firm.names(key) == ["North", "Quay", "Desk"]
    assert [one["name"] for one in firm.get("units", key).json()["items"]] == ["North", "Quay", "Desk"]
    assert firm.get(f"units/{firm.desk}", key).status_code == 200
    assert firm.get(f"units/{firm.south}", key).status_code == 404


def test_a_key_of_a_unit_changes_nothing_outside(firm: Firm) -> None:
    key = bearer(firm.world.key(firm.org, Scope.ADMIN, unit_id=firm.north))
    moved = {"parent_id": firm.south, "effective_from": "2027-01-01"}
    assert firm.post(f"units/{firm.quay}/moves", moved, key).status_code == 404
    assert firm.post("units", {"kind": "team", "name": "X"}, key).status_code == 404
    assert firm.post("units", {"kind": "team", "name": "X", "parent_id": firm.quay}, key).status_code == 201
    everything = {"name": "k", "scopes": ["admin:*"]}
    assert firm.post("api-keys", everything, key).status_code == 404
    assert firm.post("api-keys", {**everything, "unit_id": firm.desk}, key).status_code == 201


def test_a_moved_unit_leaves_the_reach_of_its_old_region(firm: Firm) -> None:
    key = bearer(firm.world.key(firm.org, Scope.ADMIN, unit_id=firm.north))
    firm.post(f"units/{firm.quay}/moves", {"parent_id": firm.south, "effective_from": "2026-11-22"})
    assert firm.names(key) == ["North"]


def test_a_consultancys_admin_key_administers_its_clients_and_nobody_elses(firm: Firm) -> None:
    world = firm.world
    ours = bearer(world.key(firm.consultancy, Scope.ADMIN))
    reader = bearer(world.key(firm.consultancy, Scope.ASSESSMENTS_WRITE))
    foreign = bearer(world.key(world.organisation("Rival"), Scope.ADMIN))
    assert [firm.get("units", who).status_code for who in (ours, reader, foreign)] == [200, 404, 404]


def test_a_client_has_no_clients(firm: Firm) -> None:
    got = firm.client.post("/v1/organisations", json={"name": "X", "parent_id": firm.org}, headers=firm.admin)
    assert (got.status_code, got.json()["errors"][0]["code"]) == (422, "not-a-consultancy")


def made(firm: Firm, **more: Any) -> tuple[str, dict[str, str]]:
    """Id and headers of a new key."""
    got = firm.post("api-keys", {"name": "k", "scopes": ["assessments:read"], **more}).json()
    text = read_key(got["key"])
    assert text is not None
    return got["id"], bearer(text)


def test_a_secret_is_shown_once(firm: Firm) -> None:
    key_id, headers = made(firm)
    secret = headers["Authorization"].split("_")[2]
    assert secret not in firm.get(f"api-keys/{key_id}").text + firm.get("api-keys").text
    with firm.world.work.read(firm.org) as work:
        assert secret not in repr(work.api_keys.all())


def test_a_key_expires(firm: Firm) -> None:
    _, headers = made(firm, expires_at="2026-11-22T10:00:00Z")
    assert firm.get("units", headers).status_code == 200
    firm.world.clock.forward(hours=1)
    assert firm.get("units", headers).status_code == 401


def test_a_key_that_expires_in_the_past_is_not_made(firm: Firm) -> None:
    sent = {"name": "k", "scopes": ["assessments:read"], "expires_at": "2020-01-01T00:00:00Z"}
    assert firm.post("api-keys", sent).status_code == 422


def test_a_revoked_key_is_out_at_once_and_stays_revoked(firm: Firm) -> None:
    key_id, headers = made(firm)
    first = firm.post(f"api-keys/{key_id}/revocation", None).json()
    assert firm.get("units", headers).status_code == 401
    firm.world.clock.forward(minutes=5)
    assert firm.post(f"api-keys/{key_id}/revocation", None).json() == first
    assert firm.post(f"api-keys/{key_id}/rotation", {}).status_code == 409


def test_a_rotated_key_lives_on_for_the_overlap(firm: Firm) -> None:
    key_id, old = made(firm)
    got = firm.post(f"api-keys/{key_id}/rotation", {"overlap_hours": 2}).json()
    new = {"Authorization": f"Bearer {got['key']}"}
    assert [firm.get("units", who).status_code for who in (old, new)] == [200, 200]
    firm.world.clock.forward(hours=2, seconds=1)
    assert [firm.get("units", who).status_code for who in (old, new)] == [401, 200]


def test_a_rotated_key_may_the_same_for_as_long(firm: Firm) -> None:
    key_id, _ = made(firm, expires_at="2026-12-22T09:00:30Z", unit_id=firm.quay)
    firm.world.clock.forward(days=10)
    got = firm.post(f"api-keys/{key_id}/rotation", {}).json()
    assert (got["unit_id"], got["scopes"]) == (firm.quay, ["assessments:read"])
    assert got["expires_at"].startswith("2027-01-01T09:00:")


def test_the_last_use_is_written_once_a_minute(firm: Firm) -> None:
    key_id, headers = made(firm)
    seen = []
    for seconds in (0, 30, 31):
        firm.world.clock.forward(seconds=seconds)
        firm.get("units", headers)
        seen.append(firm.get(f"api-keys/{key_id}").json()["used_at"])
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize("text", ["", "Bearer", "Basic abc", "Bearer bsca_x", "Bearer {half}"])
def test_what_is_no_key_is_401(firm: Firm, text: str) -> None:
    half = firm.admin["Authorization"][7:40]
    got = firm.client.get("/v1/me", headers={"Authorization": text.format(half=half)})
    assert got.status_code == 401


def test_a_key_of_a_unit_sees_and_adds_its_own_people_only(firm: Firm) -> None:
    key = bearer(firm.world.key(firm.org, Scope.ADMIN, unit_id=firm.north))
    there = {"email": "desk@example.org", "name": "D", "role": "client", "unit_id": firm.desk}
    elsewhere = {"email": "south@example.org", "name": "S", "role": "client", "unit_id": firm.south}
    assert firm.post("people", there, key).status_code == 201
    assert firm.post("people", elsewhere, key).status_code == 404
    outside = firm.post("people", elsewhere).json()["person_id"]
    assert [one["email"] for one in firm.get("people", key).json()["items"]] == ["desk@example.org"]
    assert len(firm.get("people").json()["items"]) == 2
    assert firm.get(f"people/{outside}", key).status_code == 404


def test_a_key_of_a_unit_does_nothing_to_the_whole(firm: Firm) -> None:
    key = {**bearer(firm.world.key(firm.org, Scope.ADMIN, unit_id=firm.north)), "If-Match": "*"}
    assert firm.client.put(firm.at("").rstrip("/"), json={"name": "Mine"}, headers=key).status_code == 403
    ours = bearer(firm.world.key(firm.consultancy, Scope.ADMIN, unit_id=None))
    assert (
        firm.client.post(
            "/v1/organisations", json={"name": "X", "parent_id": firm.consultancy}, headers=ours
        ).status_code
        == 201
    )
