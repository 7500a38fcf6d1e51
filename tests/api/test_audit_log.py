"""The audit log over HTTP: every change leaves an entry, pages miss none, and the chain can be proved."""

from typing import Any

import pytest

from api_world import World, bearer
from bsc_audit.app.service.permissions import Scope


@pytest.fixture
def acme(world: World) -> tuple[World, str, dict[str, str]]:
    org = world.organisation("Acme")
    headers = bearer(world.key(org, Scope.ADMIN))
    for number in range(5):
        world.clock.forward(seconds=1)
        body = {"kind": "team", "name": f"Team {number}"}
        made = world.client.post(
            f"/v1/organisations/{org}/units", json=body, headers={**headers, "X-Request-ID": f"request-{number}"}
        )
        assert made.status_code == 201
    return world, org, headers


def got(acme: tuple[World, str, dict[str, str]], path: str, **asked: Any) -> Any:
    world, org, headers = acme
    answer = world.client.get(f"/v1/organisations/{org}/{path}", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_change_leaves_an_entry_with_its_request(acme: Any) -> None:
    entries = got(acme, "audit-log")["items"]
    created = [entry for entry in entries if entry["target"].startswith("unit/")]
    assert [entry["request_id"] for entry in created] == [f"request-{number}" for number in range(5)]
    assert {entry["action"] for entry in created} == {"create_unit"}
    assert "Team 0" not in str(entries), "names are personal data or become it"


def test_pages_follow_each_other_without_a_gap(acme: Any) -> None:
    seen, cursor = [], None
    while True:
        page = got(acme, "audit-log", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [entry["seq"] for entry in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) == got(acme, "audit-log-head")["seq"]


def test_entries_are_found_by_target_actor_and_time(acme: Any) -> None:
    entries = got(acme, "audit-log")["items"]
    last = entries[-1]
    assert got(acme, "audit-log", target=last["target"])["items"] == [last]
    assert got(acme, "audit-log", actor="person:nobody")["items"] == []
    assert got(acme, "audit-log", updated_since=last["at"])["items"] == [last]


def test_a_cursor_of_another_filter_is_refused(acme: Any) -> None:
    world, org, headers = acme
    cursor = got(acme, "audit-log", limit=1)["next"]
    asked = {"cursor": cursor, "actor": "key:a"}
    answer = world.client.get(f"/v1/organisations/{org}/audit-log", params=asked, headers=headers)
    assert answer.status_code == 422


def test_the_chain_is_proved_and_a_kept_head_is_found_in_it(acme: Any) -> None:
    kept = got(acme, "audit-log")["items"][1]
    proof = got(acme, "audit-log-proof", head=kept["hash"])
    assert (proof["holds"], proof["breaks"], proof["places"]) == (True, [], [kept["seq"]])
    assert proof["head"] == got(acme, "audit-log-head")
    assert got(acme, "audit-log-proof", head="0" * 64)["places"] == []
