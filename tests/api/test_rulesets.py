"""Rulesets and questionnaires of the library, and checks of given ones."""

from pathlib import Path
from typing import Any

import pytest

from api_world import World
from bsc_audit.app.plain_data import plain
from bsc_audit.app.rulesets import load_ruleset

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("food-hygiene-rating", "1.0")


def texts(ruleset: str, version: str) -> dict[str, str]:
    folder = ROOT / "rulesets" / ruleset / version
    files = [*folder.glob("*.yaml"), *folder.glob("criteria/*.yaml")]
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def test_every_ruleset_of_the_library_is_listed_and_shown(shared_world: World) -> None:
    listed = shared_world.client.get("/v1/rulesets").json()["items"]
    library = shared_world.wiring.library
    assert [(one["id"], one["version"]) for one in listed] == list(library.rulesets())
    for one in listed:
        got = shared_world.client.get(f"/v1/rulesets/{one['id']}/{one['version']}").json()
        ruleset = load_ruleset(library, one["id"], one["version"])
        assert got["digest"] == ruleset.digest
        assert {c["id"]: c["weight"] for c in got["criteria"]} == {
            c.id: plain(c.weight) for c in ruleset.criteria.values()
        }
        assert [rule["when"] for rule in got["rules"]] == [rule.when.text for rule in ruleset.rules]


def test_a_ruleset_that_is_known_already_is_304(shared_world: World) -> None:
    path = "/v1/rulesets/service-excellence/1.0"
    tag = shared_world.client.get(path).headers["etag"]
    got = shared_world.client.get(path, headers={"If-None-Match": tag})
    assert (got.status_code, got.content) == (304, b"")


@pytest.mark.parametrize("path", ["rulesets/none/1.0", "rulesets/service-excellence/9.9", "questionnaires/none/1.0"])
def test_what_is_not_there_is_404(shared_world: World, path: str) -> None:
    assert shared_world.client.get(f"/v1/{path}").status_code == 404


def test_a_sound_ruleset_is_counted(shared_world: World) -> None:
    got = shared_world.client.post("/v1/rulesets/validate", json={"ruleset": texts(*SHIPPED)}).json()
    ruleset = load_ruleset(shared_world.wiring.library, *SHIPPED)
    assert (got["digest"], got["criteria"], got["rules"]) == (ruleset.digest, len(ruleset.criteria), len(ruleset.rules))


def test_the_problems_of_a_ruleset_name_file_line_and_pointer(shared_world: World) -> None:
    sent = texts(*SHIPPED)
    name = next(iter(sent))
    sent[name] += "\nnonsense: 1\n"
    got = shared_world.client.post("/v1/rulesets/validate", json={"ruleset": sent})
    found = got.json()["errors"]
    assert (got.status_code, got.json()["type"]) == (422, "/problems/ruleset-problems")
    assert (found[0]["pointer"], found[0]["file"]) == (f"/ruleset/{name}", name)
    assert found[0]["line"] > 1


def choice(ruleset: dict[str, str]) -> dict[str, Any]:
    return {"ruleset": ruleset}


NAMED = {"id": SHIPPED[0], "version": SHIPPED[1]}


def test_a_ruleset_does_not_differ_from_itself(shared_world: World) -> None:
    sent = {"before": NAMED, "after": choice(texts(*SHIPPED))}
    got = shared_world.client.post("/v1/rulesets/diff", json=sent).json()
    assert (got["same"], got["differences"]) == (True, [])


def test_a_changed_text_is_the_one_difference(shared_world: World) -> None:
    title = next(iter(load_ruleset(shared_world.wiring.library, *SHIPPED).criteria.values())).title
    changed = {name: text.replace(title, "Another title", 1) for name, text in texts(*SHIPPED).items()}
    got = shared_world.client.post("/v1/rulesets/diff", json={"before": NAMED, "after": choice(changed)}).json()
    assert got["same"] is False
    found = [(field["field"], field["before"], field["after"]) for one in got["differences"] for field in one["fields"]]
    assert ("title", title, "Another title") in found


@pytest.mark.parametrize(
    "wrong", [{}, {"id": "x"}, {**NAMED, "ruleset": {"ruleset.yaml": "a: 1"}}, {"id": "x", "version": "1"}]
)
def test_a_choice_is_a_name_or_texts(shared_world: World, wrong: dict[str, Any]) -> None:
    got = shared_world.client.post("/v1/rulesets/diff", json={"before": NAMED, "after": wrong})
    assert (got.status_code, got.json()["errors"][0]["pointer"]) == (422, "/after")


def test_every_questionnaire_is_listed_and_shown(shared_world: World) -> None:
    listed = shared_world.client.get("/v1/questionnaires").json()["items"]
    assert len(listed) == len(shared_world.wiring.library.questionnaires())
    for one in listed:
        got = shared_world.client.get(f"/v1/questionnaires/{one['id']}/{one['version']}").json()
        assert sum(len(section["items"]) for section in got["sections"]) == one["items"]
        assert got["digest"] == one["digest"]


def test_a_questionnaire_is_checked(shared_world: World) -> None:
    document = shared_world.wiring.library.questionnaires()[0]
    good = shared_world.client.post("/v1/questionnaires/validate", json={"questionnaire": document.text})
    bad = shared_world.client.post("/v1/questionnaires/validate", json={"questionnaire": document.text + "\nx: 1\n"})
    assert good.status_code == 200
    assert bad.json()["errors"][0]["pointer"] == "/questionnaire"
