"""The API's description: committed, compared, and never changed in a way that breaks a client."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from api_world import World
from bsc_audit.api.app import create_app
from bsc_audit.api.openapi import BODY_METHODS, description, operations, text
from bsc_audit.api.operations import operations_of_routes
from bsc_audit.api.table import TAGS

DOCS = Path(__file__).resolve().parents[2] / "docs"
COMMITTED = DOCS / "openapi.json"
RELEASED = DOCS / "openapi-released.json"  # of the last release; what stands there is promised


def test_the_committed_description_is_that_of_the_program() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == text(), "run: bsc-audit openapi > docs/openapi.json"


def test_it_is_openapi_3_1_and_served_as_committed(shared_world: World) -> None:
    served = shared_world.client.get("/openapi.json").json()
    assert served["openapi"] == "3.1.0"
    assert served == json.loads(text())


def test_operations_are_known_before_the_description_is_made_as_it_will_tell_them() -> None:
    told = {(one.path, one.method): (one.name, one.query) for one in operations_of_routes()}
    assert told == {
        (path, method.upper()): (operation["operationId"], query_of(operation))
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
    }


def query_of(operation: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")


def test_operation_ids_are_snake_case_and_said_once() -> None:
    names = [operation["operationId"] for _, operation in operations(description())]
    assert len(names) == len(set(names))
    assert [name for name in names if not name.isidentifier() or name != name.lower()] == []


def test_every_operation_has_a_tag_with_words_and_a_description() -> None:
    for _, operation in operations(description()):
        assert set(operation["tags"]) <= TAGS.keys()
        assert operation["description"]


def test_every_problem_is_described_as_one() -> None:
    for method, operation in operations(description()):
        bad = {status: one for status, one in operation["responses"].items() if status >= "400"}
        ours = {status: one for status, one in bad.items() if status != "503"}
        assert {"422", "429", "500"} <= bad.keys(), operation["operationId"]
        assert [status for status, one in ours.items() if "application/problem+json" not in one["content"]] == []
        if method in BODY_METHODS and "requestBody" in operation:
            assert {"400", "413", "415"} <= bad.keys()


def test_input_refuses_unknown_fields_everywhere() -> None:
    document = description()
    sent = {ref for _, operation in operations(document) for ref in _refs(operation.get("requestBody", {}))}
    assert sent
    shapes = {ref: document["components"]["schemas"][ref] for ref in sent}
    loose = [
        ref for ref, shape in shapes.items() if "enum" not in shape and shape.get("additionalProperties") is not False
    ]
    assert loose == []


def test_no_header_or_parameter_may_be_null() -> None:
    parameters = [one for _, operation in operations(description()) for one in operation.get("parameters", ())]
    assert [one["name"] for one in parameters if '"null"' in json.dumps(one["schema"])] == []


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for inner in part.values():
            yield from _refs(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _refs(inner)


def test_no_address_fits_two_paths() -> None:
    """Else a method of the one would answer at the other, and no Allow header could be right."""
    paths = [path.split("/") for path in description()["paths"]]
    alike = [
        ("/".join(one), "/".join(other))
        for number, one in enumerate(paths)
        for other in paths[:number]
        if len(one) == len(other) and all(a == b or "{" in a + b for a, b in zip(one, other, strict=True))
    ]
    assert alike == []


def test_two_applications_are_described_alike(world: World) -> None:
    assert create_app(world.wiring).openapi() == world.app.openapi()


# --- what breaks a client ------------------------------------------------------------------------------------------


def breaks(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What a client of `before` can do or read no more: routes, fields of answers, words; new demands on requests."""
    found = []
    for path, methods in before["paths"].items():
        for method, operation in methods.items():
            new = after["paths"].get(path, {}).get(method)
            if new is None:
                found.append(f"{method} {path} is gone")
            else:
                found += _operation_breaks(f"{method} {path}", operation, new)
    for name, schema in before["components"]["schemas"].items():
        new = after["components"]["schemas"].get(name)
        if new is None:
            found.append(f"schema {name} is gone")
        else:
            found += _schema_breaks(name, schema, new)
    return found


def _operation_breaks(where: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before["operationId"] != after["operationId"]:
        yield f"{where} is called {after['operationId']} now"
    good = {status for status in before["responses"] if status < "400"}
    yield from (f"{where} answers {status} no more" for status in good - after["responses"].keys())
    old = {one["name"] for one in before.get("parameters", ())}
    new = {one["name"]: one for one in after.get("parameters", ())}
    yield from (f"{where} knows no parameter {name}" for name in old - new.keys())
    yield from (f"{where} demands {name}" for name in new.keys() - old if new[name].get("required"))


def _schema_breaks(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = before.get("properties", {}), after.get("properties", {})
    yield from (f"{name}.{field} is gone" for field in old.keys() - new.keys())
    sent = before.get("additionalProperties") is False
    demanded = set(after.get("required", ())) - set(before.get("required", ()))
    yield from (f"{name}.{field} is demanded" for field in demanded if sent)
    yield from (
        f"{name}.{field} has another type"
        for field in old.keys() & new.keys()
        if _kind(old[field]) != _kind(new[field])
    )
    yield from (f"{name} knows no {word}" for word in set(before.get("enum", ())) - set(after.get("enum", ())))


def _kind(schema: Mapping[str, Any]) -> Any:
    return {key: schema[key] for key in ("type", "$ref", "anyOf", "items", "format") if key in schema}


def test_nothing_that_was_released_is_broken() -> None:
    if not RELEASED.exists():  # before the first release nothing is promised
        assert breaks(description(), json.loads(text())) == []
        return
    assert breaks(json.loads(RELEASED.read_text(encoding="utf-8")), description()) == []


def _without_path(document: dict[str, Any]) -> None:
    del document["paths"]["/v1/score"]


def _without_field(document: dict[str, Any]) -> None:
    del document["components"]["schemas"]["UnitOut"]["properties"]["name"]


def _with_demand(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["UnitIn"]["required"].append("external_id")


def _with_other_type(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["UnitOut"]["properties"]["name"]["type"] = "integer"


def _without_word(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["UnitKind"]["enum"].remove("team")


def _renamed(document: dict[str, Any]) -> None:
    document["paths"]["/v1/score"]["post"]["operationId"] = "other"


def _without_parameter(document: dict[str, Any]) -> None:
    document["paths"]["/v1/organisations/{org}/units"]["get"]["parameters"].pop()


@pytest.mark.parametrize(
    "change",
    [_without_path, _without_field, _with_demand, _with_other_type, _without_word, _renamed, _without_parameter],
)
def test_a_breaking_change_is_seen(change: Any) -> None:
    after = deepcopy(description())
    change(after)
    assert len(breaks(description(), after)) == 1


def test_an_addition_breaks_nobody() -> None:
    after = deepcopy(description())
    after["paths"]["/v1/new"] = {"get": {"operationId": "new", "responses": {"200": {}}}}
    after["components"]["schemas"]["UnitOut"]["properties"]["colour"] = {"type": "string"}
    after["components"]["schemas"]["UnitIn"]["properties"]["colour"] = {"type": "string"}
    after["components"]["schemas"]["UnitKind"]["enum"].append("desk")
    assert breaks(description(), after) == []


def test_no_address_fits_two_paths_so_that_the_order_of_routes_decides_nothing() -> None:
    def fit_one(one: str, other: str) -> bool:
        pairs = list(zip(one.split("/"), other.split("/"), strict=False))
        alike = len(one.split("/")) == len(other.split("/"))
        return alike and all(a == b or "{" in a or "{" in b for a, b in pairs)

    assert [pair for pair in combinations(description()["paths"], 2) if fit_one(*pair)] == []
