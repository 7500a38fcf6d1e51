"""The JSON Schema of a ruleset file: editors complete from it, `ruleset check` speaks with it.

It says what may be written where. What only makes sense with the whole ruleset in view (references, weights
that cannot work, bands with holes, conditions) is said by ruleset.compile.
"""

from collections.abc import Mapping
from typing import Any

from bsc_audit.core.catalogue import CATALOGUE
from bsc_audit.core.documents import Schema
from bsc_audit.core.ruleset.fragments import (
    AGGREGATE,
    CAP,
    CONDITION,
    EFFORTS,
    ID,
    NAME,
    NUMBER,
    SCORE,
    TEXT,
    TOLERANCE,
    WEIGHT,
    Fragment,
    list_of,
    map_of,
    one_of,
    record,
)
from bsc_audit.core.ruleset.schema_judging import (
    DECISION,
    FINDING,
    GRADES,
    GRADING,
    HYGIENE,
    LIKELIHOOD,
    RISK,
    SEVERITY,
)
from bsc_audit.core.vocabulary import Direction, MissingPolicy, Strength

FREQUENCIES: Mapping[str, int] = {
    "daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "half_yearly": 184, "yearly": 366,
}  # fmt: skip
DERIVED_FUNCTIONS = ("share", "count_if", "mean", "minimum", "maximum", "spread", "movement", "agreement")

_RULESET = record(
    {
        "id": ID,
        "version": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+(\.[0-9]+)?$", "description": 'In quotes: "1.0".'},
        "title": TEXT,
        "summary": TEXT,
        "status": one_of(("draft", "published"), "A published version never changes; its DIGEST seals it."),
        "language": {"type": "string"},
        "authors": list_of({"type": "string"}),
        "licence": {"type": "string"},
        "informed_by": list_of(
            record(
                {"standard": {"type": "string"}, "relation": {"type": "string"}, "element": {"type": "string"}},
                ("standard", "relation"),
            )
        ),
        "extends": record({"id": ID, "version": {"type": "string"}}, ("id", "version")),
    },
    ("id", "version", "title"),
)
_DEFAULTS = record(
    {
        "missing": one_of(MissingPolicy),
        "not_applicable": one_of(("never", "with_reason")),
        "aggregate": AGGREGATE,
        "tolerance": {"$ref": "#/$defs/tolerance"},
        "effort": one_of(EFFORTS),
    }
)
_GROUP = record(
    {
        "id": ID,
        "title": TEXT,
        "kind": {"type": "string"},
        "in": ID,
        "weight": {"anyOf": [*WEIGHT["anyOf"], {"const": "members"}], "description": WEIGHT["description"]},
        "aggregate": AGGREGATE,
        "missing": one_of(MissingPolicy),
        "caps": list_of(CAP),
        "summary": TEXT,
    },
    ("id", "title", "kind"),
)
_POINTS = {
    "description": "value: score, straight between the points, clamped outside.",
    "type": "object",
    "patternProperties": {r"^-?[0-9]+(\.[0-9]+)?$": SCORE},
    "additionalProperties": False,
    "minProperties": 2,
}
_INDICATOR_FIELDS: Mapping[str, Fragment] = {
    "title": TEXT,
    "kind": one_of(sorted(CATALOGUE.indicator_kinds)),
    "variant": {"type": "string", "description": "Which of the kind's published formulas."},
    "parameters": map_of({"anyOf": [NUMBER, list_of(NUMBER)]}),
    "unit": {"type": "string"},
    "better": one_of(Direction),
    "every": one_of(FREQUENCIES, "How often it should be measured."),
    "take": one_of(("latest", "pooled"), "The latest period, or all periods of the assessment pooled."),
    "points": _POINTS,
    "linear": record({"zero": NUMBER, "full": NUMBER}, ("zero", "full")),
    "bands": list_of(record({"up_to": NUMBER, "score": SCORE}, ("score",)), minItems=2),
    "target_band": list_of(NUMBER, minItems=4, maxItems=4),
    "goal_red_flag": record({"goal": NUMBER, "red_flag": NUMBER}, ("goal", "red_flag")),
    "as_points": {"type": "boolean"},
    "tolerance": {"$ref": "#/$defs/tolerance"},
    "benchmark": record(
        {"source": {"type": "string"}, "strength": one_of(Strength), "note": TEXT}, ("source", "strength")
    ),
    "pitfalls": TEXT,
    "explains": TEXT,
    "minimum_n": {"type": "integer", "minimum": 1},
    "counterpart": {"type": "string"},
    "questionnaire": ID,
    "questionnaires": list_of(ID, minItems=1),
    "questions": list_of(record({"id": NAME, "asks": TEXT, "weight": WEIGHT}, ("id", "asks")), minItems=1),
    "levels": {
        "type": "object",
        "patternProperties": {"^[0-5]$": TEXT},
        "additionalProperties": False,
        "required": ["0", "5"],
    },
    "halves": {"type": "boolean"},
    "facets": {
        **record({"plan": NUMBER, "practice": NUMBER, "proof": NUMBER}, ("plan", "practice", "proof")),
        "description": "Weights of plan, practice and proof; they add up to 1.",
    },
    "caps": list_of(CAP),
}
_INDICATOR = record(_INDICATOR_FIELDS, ("kind",))
_CRITERION = record(
    {
        "id": ID,
        "title": TEXT,
        "asks": TEXT,
        "in": ID,
        "weight": WEIGHT,
        "score": {"anyOf": [NAME, {"$ref": "#/$defs/indicator"}]},
        "indicators": list_of(record({"use": NAME, "weight": WEIGHT}, ("use",)), minItems=1),
        "aggregate": AGGREGATE,
        "critical": {"type": "boolean"},
        "not_applicable": one_of(("never", "with_reason")),
        "missing": one_of(MissingPolicy),
        "evidence": list_of(TEXT),
        "signs": record(dict.fromkeys(("strength", "weakness", "risk", "opportunity"), TEXT)),
        "advise": TEXT,
        "effort": one_of(EFFORTS),
        "caps": list_of(CAP),
    },
    ("id", "title", "weight"),
)
_DERIVED = record(
    {
        "title": TEXT,
        "function": one_of(DERIVED_FUNCTIONS),
        "expression": {"type": "string"},
        "of": {"anyOf": [ID, list_of(ID, minItems=1)]},
        "item": {"type": "string"},
        "is": {"anyOf": [{"type": "string"}, NUMBER]},
        "flag": one_of(("critical", "fatal", "moment_of_truth")),
        "by": one_of(("site", "channel", "team", "unit")),
        "where": map_of({"type": "string"}),
        "periods": {"type": "integer", "minimum": 2, "maximum": 60},
        "minimum_n": {"type": "integer", "minimum": 1},
        "unit": {"type": "string"},
    },
    ("title",),
)
_PROFILE = record({"title": TEXT, "drop": list_of(ID), "weights": map_of(WEIGHT)}, ("title",))

DEFINITION: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "bsc_audit ruleset file",
    "description": "One file of a ruleset folder; every section may stand in any file.",
    "type": "object",
    "properties": {
        "ruleset": _RULESET,
        "under": ID,
        "defaults": _DEFAULTS,
        "groups": list_of(_GROUP),
        "criteria": list_of(_CRITERION),
        "indicators": {"type": "object", "propertyNames": NAME, "additionalProperties": {"$ref": "#/$defs/indicator"}},
        "derived": {"type": "object", "propertyNames": NAME, "additionalProperties": _DERIVED},
        "findings": list_of(FINDING),
        "grading": GRADING,
        "severity": SEVERITY,
        "likelihood": LIKELIHOOD,
        "risk": RISK,
        "evidence_grades": GRADES,
        "hygiene": list_of(HYGIENE),
        "decision": DECISION,
        "profiles": map_of(_PROFILE),
        "change": map_of({"type": "object"}),
        "drop": list_of(ID),
    },
    "additionalProperties": False,
    "$defs": {
        "condition": {
            "description": "A condition, a list of conditions that all hold, or all: / any: / not: lists of conditions.",
            "anyOf": [
                {"type": "string"},
                {"type": "boolean"},
                list_of(CONDITION, minItems=1),
                record({"all": list_of(CONDITION, minItems=1)}, ("all",)),
                record({"any": list_of(CONDITION, minItems=1)}, ("any",)),
                record({"not": CONDITION}, ("not",)),
            ],
        },
        "tolerance": TOLERANCE,
        "indicator": _INDICATOR,
    },
}

SCHEMA = Schema(DEFINITION)


def _change_of(entry: Fragment) -> Schema:
    """A schema of some fields of an entry: none is required, and the id stays."""
    fields = {name: field for name, field in entry["properties"].items() if name != "id"}
    return Schema({**record(fields), "$defs": DEFINITION["$defs"]})


# What an overlay may write under `change`, by the section the changed entry lies in.
CHANGES: Mapping[str, Schema] = {
    "groups": _change_of(_GROUP),
    "criteria": _change_of(_CRITERION),
    "findings": _change_of(FINDING),
    "hygiene": _change_of(HYGIENE),
    "indicators": _change_of(_INDICATOR),
    "derived": _change_of(_DERIVED),
    "profiles": _change_of(_PROFILE),
}
