"""Measurements as a client meets them: many at once, as series, and out of tables."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from api_world import World, bearer
from bsc_audit.app.service.model.unit import Unit, UnitKind
from bsc_audit.app.service.permissions import Scope

CSAT = {"metric": "csat", "period": "2026-09", "inputs": {"numerator": 90, "denominator": 100}}
TABLE = "metric,period,unit,numerator,denominator\ncsat,2026-08,,88,100\ncsat,2026-08,north,45,50\n"


class Client:
    """A system of one organisation that has a unit."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.org = world.organisation("Ours")
        self.key = bearer(world.key(self.org, Scope.METRICS_WRITE))
        self.home = f"/v1/organisations/{self.org}"
        with world.work.write(self.org) as work:
            named = {"kind": UnitKind.TEAM, "name": "The north", "external_id": "north"}
            self.unit = work.units.add(Unit(**world.stamp(), **named)).id

    def ask(self, method: str, path: str, body: Any = None, **more: str) -> Any:
        return self.world.client.request(method, self.home + path, json=body, headers={**self.key, **more})

    def send(self, name: str, content: bytes, **fields: str) -> Any:
        files = {"file": (name, content)}
        return self.world.client.post(f"{self.home}/metric-imports", data=fields, files=files, headers=self.key)

    def stored(self) -> list[Any]:
        items: list[Any] = self.ask("GET", "/metric-points").json()["items"]
        return items


@pytest.fixture
def client(world: World) -> Client:
    return Client(world)


def test_measurements_are_put_shown_and_taken_back(stored_world: World) -> None:
    client = Client(stored_world)
    wrong = {**CSAT, "period": "2026-08", "inputs": {"numerator": 200, "denominator": 100}}
    done = client.ask("PATCH", "/metric-points", {"items": [CSAT, wrong]}).json()
    assert (done["stored"], done["refused"]) == (1, 1)
    assert done["items"][1]["errors"][0]["code"] == "metric-inputs"
    (point,) = client.ask("GET", "/metric-series/csat?from=2026-01-01&to=2026-12-31").json()["items"]
    path = f"/metric-points/{point['id']}"
    assert client.ask("DELETE", path).status_code == 428
    assert client.ask("DELETE", path, **{"If-Match": '"9"'}).json()["current"]["id"] == point["id"]
    assert client.ask("DELETE", path, **{"If-Match": '"1"'}).status_code == 204
    assert client.stored() == []


def test_a_target_is_put_and_changed_by_its_version(client: Client) -> None:
    first = client.ask("PUT", "/targets/csat", {"target": 90, "every": "monthly", "owner": "Head of service"})
    assert first.status_code == 201
    changed = client.ask("PUT", "/targets/csat", {"target": 91}, **{"If-Match": first.headers["etag"]})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert client.ask("PUT", "/targets/csat", {"target": 92}).status_code == 428
    assert client.ask("PUT", "/targets/nothing", {"target": 92}).status_code == 422


def test_a_table_is_tried_and_then_stored(client: Client) -> None:
    tried = client.send("august.csv", TABLE.encode(), dry_run="true").json()
    assert (tried["stored"], tried["refused"], tried["dry_run"], client.stored()) == (0, 0, True, [])
    done = client.send("august.csv", TABLE.encode()).json()
    assert (done["stored"], done["refused"]) == (2, 0)
    assert {one["unit_id"] for one in client.stored()} == {None, client.unit}


def test_a_workbook_is_a_table(client: Client) -> None:
    book = Workbook()
    assert book.active is not None
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    file = io.BytesIO()
    book.save(file)
    assert client.send("august.xlsx", file.getvalue()).json()["stored"] == 2


def test_of_a_table_with_one_mistake_nothing_is_stored(client: Client) -> None:
    done = client.send("august.csv", TABLE.replace("45,50", "55,50").encode()).json()
    assert (done["stored"], done["refused"], client.stored()) == (0, 1, [])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("august.csv", TABLE.replace("north", "south").encode(), "unknown-unit"),
        ("august.csv", TABLE.replace("88", "many").encode(), "cell-not-readable"),
        ("august.pdf", b"%PDF-1.7", "unknown-file-type"),
        ("august.xlsx", b"PK", "broken-workbook"),
    ],
)
def test_what_cannot_be_read_is_said(client: Client, name: str, content: bytes, code: str) -> None:
    got = client.send(name, content)
    assert (got.status_code, got.json()["errors"][0]["code"]) == (422, code)


def test_a_form_without_a_table_is_refused(client: Client) -> None:
    files = {"dry_run": (None, "true")}
    got = client.world.client.post(f"{client.home}/metric-imports", files=files, headers=client.key)
    assert (got.status_code, got.json()["errors"][0]["pointer"]) == (422, "/file")
