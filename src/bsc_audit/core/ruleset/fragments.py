"""Pieces that the schemas of a ruleset are made of: names, texts, weights, conditions, records and lists."""

from collections.abc import Mapping
from typing import Any

from bsc_audit.core.catalogue import CATALOGUE

Fragment = Mapping[str, Any]

EFFORTS = ("small", "medium", "large")

ID = {
    "description": "A letter, then letters, digits, - and _, at most 64.",
    "type": "string",
    "pattern": r"^[A-Za-z][A-Za-z0-9_-]{0,63}$",
}
NAME = {  # must read as a word in conditions
    "description": "A small letter, then small letters, digits and _, at most 64.",
    "type": "string",
    "pattern": r"^[a-z][a-z0-9_]{0,63}$",
}
TEXT = {
    "description": "A text, or a map of languages.",
    "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}],
}
NUMBER = {"type": "number"}
CONDITION: Fragment = {"$ref": "#/$defs/condition"}
WEIGHT = {
    "description": "Relative to its siblings: 0, or at least 0.01.",
    "anyOf": [{"const": 0}, {"type": "number", "minimum": 0.01, "maximum": 1_000_000}],
}
SCORE = {"type": "number", "minimum": 0, "maximum": 100}


def list_of(of: Fragment, **more: Any) -> Fragment:
    """A list of one kind of thing."""
    return {"type": "array", "items": of, **more}


def map_of(of: Fragment, **more: Any) -> Fragment:
    """A mapping from any key to one kind of thing."""
    return {"type": "object", "additionalProperties": of, **more}


def record(properties: Mapping[str, Fragment], required: tuple[str, ...] = (), says: str = "") -> Fragment:
    """A mapping of known keys only."""
    made: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        made["required"] = list(required)
    if says:
        made["description"] = says
    return made


def one_of(words: Any, says: str = "") -> Fragment:
    """One word of a list."""
    return {"enum": [str(word) for word in words], **({"description": says} if says else {})}


CAP = record(
    {"when": CONDITION, "at": NUMBER, "says": TEXT},
    ("when", "at", "says"),
    "Holds the score down to `at` while `when` is true.",
)
AGGREGATE: Fragment = {
    "description": "How members become their parent's score.",
    "anyOf": [
        one_of(sorted(CATALOGUE.aggregates - {"worst_k"})),
        record({"method": {"const": "worst_k"}, "k": {"type": "integer", "minimum": 1}}, ("method", "k")),
    ],
}
TOLERANCE = {
    **record({"absolute": {"type": "number", "minimum": 0}, "relative": {"type": "number", "minimum": 0}}),
    "minProperties": 1,
    "maxProperties": 1,
    "description": "A change inside it is flat: absolute in the unit, or relative in percent.",
}
