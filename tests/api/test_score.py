"""Trying it out over HTTP: the same score as from a folder, and every mistake pointed at in what was sent."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from api_world import World
from bsc_audit import bootstrap
from bsc_audit.app.assessments import assess
from bsc_audit.app.plain_data import plain
from bsc_audit.importers.folder import read_folder

ROOT = Path(__file__).resolve().parents[2]
HARBOUR = ROOT / "examples" / "harbour-bank"


def ask(world: World, body: Mapping[str, Any]) -> Any:
    return world.client.post("/v1/score", json=body)


def errors(got: Any) -> list[tuple[str, str]]:
    """Pointer and code of every error."""
    assert got.status_code == 422
    return [(one["pointer"], one["code"]) for one in got.json()["errors"]]


@pytest.fixture
def body(harbour: Mapping[str, Any]) -> dict[str, Any]:
    """The sample assessment, to be changed."""
    return deepcopy(dict(harbour))


def test_json_scores_as_the_folder_does(shared_world: World, harbour: Mapping[str, Any]) -> None:
    got = ask(shared_world, harbour).json()
    whole = assess(bootstrap.library(), read_folder(HARBOUR))
    assert got["evidence_digest"] == whole.evidence.digest
    assert got["overall"] == plain(whole.recommendation.overall)
    assert got["recommendation"]["verdict"] == whole.recommendation.verdict
    assert [one["id"] for one in got["findings"]] == [one.id for one in whole.findings.items]
    assert [one["operands"] for one in got["findings"]] == [plain(one.operands) for one in whole.findings.items]


def test_the_derivation_leads_down_to_the_evidence(shared_world: World, harbour: Mapping[str, Any]) -> None:
    node = ask(shared_world, harbour).json()["derivation"]
    while node["members"]:
        node = next(one for one in node["members"] if one["state"] == "assessed")
    assert node["source"]["evidence"]
    assert node["source"]["value"] is not None


def test_a_table_may_be_rows(shared_world: World, body: dict[str, Any]) -> None:
    tables = {name: body["evidence"][name] for name in body["evidence"] if name.endswith(".csv")}
    for name, text in tables.items():
        head, *lines = [line.split(",") for line in text.splitlines()]
        if any(len(line) != len(head) for line in lines):
            continue  # a cell with a comma in it
        body["evidence"][name] = [{k: v for k, v in zip(head, line, strict=True) if v} for line in lines]
    assert any(isinstance(body["evidence"][name], list) for name in tables)
    assert ask(shared_world, body).json()["overall"] == 64.3


@pytest.mark.parametrize(
    ("file", "path", "value", "pointer", "code"),
    [
        ("answers.yaml", ("answers", "FIN-01", "value"), 77, "answers/FIN-01/value", "level-out-of-range"),
        ("assessment.yaml", ("assessment", "as_of"), "soon", "assessment/as_of", "date-unreadable"),
    ],
)
def test_a_mistake_in_a_file_is_pointed_at(
    shared_world: World, body: dict[str, Any], file: str, path: tuple[str, ...], value: Any, pointer: str, code: str
) -> None:
    inner = body["evidence"][file]
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    found = errors(ask(shared_world, body))
    assert (f"/evidence/{file}/{pointer}", code) in found


def test_a_mistake_in_a_row_is_pointed_at(shared_world: World, body: dict[str, Any]) -> None:
    body["evidence"]["metrics.csv"] = [
        {"metric": "csat", "period": "2026-06", "value": "x"},
        {"metric": "csat", "period": "2026-07", "value": 80, "evidence": ["D-001", "D-012"]},
    ]
    assert ("/evidence/metrics.csv/0/value", "not-a-number") in errors(ask(shared_world, body))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ("/evidence", "no-ruleset-named")),
        ({"answer.yaml": {}}, ("/evidence/answer.yaml", "file-not-read")),
        ({"answers.yaml": []}, ("/evidence/answers.yaml", "file-not-an-object")),
        ({"visits/a~b.yaml": 5}, ("/evidence/visits~1a~0b.yaml", "file-not-an-object")),
        ({"metrics.csv": 5}, ("/evidence/metrics.csv", "table-not-rows")),
        ({"metrics.csv": "a;b;a\n"}, ("/evidence/metrics.csv", "column-twice")),
        ({"answers.yaml": {"x": "\ud800"}}, ("/evidence/answers.yaml", "yaml-syntax")),
    ],
)
def test_files_that_cannot_be_read_are_named(
    shared_world: World, files: dict[str, Any], expected: tuple[str, str]
) -> None:
    content = json.dumps({"evidence": files})
    got = shared_world.client.post("/v1/score", content=content, headers={"content-type": "application/json"})
    assert expected in errors(got)


def test_a_given_ruleset_is_scored_by(shared_world: World, body: dict[str, Any]) -> None:
    folder = ROOT / "rulesets" / "service-excellence" / "1.0"
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in [*folder.glob("*.yaml"), *folder.glob("criteria/*.yaml")]
    }
    changed = {name: text.replace("status: published", "status: draft") for name, text in texts.items()}
    same = ask(shared_world, {**body, "ruleset": changed})
    assert same.json()["overall"] == 64.3
    broken = ask(shared_world, {**body, "ruleset": {"ruleset.yaml": "ruleset: {id: x"}})
    assert errors(broken)[0] == ("/ruleset/ruleset.yaml", "yaml-syntax")


def test_yaml_bombs_are_problems_not_failures(shared_world: World, body: dict[str, Any]) -> None:
    bomb = "a: &a [x,x]\n" + "\n".join(f"{k}: &{k} [*{p},*{p}]" for p, k in zip("abcdefgh", "bcdefghi", strict=True))
    found = errors(ask(shared_world, {**body, "ruleset": {"ruleset.yaml": bomb}}))
    assert {"yaml-anchor", "yaml-alias"} <= {code for _, code in found}


def test_nobody_has_to_sign_in_and_nothing_is_written(
    world: World, harbour: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.work, "write", None)
    monkeypatch.setattr(world.work, "installation", None)
    assert ask(world, harbour).status_code == 200
