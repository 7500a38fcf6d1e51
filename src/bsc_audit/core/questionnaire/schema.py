"""The JSON Schema of a questionnaire, built from the table of answer types.

What needs the whole file in view (ids given twice, bands with holes, weights that cannot work) is said by `check`.
"""

from collections.abc import Mapping
from typing import Any

from bsc_audit.core.answers.table import ANSWER_TYPES, AnswerType
from bsc_audit.core.documents import Schema

USES = ("visit", "contact_review", "survey", "interview", "touchpoint_walk")
METHODS = ("points", "section_weights", "must_pass_sections")
FLAGS = ("critical", "fatal", "moment_of_truth")

Fragment = Mapping[str, Any]

_TEXT: Fragment = {"$ref": "#/$defs/text"}
_ID: Fragment = {"$ref": "#/$defs/id"}
_SCORE: Fragment = {"type": "number", "minimum": 0, "maximum": 100}
_WEIGHT: Fragment = {"type": "number", "minimum": 0, "maximum": 1_000_000}  # 0, or at least 0.01: see check

_EVERY_ITEM: Fragment = {
    "id": _ID,
    "asks": _TEXT,
    "type": {"enum": list(ANSWER_TYPES)},
    "not_applicable": {"enum": ["allowed", "never"], "default": "never"},
    "dimension": {"type": "string"},
    "feeds": {"type": "string"},
}
_SCORED_ITEM: Fragment = {"weight": {**_WEIGHT, "default": 1}, "flag": {"enum": list(FLAGS)}}


def _item(kind: AnswerType) -> Fragment:
    """An item of one answer type: the common keys, its own, and weight and flag where it is scored."""
    scored = _SCORED_ITEM if kind.scored else {}
    return {
        "description": kind.explains,
        "properties": {**_EVERY_ITEM, **scored, **kind.fields},
        "required": ["id", "asks", "type", *kind.required],
        "additionalProperties": False,
    }


def _if_type(kind: AnswerType) -> Fragment:
    """`if` the item says this type `then` it is declared this way: one set of messages, not one for every type."""
    says = {"properties": {"type": {"const": kind.name}}, "required": ["type"]}
    return {"if": says, "then": _item(kind)}


def _section() -> Fragment:
    item = {
        "type": "object",
        "properties": {"type": _EVERY_ITEM["type"]},
        "required": ["id", "asks", "type"],
        "allOf": [_if_type(kind) for kind in ANSWER_TYPES.values()],
    }
    return {
        "type": "object",
        "properties": {
            "id": _ID,
            "title": _TEXT,
            "weight": {**_WEIGHT, "default": 1},
            "must_reach": _SCORE,
            "items": {"type": "array", "minItems": 1, "items": item},
        },
        "required": ["id", "title", "items"],
        "additionalProperties": False,
    }


_HEAD: Fragment = {
    "type": "object",
    "properties": {
        "id": _ID,
        "version": {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)*$"},
        "title": _TEXT,
        "use": {"enum": list(USES)},
        "summary": _TEXT,
        "status": {"enum": ["draft", "published"], "default": "draft"},
        "language": {"type": "string", "default": "en"},
        "source": _TEXT,
    },
    "required": ["id", "version", "title", "use"],
    "additionalProperties": False,
}
_SCORING: Fragment = {
    "type": "object",
    "properties": {
        "method": {"enum": list(METHODS), "default": "points"},
        "critical_cap": {**_SCORE, "default": 59},
        "fatal_score": {**_SCORE, "default": 0},
        "most_not_applicable": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.4},
    },
    "additionalProperties": False,
}

DEFINITION: Fragment = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "bsc_audit questionnaire",
    "type": "object",
    "properties": {
        "questionnaire": _HEAD,
        "scoring": _SCORING,
        "sections": {"type": "array", "minItems": 1, "items": _section()},
        "header": {"type": "array", "items": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}},
    },
    "required": ["questionnaire", "sections"],
    "additionalProperties": False,
    "$defs": {
        "text": {"type": ["string", "object"], "additionalProperties": {"type": "string"}, "minProperties": 1},
        "id": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.-]{0,63}$"},
    },
}

SCHEMA = Schema(DEFINITION)
