"""The published schema holds for every result, refuses what is none, and is the one committed."""

import json
from collections.abc import Callable
from dataclasses import fields

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import report_samples as samples
from bsc_audit.app.assessments import Assessment
from bsc_audit.cli.main import app
from bsc_audit.core.report import schema
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.render.json import render_json
from bsc_audit.render.json_schema import schema_text

PUBLISHED = samples.ROOT / "docs" / "result.schema.json"
SITUATIONS: dict[str, Callable[[], Assessment]] = {
    "the example": samples.example,
    "nothing assessed": samples.nothing_assessed,
    "nothing applicable": samples.nothing_applicable,
    "no findings": samples.without_findings,
    "40 findings": lambda: samples.with_findings(40),
    "recommended": samples.recommended,
    "self-assessment": lambda: samples.of_kind(AssessmentKind.SELF_ASSESSMENT),
}


def problems_of(result: object) -> list[str]:
    validator = jsonschema_rs.validator_for(json.loads(schema_text()))
    return [error.message for error in validator.iter_errors(result)]


def test_it_is_a_schema_of_the_draft_it_names() -> None:
    assert json.loads(schema_text())["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_result_is_valid(name: str) -> None:
    assert problems_of(json.loads(render_json(samples.report_of(SITUATIONS[name]())))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "bsc-audit-report/0"),
        (("meta", "kind"), "certified"),
        (("statement", "verdict", "slug"), "maybe"),
        (("scorecard", "overall", "score"), 66.2),
        (("scorecard", "overall", "tone"), "0"),
        (("scorecard", "overall", "outcomes"), [["major"]]),
        (("chapters",), None),
        (("extra",), 1),
    ],
)
def test_a_result_that_says_something_else_is_refused(path: tuple[str, ...], value: object) -> None:
    result = json.loads(render_json(samples.example_report()))
    place = result
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert problems_of(result)


def test_a_result_without_one_of_its_keys_is_refused() -> None:
    whole = json.loads(render_json(samples.example_report()))
    for key in whole:
        assert problems_of({name: part for name, part in whole.items() if name != key})


def test_closed_words_are_said_of_fields_that_exist() -> None:
    known = {f"{one.__name__}.{field.name}" for one in schema.record_types() for field in fields(one)}
    assert {*schema.CLOSED, *schema.FIXED} <= known


def test_classes_of_the_report_have_different_names_and_say_what_they_are() -> None:
    made = json.loads(schema_text())
    assert made["properties"].keys() == {field.name for field in fields(samples.example_report())}
    assert all(one["description"] for one in made["$defs"].values())
    assert made["$defs"]["Meta"]["properties"]["as_of"] == {"type": "string", "description": "ISO date"}


def test_the_committed_schema_is_the_one_that_is_made() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), (
        "the Report has changed: raise its format where readers must know, then "
        "`bsc-audit report schema > docs/result.schema.json`"
    )


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(app, ["report", "schema"])
    assert (result.exit_code, result.stdout) == (0, schema_text())
