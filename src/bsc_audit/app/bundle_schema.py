"""The JSON Schema of a bundle; see bundle.py."""

from typing import Any

from bsc_audit.core.documents import Schema

FORMAT = "bsc-audit-assessment/1"


def _record(*, optional: frozenset[str] = frozenset(), **properties: Any) -> dict[str, Any]:
    """An object with exactly these keys, but for the optional ones, which may be missing."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties.keys() - optional),
        "additionalProperties": False,
    }


_TEXT = {"type": "string"}
_FILES = {"type": "array", "items": _record(name=_TEXT, text=_TEXT)}
_RULESET = _record(id=_TEXT, version=_TEXT, seal={"type": ["string", "null"]}, files=_FILES)
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DOCUMENT = _record(sha256=_SHA256, size={"type": "integer", "minimum": 0})

SCHEMA = Schema(
    _record(
        optional=frozenset({"log_head"}),
        format={"const": FORMAT},
        engine=_TEXT,
        log_head=_SHA256,
        rulesets={"type": "array", "items": _RULESET, "minItems": 1},
        questionnaires=_FILES,
        evidence=_record(
            texts={"type": "object", "additionalProperties": _TEXT},
            documents={"type": "object", "additionalProperties": _DOCUMENT},
        ),
    )
)
