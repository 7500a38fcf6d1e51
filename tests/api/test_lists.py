"""Lists: pages by signed cursors, feeds of what changed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_world import World, bearer
from bsc_audit.api.cursors import Cursors, Paging
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.refusals import Invalid
from bsc_audit.app.service.signed import Signer


@pytest.fixture(scope="module")
def listed(shared_world: World) -> Any:
    """Asks for a page of seven units."""
    world = shared_world
    org = world.organisation("A")
    headers = bearer(world.key(org, Scope.ADMIN))
    path = f"/v1/organisations/{org}/units"
    for number in range(7):
        world.clock.forward(minutes=1)
        world.client.post(path, json={"kind": "team", "name": f"T{number}"}, headers=headers)
    return lambda **query: world.client.get(path, params=query, headers=headers)


def test_pages_hold_every_item_once_in_order(listed: Any) -> None:
    names, cursor = [], None
    while True:
        page = listed(limit=3, **({"cursor": cursor} if cursor else {})).json()
        names += [one["name"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert names == [f"T{number}" for number in range(7)]


def test_a_page_that_is_just_filled_has_no_next(listed: Any) -> None:
    assert listed(limit=7).json()["next"] is None
    assert listed(limit=6).json()["next"] is not None


@pytest.mark.parametrize("limit", [0, 101, "x", -1])
def test_a_limit_is_1_to_100(listed: Any, limit: Any) -> None:
    got = listed(limit=limit)
    assert got.status_code == 422
    assert got.json()["errors"][0]["pointer"] == "limit"


def test_a_feed_goes_on_where_it_stopped(listed: Any) -> None:
    since = listed().json()["items"][4]["updated_at"]
    assert [one["name"] for one in listed(updated_since=since).json()["items"]] == ["T4", "T5", "T6"]


@pytest.mark.parametrize("since", ["2026-11-22T09:00:00", "2026-11-22", "yesterday", "0"])
def test_a_time_without_an_offset_is_refused(listed: Any, since: str) -> None:
    got = listed(updated_since=since)
    assert got.status_code == 422
    assert got.json()["errors"][0]["pointer"] == "updated_since"


def test_a_cursor_counts_for_its_own_list_only(listed: Any, shared_world: World) -> None:
    cursor = listed(limit=1).json()["next"]
    other = shared_world.organisation("B")
    headers = bearer(shared_world.key(other, Scope.ADMIN))
    got = shared_world.client.get(f"/v1/organisations/{other}/units", params={"cursor": cursor}, headers=headers)
    assert (got.status_code, got.json()["errors"][0]["code"]) == (422, "cursor-unknown")


def test_a_forged_cursor_is_refused(listed: Any) -> None:
    cursor = listed(limit=1).json()["next"]
    forged = cursor[:-2] + ("aa" if cursor[-2:] != "aa" else "bb")
    assert listed(cursor=forged).status_code == 422


@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reading_of_cursors(text: str) -> None:
    cursors = Cursors(Signer(b"s" * 32))
    with pytest.raises(Invalid):
        cursors.query("list", Paging.model_construct(limit=1, cursor=text, updated_since=None))
