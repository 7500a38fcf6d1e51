"""The JSON Schema of a case file."""

from collections.abc import Mapping
from typing import Any

from bsc_audit.core.documents import Schema
from bsc_audit.core.vocabulary import Conformity, Verdict

OUTCOMES = ("found", "absent", "undetermined")

_VALUE = {"type": ["number", "string", "boolean", "null"]}
_VALUES = {"type": "object", "additionalProperties": _VALUE}
_NUMBERS = {"type": "object", "additionalProperties": {"type": "number"}}
_EXPECTED: Mapping[str, Any] = {
    "overall": {"type": ["number", "null"]},
    "verdict": {"enum": [str(verdict) for verdict in Verdict]},
    "award": {"type": ["string", "null"]},
    "scores": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
    "findings": {"type": "array", "items": {"type": "string"}, "description": "Exactly the rules that fire."},
    "conformity": {"type": "object", "additionalProperties": {"enum": [str(word) for word in Conformity]}},
}


def _case(properties: Mapping[str, Any], required: tuple[str, ...]) -> Mapping[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _expects(*names: str) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": {name: _EXPECTED[name] for name in names},
        "additionalProperties": False,
        "minProperties": 1,
    }


DEFINITION: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "bsc_audit case file",
    "type": "object",
    "properties": {
        "rule": {"type": "string"},
        "cases": {
            "type": "object",
            "additionalProperties": _case({"given": _VALUES, "expect": {"enum": list(OUTCOMES)}}, ("given", "expect")),
        },
        "decision": {
            "type": "object",
            "additionalProperties": _case(
                {"scores": _NUMBERS, "facts": _VALUES, "expect": _expects("overall", "verdict", "award")},
                ("scores", "expect"),
            ),
        },
        "assessments": {
            "type": "object",
            "additionalProperties": _case(
                {
                    "criteria": _NUMBERS,
                    "answers": _NUMBERS,
                    "metrics": _NUMBERS,
                    "not_applicable": {"type": "array", "items": {"type": "string"}},
                    "facts": _VALUES,
                    "expect": _expects(*_EXPECTED),
                },
                ("expect",),
            ),
        },
    },
    "additionalProperties": False,
}

SCHEMA = Schema(DEFINITION)
