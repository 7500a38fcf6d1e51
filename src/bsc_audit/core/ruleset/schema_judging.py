"""Schemas of what a ruleset says about scores: rules, grading, the rating, evidence grades, hygiene, the decision."""

from bsc_audit.core.ruleset.fragments import (
    CONDITION,
    EFFORTS,
    ID,
    NUMBER,
    SCORE,
    TEXT,
    Fragment,
    list_of,
    map_of,
    one_of,
    record,
)
from bsc_audit.core.vocabulary import Conformity, FindingKind, Grade, Verdict

_LIKELIHOOD_SOURCE: Fragment = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 5},
        record({"share": {"type": "string"}}, ("share",)),
        record({"score": {"type": "string"}}, ("score",)),
    ]
}
FINDING = record(
    {
        "id": ID,
        "kind": one_of(FindingKind),
        "title": TEXT,
        "when": CONDITION,
        "says": TEXT,
        "advise": TEXT,
        "severity": {"type": "integer", "minimum": 1, "maximum": 5},
        "likelihood": _LIKELIHOOD_SOURCE,
        "effort": one_of(EFFORTS),
        "criteria": list_of(ID),
        "theme": {"type": "string"},
    },
    ("id", "kind", "title", "when", "says"),
)
GRADING = record(
    {
        "rules": list_of(
            record(
                {"when": CONDITION, "kind": one_of(FindingKind), "conformity": one_of(Conformity), "says": TEXT},
                ("when", "conformity"),
            ),
            minItems=1,
        ),
        "escalate": record(
            {
                "conformity": one_of(Conformity),
                "at_least": {"type": "integer", "minimum": 2},
                "within": {"type": "string"},
                "becomes": one_of(Conformity),
            },
            ("conformity", "at_least", "within", "becomes"),
        ),
        "not_assessed": record({"kind": one_of(FindingKind), "says": TEXT}, ("kind", "says")),
    },
    ("rules",),
)
_ONE_TO_FIVE = {"type": "integer", "minimum": 1, "maximum": 5}
SEVERITY = record(
    {
        "start": _ONE_TO_FIVE,
        "add_one_when": list_of(CONDITION),
        "at_most": _ONE_TO_FIVE,
        "at_least": list_of(record({"when": CONDITION, "is": _ONE_TO_FIVE}, ("when", "is"))),
    },
    ("start", "at_most"),
)
LIKELIHOOD = record(
    {
        "shares": list_of(NUMBER, minItems=4, maxItems=4),
        "scores": list_of(NUMBER, minItems=4, maxItems=4),
        "levels": list_of(_ONE_TO_FIVE, minItems=6, maxItems=6),
        "otherwise": _ONE_TO_FIVE,
        "widths": {
            **list_of(NUMBER, minItems=2, maxItems=2),
            "description": "Interval widths in percent points: up to the first high confidence, up to the second medium.",
        },
    },
    ("shares", "scores", "levels", "otherwise"),
)
_RISK_LEVELS: Fragment = {
    **list_of(record({"name": TEXT, "says": TEXT}, ("name",)), minItems=5, maxItems=5),
    "description": "What levels 1 to 5 are called and what they mean.",
}
RISK = record(
    {
        "bands": map_of({"type": "integer", "minimum": 1, "maximum": 25}, minProperties=2),
        "at_least": {
            "type": "object",
            "patternProperties": {"^[1-5]$": {"type": "string"}},
            "additionalProperties": False,
        },
        "due_days": map_of({"type": "integer", "minimum": 1}),
        "severity": _RISK_LEVELS,
        "likelihood": _RISK_LEVELS,
    },
    ("bands",),
)
GRADES = {
    "type": "object",
    "properties": {
        str(grade): record({"at": SCORE, "verified": {"type": "boolean"}, "title": TEXT, "says": TEXT}, ("at", "title"))
        for grade in Grade
    },
    "additionalProperties": False,
}
_EVERY = {**map_of(CONDITION), "description": "kind of group: a condition with `each` in place of the group's id."}
DECISION = record(
    {
        "round": {"type": "integer", "minimum": 0, "maximum": 6},
        "gates": list_of(
            record(
                {
                    "id": ID,
                    "title": TEXT,
                    "needs": CONDITION,
                    "every": _EVERY,
                    "else": one_of(Verdict),
                    "says": TEXT,
                },
                ("id", "else", "says"),
            )
        ),
        "awards": list_of(
            record({"id": {"type": "string"}, "title": TEXT, "needs": CONDITION, "every": _EVERY}, ("id", "title"))
        ),
        "otherwise": one_of(Verdict),
        "conditions": record({"when": CONDITION, "says": TEXT}, ("when", "says")),
        "validity_months": {"type": "integer", "minimum": 1, "maximum": 60},
    },
    ("awards", "otherwise"),
)
HYGIENE = record({"id": ID, "title": TEXT, "when": CONDITION, "says": TEXT, "advise": TEXT}, ("id", "when", "says"))
