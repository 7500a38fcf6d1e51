"""Another organisation's ids, wherever a request can name one: address, body, filter. They lead nowhere, on every store."""

import json
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.matrix import MATRIX, Row
from api.test_matrix import Cast, sent
from api_world import World

OPENAPI = json.loads((Path(__file__).resolve().parents[2] / "docs" / "openapi.json").read_text("utf-8"))


@dataclass(frozen=True)
class Two:
    """Two organisations with a thing of every kind each."""

    ours: Cast
    theirs: Cast

    def ask(
        self, row: Row, *, names: Mapping[str, str], body: Any = None, query: Mapping[str, str] | None = None
    ) -> Any:
        """The answer of a route to one of ours who may."""
        headers = {**self.ours.headers[min(row.may)], **({"If-Match": "*"} if row.changes else {})}
        path = "/v1" + row.path.format_map(names)
        return self.ours.world.client.request(row.method, path, headers=headers, params=query, **sent(row, body))

    def names(self, row: Row) -> tuple[dict[str, str], dict[str, str]]:
        """Ids of things of ours and of theirs that the route could be about."""
        ours, theirs = ({"org": one.org, **one.things(row)} for one in (self.ours, self.theirs))
        return ours, theirs

    def chain(self) -> Any:
        """The end of their audit log: it moves with whatever happens to them."""
        with self.theirs.world.work.read(self.theirs.org) as work:
            return work.audit.head()


@pytest.fixture
def two(stored_world: World) -> Two:
    return Two(Cast(stored_world), Cast(stored_world))


def fields_of(path: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(path) if name]


def test_an_id_of_theirs_in_an_address_of_ours_leads_nowhere(two: Two) -> None:
    asked = 0
    for name, row in MATRIX.items():
        for field in fields_of(row.path):
            ours, theirs = two.names(row)
            if field == "org" or ours[field] == theirs[field]:  # a word of a ruleset, or an id of the sender's own
                continue
            before = two.chain()
            got = two.ask(row, names={**ours, field: theirs[field]}, body=filled(row.body, ours))
            assert (name, field, got.status_code) == (name, field, 404)
            assert two.chain() == before
            asked += 1
    assert asked > 40


def test_an_id_of_theirs_in_a_body_of_ours_is_refused(two: Two) -> None:
    asked = set()
    for name, field in bodies_with_ids():
        row = MATRIX[name]
        ours, theirs = two.names(Row(method="POST", path="{assessment}", may=row.may, status=200))
        names = {**ours, **two.names(row)[0]}
        body = {**filled(row.body, ours), field: theirs[thing(field)]}
        before = two.chain()
        got = two.ask(row, names=names, body=body)
        assert (name, field, got.status_code) in {(name, field, 404), (name, field, 422)}
        assert theirs[thing(field)] not in got.text
        assert two.chain() == before
        asked.add(field)
    assert asked >= {"parent_id", "unit_id", "lead_id", "previous_id", "assignee_id"}


def test_a_filter_by_an_id_of_theirs_finds_nothing(two: Two) -> None:
    for name, parameter in filters_with_ids():
        row = MATRIX[name]
        ours, theirs = two.names(Row(method="GET", path="{assessment}", may=row.may, status=200))
        names = {**ours, **two.names(row)[0]}
        got = two.ask(row, names=names, body=filled(row.body, names), query={parameter: theirs[thing(parameter)]})
        assert got.status_code == 404 or got.json().get("items") == [], (name, got.text)


def test_lists_of_ours_hold_nothing_of_theirs(two: Two) -> None:
    for name, row in MATRIX.items():
        if row.method != "GET" or not name.startswith("list_"):
            continue
        ours, theirs = two.names(row)
        shown = two.ask(row, names=ours).text
        for kind in theirs.keys() - {"new"}:
            assert ours[kind] == theirs[kind] or theirs[kind] not in shown, (name, kind)


def filled(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: filled(one, names) for key, one in value.items()}
    return value.format_map(names) if isinstance(value, str) else value


def thing(field: str) -> str:
    """What a field of a body, or a filter, names: as the matrix calls it."""
    name = field.removesuffix("_id")
    return OF_ANOTHER_NAME.get(name, name)


@cache
def operations() -> Mapping[str, Mapping[str, Any]]:
    return {one["operationId"]: one for methods in OPENAPI["paths"].values() for one in methods.values()}


def bodies_with_ids() -> Iterator[tuple[str, str]]:
    for name, row in MATRIX.items():
        if row.body is None:
            continue
        sent = operations()[name]["requestBody"]["content"].get("application/json", {}).get("schema", {})
        shape = OPENAPI["components"]["schemas"].get(sent.get("$ref", "").rpartition("/")[2], {})
        yield from (
            (name, field) for field in shape.get("properties", {}) if field.endswith("_id") and field not in OWN
        )


def filters_with_ids() -> Iterator[tuple[str, str]]:
    for name, operation in operations().items():
        for one in operation.get("parameters", ()):
            if one["in"] == "query" and one["name"].endswith("_id") and one["name"] not in OWN:
                yield name, one["name"]


OWN = frozenset({"external_id", "ruleset_id"})  # what the sender calls it
OF_ANOTHER_NAME: Mapping[str, str] = {
    "parent": "unit",
    "lead": "person",
    "previous": "assessment",
    "assignee": "person",
}
