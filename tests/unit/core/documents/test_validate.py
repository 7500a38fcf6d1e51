"""Problems of shape: one for each, at its place, in words, with the nearest known word."""

import pytest

from bsc_audit.core.documents import Schema, parse
from bsc_audit.core.documents.validate import MOST_PROBLEMS

WEIGHT = {"description": "0, or at least 0.01.", "anyOf": [{"const": 0}, {"type": "number", "minimum": 0.01}]}
NAME = {"description": "Small letters only.", "type": "string", "pattern": "^[a-z]+$"}
SCHEMA = Schema(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "name": NAME,
            "weight": WEIGHT,
            "kind": {"enum": ["ratio", "mean"]},
            "method": {"anyOf": [{"enum": ["sum"]}, {"type": "object", "required": ["k"]}]},
            "named": {"type": "object", "propertyNames": NAME},
            "points": {"type": "object", "patternProperties": {"^[0-9]+$": {}}, "additionalProperties": False},
            "many": {"type": "array", "items": {"type": "number"}},
        },
        "required": ["name"],
        "additionalProperties": False,
    }
)

CASES = [
    ("name: 5", "1:7", "5 is a number, expected a text", "put it in quotes"),
    ("name: [a]", "1:7", "['a'] is a list, expected a text", "Small letters only."),
    ("name:", "1:6", "nothing is written here, expected a text", "Small letters only."),
    ("name: A1", "1:7", "'A1' is not written as it must be here", "Small letters only."),
    ("weight: 1", "1:1", "'name' is missing", "add it"),
    ("{name: a, weight: 0.001}", "1:19", "0.001 is less than the minimum of 0.01", "0, or at least 0.01."),
    ("{name: a, weight: much}", "1:19", "'much' is a text, expected a number", "0, or at least 0.01."),
    ("{name: a, kind: ratoi}", "1:17", "'ratoi' is not allowed here", "did you mean 'ratio'?"),
    ("{name: a, kind: zzz}", "1:17", "'zzz' is not allowed here", "one of: ratio, mean"),
    ("{name: a, method: {}}", "1:19", "'k' is missing in 'method'", "add it"),
    ("{name: a, wieght: 1}", "1:11", "unknown key 'wieght'", "did you mean 'weight'?"),
    ("{name: a, zzz: 1}", "1:11", "unknown key 'zzz'", "known here: kind, many, method, name, named, points, weight"),
    ("{name: a, points: {60: 0, low: 1}}", "1:27", "unknown key 'low'", ""),
    ("{name: a, named: {Bad: 1}}", "1:19", "'Bad' is not written as it must be here", "Small letters only."),
    ("- a", "1:1", "['a'] is a list, expected a group of keys", ""),
]


@pytest.mark.parametrize(("text", "where", "message", "hint"), CASES, ids=[case[0] for case in CASES])
def test_a_problem_of_shape_says_where_what_and_how(text: str, where: str, message: str, hint: str) -> None:
    (problem,) = SCHEMA.problems(parse(text, "f.yaml"))
    assert (str(problem.where), problem.message, problem.hint) == (f"f.yaml:{where}", message, hint)


def test_a_valid_document_has_no_problem() -> None:
    assert SCHEMA.problems(parse("{name: a, weight: 0, kind: mean, points: {60: 0}}", "f.yaml")) == ()


def test_every_unknown_key_is_a_problem_of_its_own() -> None:
    found = SCHEMA.problems(parse("nam: a\nname: b\nkid: mean\n", "f.yaml"))
    assert [(str(problem.where), problem.field) for problem in found] == [("f.yaml:1:1", "nam"), ("f.yaml:3:1", "kid")]


def test_problems_come_in_the_order_of_the_file() -> None:
    found = SCHEMA.problems(parse("many: [1, x, 2, y]\nkind: z\nweight: -1\n", "f.yaml"))
    assert [problem.where.line for problem in found] == [1, 1, 1, 2, 3]


def test_a_value_is_shown_only_in_part() -> None:
    (problem,) = SCHEMA.problems(parse(f"name: {'A' * 100_000}", "f.yaml"))
    assert len(str(problem)) < 250


def test_the_number_of_problems_is_bounded() -> None:
    found = SCHEMA.problems(parse(f"name: a\nmany: [{'x,' * 50_000}]", "f.yaml"))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].code == "too-many-problems"
