"""The JSON Schema of a ruleset file: editors complete from it, `ruleset check` speaks with it.

It says what may be written where. What only makes sense with the whole ruleset in view (references, weights
that cannot work, bands with holes, conditions) is said by ruleset.compile.
"""

from collections.abc import Mapping
from typing import Any

from bsc_audit.core.catalogue import CATALOGUE
from bsc_audit.core.documents import Schema
from bsc_audit.core.vocabulary import Conformity, Direction, FindingKind, Grade, MissingPolicy, Strength, Verdict

Fragment = Mapping[str, Any]

FREQUENCIES: Mapping[str, int] = {
    "daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "half_yearly": 184, "yearly": 366,
}  # fmt: skip
EFFORTS = ("small", "medium", "large")
DERIVED_FUNCTIONS = ("share", "count_if", "mean", "minimum", "maximum", "spread", "movement", "agreement")

_ID = {
    "description": "A letter, then letters, digits, - and _, at most 64.",
    "type": "string",
    "pattern": r"^[A-Za-z][A-Za-z0-9_-]{0,63}$",
}
_NAME = {  # must read as a word in conditions
    "description": "A small letter, then small letters, digits and _, at most 64.",
    "type": "string",
    "pattern": r"^[a-z][a-z0-9_]{0,63}$",
}
_TEXT = {
    "description": "A text, or a map of languages.",
    "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}],
}
_NUMBER = {"type": "number"}
_CONDITION: Fragment = {"$ref": "#/$defs/condition"}
_WEIGHT = {
    "description": "Relative to its siblings: 0, or at least 0.01.",
    "anyOf": [{"const": 0}, {"type": "number", "minimum": 0.01, "maximum": 1_000_000}],
}
_SCORE = {"type": "number", "minimum": 0, "maximum": 100}


def _list(of: Fragment, **more: Any) -> Fragment:
    return {"type": "array", "items": of, **more}


def _map(of: Fragment, **more: Any) -> Fragment:
    return {"type": "object", "additionalProperties": of, **more}


def _record(properties: Mapping[str, Fragment], required: tuple[str, ...] = (), says: str = "") -> Fragment:
    record: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        record["required"] = list(required)
    if says:
        record["description"] = says
    return record


def _one_of(words: Any, says: str = "") -> Fragment:
    return {"enum": [str(word) for word in words], **({"description": says} if says else {})}


_CAP = _record(
    {"when": _CONDITION, "at": _NUMBER, "says": _TEXT},
    ("when", "at", "says"),
    "Holds the score down to `at` while `when` is true.",
)
_AGGREGATE: Fragment = {
    "description": "How members become their parent's score.",
    "anyOf": [
        _one_of(sorted(CATALOGUE.aggregates - {"worst_k"})),
        _record({"method": {"const": "worst_k"}, "k": {"type": "integer", "minimum": 1}}, ("method", "k")),
    ],
}
_RULESET = _record(
    {
        "id": _ID,
        "version": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+(\.[0-9]+)?$", "description": 'In quotes: "1.0".'},
        "title": _TEXT,
        "summary": _TEXT,
        "status": _one_of(("draft", "published"), "A published version never changes; its DIGEST seals it."),
        "language": {"type": "string"},
        "authors": _list({"type": "string"}),
        "licence": {"type": "string"},
        "informed_by": _list(
            _record(
                {"standard": {"type": "string"}, "relation": {"type": "string"}, "element": {"type": "string"}},
                ("standard", "relation"),
            )
        ),
        "extends": _record({"id": _ID, "version": {"type": "string"}}, ("id", "version")),
    },
    ("id", "version", "title"),
)
_DEFAULTS = _record(
    {
        "missing": _one_of(MissingPolicy),
        "not_applicable": _one_of(("never", "with_reason")),
        "aggregate": _AGGREGATE,
        "tolerance": {"$ref": "#/$defs/tolerance"},
        "effort": _one_of(EFFORTS),
    }
)
_TOLERANCE = {
    **_record({"absolute": {"type": "number", "minimum": 0}, "relative": {"type": "number", "minimum": 0}}),
    "minProperties": 1,
    "maxProperties": 1,
    "description": "A change inside it is flat: absolute in the unit, or relative in percent.",
}
_GROUP = _record(
    {
        "id": _ID,
        "title": _TEXT,
        "kind": {"type": "string"},
        "in": _ID,
        "weight": {"anyOf": [*_WEIGHT["anyOf"], {"const": "members"}], "description": _WEIGHT["description"]},
        "aggregate": _AGGREGATE,
        "missing": _one_of(MissingPolicy),
        "caps": _list(_CAP),
        "summary": _TEXT,
    },
    ("id", "title", "kind"),
)
_POINTS = {
    "description": "value: score, straight between the points, clamped outside.",
    "type": "object",
    "patternProperties": {r"^-?[0-9]+(\.[0-9]+)?$": _SCORE},
    "additionalProperties": False,
    "minProperties": 2,
}
_INDICATOR_FIELDS: Mapping[str, Fragment] = {
    "title": _TEXT,
    "kind": _one_of(sorted(CATALOGUE.indicator_kinds)),
    "variant": {"type": "string", "description": "Which of the kind's published formulas."},
    "parameters": _map({"anyOf": [_NUMBER, _list(_NUMBER)]}),
    "unit": {"type": "string"},
    "better": _one_of(Direction),
    "every": _one_of(FREQUENCIES, "How often it should be measured."),
    "take": _one_of(("latest", "pooled"), "The latest period, or all periods of the assessment pooled."),
    "points": _POINTS,
    "linear": _record({"zero": _NUMBER, "full": _NUMBER}, ("zero", "full")),
    "bands": _list(_record({"up_to": _NUMBER, "score": _SCORE}, ("score",)), minItems=2),
    "target_band": _list(_NUMBER, minItems=4, maxItems=4),
    "goal_red_flag": _record({"goal": _NUMBER, "red_flag": _NUMBER}, ("goal", "red_flag")),
    "as_points": {"type": "boolean"},
    "tolerance": {"$ref": "#/$defs/tolerance"},
    "benchmark": _record(
        {"source": {"type": "string"}, "strength": _one_of(Strength), "note": _TEXT}, ("source", "strength")
    ),
    "pitfalls": _TEXT,
    "explains": _TEXT,
    "minimum_n": {"type": "integer", "minimum": 1},
    "counterpart": {"type": "string"},
    "questionnaire": _ID,
    "questionnaires": _list(_ID, minItems=1),
    "questions": _list(_record({"id": _NAME, "asks": _TEXT, "weight": _WEIGHT}, ("id", "asks")), minItems=1),
    "levels": {
        "type": "object",
        "patternProperties": {"^[0-5]$": _TEXT},
        "additionalProperties": False,
        "required": ["0", "5"],
    },
    "halves": {"type": "boolean"},
    "facets": {
        **_record({"plan": _NUMBER, "practice": _NUMBER, "proof": _NUMBER}, ("plan", "practice", "proof")),
        "description": "Weights of plan, practice and proof; they add up to 1.",
    },
    "caps": _list(_CAP),
}
_INDICATOR = _record(_INDICATOR_FIELDS, ("kind",))
_CRITERION = _record(
    {
        "id": _ID,
        "title": _TEXT,
        "asks": _TEXT,
        "in": _ID,
        "weight": _WEIGHT,
        "score": {"anyOf": [_NAME, {"$ref": "#/$defs/indicator"}]},
        "indicators": _list(_record({"use": _NAME, "weight": _WEIGHT}, ("use",)), minItems=1),
        "aggregate": _AGGREGATE,
        "critical": {"type": "boolean"},
        "not_applicable": _one_of(("never", "with_reason")),
        "missing": _one_of(MissingPolicy),
        "evidence": _list(_TEXT),
        "signs": _record(dict.fromkeys(("strength", "weakness", "risk", "opportunity"), _TEXT)),
        "advise": _TEXT,
        "effort": _one_of(EFFORTS),
        "caps": _list(_CAP),
    },
    ("id", "title", "weight"),
)
_DERIVED = _record(
    {
        "title": _TEXT,
        "function": _one_of(DERIVED_FUNCTIONS),
        "expression": {"type": "string"},
        "of": {"anyOf": [_ID, _list(_ID, minItems=1)]},
        "item": {"type": "string"},
        "is": {"anyOf": [{"type": "string"}, _NUMBER]},
        "flag": _one_of(("critical", "fatal", "moment_of_truth")),
        "by": _one_of(("site", "channel", "team", "unit")),
        "where": _map({"type": "string"}),
        "periods": {"type": "integer", "minimum": 2, "maximum": 60},
        "minimum_n": {"type": "integer", "minimum": 1},
        "unit": {"type": "string"},
    },
    ("title",),
)
_LIKELIHOOD_SOURCE: Fragment = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 5},
        _record({"share": {"type": "string"}}, ("share",)),
        _record({"score": {"type": "string"}}, ("score",)),
    ]
}
_FINDING = _record(
    {
        "id": _ID,
        "kind": _one_of(FindingKind),
        "title": _TEXT,
        "when": _CONDITION,
        "says": _TEXT,
        "advise": _TEXT,
        "severity": {"type": "integer", "minimum": 1, "maximum": 5},
        "likelihood": _LIKELIHOOD_SOURCE,
        "effort": _one_of(EFFORTS),
        "criteria": _list(_ID),
        "theme": {"type": "string"},
    },
    ("id", "kind", "title", "when", "says"),
)
_GRADING = _record(
    {
        "rules": _list(
            _record(
                {"when": _CONDITION, "kind": _one_of(FindingKind), "conformity": _one_of(Conformity), "says": _TEXT},
                ("when", "conformity"),
            ),
            minItems=1,
        ),
        "escalate": _record(
            {
                "conformity": _one_of(Conformity),
                "at_least": {"type": "integer", "minimum": 2},
                "within": {"type": "string"},
                "becomes": _one_of(Conformity),
            },
            ("conformity", "at_least", "within", "becomes"),
        ),
        "not_assessed": _record({"kind": _one_of(FindingKind), "says": _TEXT}, ("kind", "says")),
    },
    ("rules",),
)
_ONE_TO_FIVE = {"type": "integer", "minimum": 1, "maximum": 5}
_SEVERITY = _record(
    {
        "start": _ONE_TO_FIVE,
        "add_one_when": _list(_CONDITION),
        "at_most": _ONE_TO_FIVE,
        "at_least": _list(_record({"when": _CONDITION, "is": _ONE_TO_FIVE}, ("when", "is"))),
    },
    ("start", "at_most"),
)
_LIKELIHOOD = _record(
    {
        "shares": _list(_NUMBER, minItems=4, maxItems=4),
        "scores": _list(_NUMBER, minItems=4, maxItems=4),
        "levels": _list(_ONE_TO_FIVE, minItems=6, maxItems=6),
        "otherwise": _ONE_TO_FIVE,
        "widths": {
            **_list(_NUMBER, minItems=2, maxItems=2),
            "description": "Interval widths in percent points: up to the first high confidence, up to the second medium.",
        },
    },
    ("shares", "scores", "levels", "otherwise"),
)
_RISK = _record(
    {
        "bands": _map({"type": "integer", "minimum": 1, "maximum": 25}, minProperties=2),
        "at_least": {
            "type": "object",
            "patternProperties": {"^[1-5]$": {"type": "string"}},
            "additionalProperties": False,
        },
        "due_days": _map({"type": "integer", "minimum": 1}),
    },
    ("bands",),
)
_GRADES = {
    "type": "object",
    "properties": {
        str(grade): _record(
            {"at": _SCORE, "verified": {"type": "boolean"}, "title": _TEXT, "says": _TEXT}, ("at", "title")
        )
        for grade in Grade
    },
    "additionalProperties": False,
}
_EVERY = {**_map(_CONDITION), "description": "kind of group: a condition with `each` in place of the group's id."}
_DECISION = _record(
    {
        "round": {"type": "integer", "minimum": 0, "maximum": 6},
        "gates": _list(
            _record(
                {
                    "id": _ID,
                    "title": _TEXT,
                    "needs": _CONDITION,
                    "every": _EVERY,
                    "else": _one_of(Verdict),
                    "says": _TEXT,
                },
                ("id", "else", "says"),
            )
        ),
        "awards": _list(
            _record({"id": {"type": "string"}, "title": _TEXT, "needs": _CONDITION, "every": _EVERY}, ("id", "title"))
        ),
        "otherwise": _one_of(Verdict),
        "conditions": _record({"when": _CONDITION, "says": _TEXT}, ("when", "says")),
        "validity_months": {"type": "integer", "minimum": 1, "maximum": 60},
    },
    ("awards", "otherwise"),
)
_HYGIENE = _record(
    {"id": _ID, "title": _TEXT, "when": _CONDITION, "says": _TEXT, "advise": _TEXT}, ("id", "when", "says")
)
_PROFILE = _record({"title": _TEXT, "drop": _list(_ID), "weights": _map(_WEIGHT)}, ("title",))

DEFINITION: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "bsc_audit ruleset file",
    "description": "One file of a ruleset folder; every section may stand in any file.",
    "type": "object",
    "properties": {
        "ruleset": _RULESET,
        "under": _ID,
        "defaults": _DEFAULTS,
        "groups": _list(_GROUP),
        "criteria": _list(_CRITERION),
        "indicators": {"type": "object", "propertyNames": _NAME, "additionalProperties": {"$ref": "#/$defs/indicator"}},
        "derived": {"type": "object", "propertyNames": _NAME, "additionalProperties": _DERIVED},
        "findings": _list(_FINDING),
        "grading": _GRADING,
        "severity": _SEVERITY,
        "likelihood": _LIKELIHOOD,
        "risk": _RISK,
        "evidence_grades": _GRADES,
        "hygiene": _list(_HYGIENE),
        "decision": _DECISION,
        "profiles": _map(_PROFILE),
        "change": _map({"type": "object"}),
        "drop": _list(_ID),
    },
    "additionalProperties": False,
    "$defs": {
        "condition": {
            "description": "A condition, a list of conditions that all hold, or all: / any: / not: lists of conditions.",
            "anyOf": [
                {"type": "string"},
                {"type": "boolean"},
                _list(_CONDITION, minItems=1),
                _record({"all": _list(_CONDITION, minItems=1)}, ("all",)),
                _record({"any": _list(_CONDITION, minItems=1)}, ("any",)),
                _record({"not": _CONDITION}, ("not",)),
            ],
        },
        "tolerance": _TOLERANCE,
        "indicator": _INDICATOR,
    },
}

SCHEMA = Schema(DEFINITION)


def _change_of(record: Fragment) -> Schema:
    """A schema of some fields of an entry: none is required, and the id stays."""
    fields = {name: field for name, field in record["properties"].items() if name != "id"}
    return Schema({**_record(fields), "$defs": DEFINITION["$defs"]})


# What an overlay may write under `change`, by the section the changed entry lies in.
CHANGES: Mapping[str, Schema] = {
    "groups": _change_of(_GROUP),
    "criteria": _change_of(_CRITERION),
    "findings": _change_of(_FINDING),
    "hygiene": _change_of(_HYGIENE),
    "indicators": _change_of(_INDICATOR),
    "derived": _change_of(_DERIVED),
    "profiles": _change_of(_PROFILE),
}
