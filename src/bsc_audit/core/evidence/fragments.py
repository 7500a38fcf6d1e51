"""Pieces that the JSON Schemas of the evidence folder share."""

from collections.abc import Mapping
from typing import Any

from bsc_audit.core.vocabulary import Grade, Method

Fragment = Mapping[str, Any]

WORDS: Fragment = {"type": ["string", "null"]}
TEXT: Fragment = {"type": ["string", "object"], "additionalProperties": {"type": "string"}, "minProperties": 1}
NAME: Fragment = {"type": "string", "minLength": 1}
ID: Fragment = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"}
DATE: Fragment = {"type": ["string", "null"], "description": "A date, 2026-08-03."}
NUMBER: Fragment = {"type": "number"}
COUNT: Fragment = {"type": ["integer", "null"], "minimum": 0}
FLAG: Fragment = {"type": "boolean"}
GRADE: Fragment = {"enum": [str(grade) for grade in Grade]}
METHOD: Fragment = {"enum": [str(method) for method in Method]}
EVIDENCE: Fragment = {"type": "array", "items": ID, "description": "Ids of documents.yaml."}
BACKING: Fragment = {"evidence": EVIDENCE, "grade": GRADE, "illustrative": FLAG}


def listed(of: Fragment) -> Fragment:
    """A list of these."""
    return {"type": "array", "items": of}


def mapped(of: Fragment) -> Fragment:
    """A mapping of any key to these."""
    return {"type": "object", "additionalProperties": of}


def record(required: tuple[str, ...] = (), /, **properties: Fragment) -> dict[str, Any]:
    """A group of known keys; a trailing underscore keeps a key apart from a Python word."""
    known = {key.rstrip("_"): fragment for key, fragment in properties.items()}
    return {"type": "object", "properties": known, "required": list(required), "additionalProperties": False}


def one_of(*words: str) -> Fragment:
    """One of these words."""
    return {"enum": list(words)}


def file_of(title: str, required: tuple[str, ...], /, **properties: Fragment) -> Fragment:
    """The schema of a whole file."""
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**draft, **record(required, **properties)}
