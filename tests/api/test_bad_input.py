"""The bad input a service meets, each thing once: a clear problem, nothing stored, no failure of ours."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from api_world import World, bearer
from audited import audited_things
from bsc_audit.app.service.permissions import Scope

Request = tuple[str, str, Mapping[str, Any]]  # method, path below the organisation, what is sent


def zip_bomb() -> bytes:
    """A workbook of 100 KB that unpacks to 100 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return packed.getvalue()


def yaml_bomb() -> str:
    """Lists of lists by alias, which would be 10 to the 9 long."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n + 1}: &a{n + 1} [{','.join([f'*a{n}'] * 10)}]" for n in range(9)]
    return "\n".join(lines)


def upload(name: str, content: bytes) -> Mapping[str, Any]:
    fields = {"title": "A rota", "method": "document", "grade": "B"}
    return {"data": fields, "files": {"file": (name, content)}}


ANSWER = "assessments/{assessment}/answers/self/FH-2"
UNIT = {"kind": "team", "name": "T", "external_id": "desk-1"}
BAD: Mapping[str, tuple[Request, int, str]] = {
    "wrong version": (
        ("PUT", "assessments/{assessment}/answers/self/FH-1", {"json": {"value": 5}, "headers": {"If-Match": '"7"'}}),
        412,
        "version-conflict",
    ),
    "no version": (
        ("PUT", "assessments/{assessment}/answers/self/FH-1", {"json": {"value": 5}}),
        428,
        "version-needed",
    ),
    "foreign id": (("GET", "units/{theirs}", {}), 404, "not-found"),
    "no id at all": (("GET", "units/%00", {}), 404, "not-found"),
    "huge body": (("POST", "units", {"json": {**UNIT, "name": "x" * 11_000_000}}), 413, "body-too-large"),
    "wrong type": (("PUT", ANSWER, {"json": {"value": "five"}}), 422, "evidence-problems"),
    "zip bomb": (("POST", "evidence", upload("rota.xlsx", zip_bomb())), 422, "invalid"),
    "yaml bomb": (("POST", "rulesets", {"json": {"ruleset": {"ruleset.yaml": yaml_bomb()}}}), 422, "ruleset-problems"),
    "HTML named .pdf": (("POST", "evidence", upload("rota.pdf", b"<html><script>1</script></html>")), 422, "invalid"),
    "naive time": (("PUT", ANSWER, {"json": {"value": 5, "at": "2026-09-30T12:00:00"}}), 422, "invalid"),
    "out of range": (("PUT", ANSWER, {"json": {"value": -1}}), 422, "evidence-problems"),
    "duplicate external id": (("POST", "units", {"json": UNIT}), 409, "conflict"),
    "unknown field": (("PUT", ANSWER, {"json": {"value": 5, "colour": "blue"}}), 422, "invalid"),
    "unknown parameter": (("GET", "units?limt=1", {}), 422, "invalid"),
    "made-up cursor": (("GET", "units?cursor=abc", {}), 422, "invalid"),
}


@pytest.fixture(scope="module")
def ask() -> Callable[[Request], Any]:
    world = World()
    org, elsewhere = world.organisation("Ours"), world.organisation("Theirs")
    headers = bearer(world.key(org, Scope.ADMIN))
    strange = bearer(world.key(elsewhere, Scope.ADMIN))
    made = world.client.post(f"/v1/organisations/{org}/units", json=UNIT, headers=headers)
    theirs = world.client.post(f"/v1/organisations/{elsewhere}/units", json=UNIT, headers=strange)
    assert (made.status_code, theirs.status_code) == (201, 201)
    names = {**audited_things(world, org), "theirs": theirs.json()["id"]}

    def asked(request: Request) -> Any:
        method, path, sent = request
        with world.work.read(org) as work:
            before = work.audit.head()
        told = {**sent, "headers": {**headers, **sent.get("headers", {})}}
        got = world.client.request(method, f"/v1/organisations/{org}/{path.format_map(names)}", **told)
        with world.work.read(org) as work:
            assert work.audit.head() == before
        return got

    return asked


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_clearly_and_changes_nothing(ask: Callable[[Request], Any], name: str) -> None:
    request, status, kind = BAD[name]
    got = ask(request)
    said = got.json()
    assert (got.status_code, said["type"]) == (status, f"/problems/{kind}"), said
    assert said["detail"]
    if status == 422:
        assert all(one["detail"] and one["code"] for one in said["errors"])
