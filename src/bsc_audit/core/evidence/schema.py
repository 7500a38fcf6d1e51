"""The JSON Schemas of the evidence folder's files.

They say what may be written where. What needs the ruleset or another file in view is said by the readers.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

from bsc_audit.core.documents import Schema
from bsc_audit.core.evidence.fragments import (
    BACKING,
    COUNT,
    DATE,
    EVIDENCE,
    FLAG,
    GRADE,
    ID,
    METHOD,
    NAME,
    NUMBER,
    TEXT,
    WORDS,
    Fragment,
    file_of,
    listed,
    mapped,
    one_of,
    record,
)
from bsc_audit.core.vocabulary import AssessmentKind, Conformity, FindingKind

FREQUENCIES = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly")
STATUSES = ("draft", "returned", "accepted", "excluded")
SAMPLING_REASONS = ("random", "risk", "complaint", "new_starter", "other")

_PERSON = record(("name",), name=NAME, role=WORDS, organisation=WORDS)
_NUMBERS: Fragment = {"type": ["number", "array"], "items": NUMBER}
_ITEM_ANSWERS: Fragment = {"type": "object", "description": "Item id: answer, or {value: answer, comment: ...}."}

ASSESSMENT = file_of(
    "Evidence folder: assessment.yaml",
    ("assessment", "ruleset", "organisation", "scope"),
    assessment=record(
        ("id", "kind", "as_of", "period"),
        id=ID,
        title=TEXT,
        kind=one_of(*(str(kind) for kind in AssessmentKind)),
        as_of=NAME,
        period={"type": ["string", "integer"]},
        language=NAME,
    ),
    ruleset=record(("id", "version"), id=NAME, version=NAME, profile=WORDS),
    organisation={
        "type": "object",
        "properties": {"name": NAME},
        "required": ["name"],
        "additionalProperties": {"type": ["string", "number", "null"]},
    },
    scope=record(
        ("statement",),
        statement=TEXT,
        functions=listed(NAME),
        excluded=listed(record(("what", "why"), what=NAME, why=NAME)),
    ),
    sites=listed(record(("id", "name"), id=ID, name=NAME, kind=WORDS, visited=FLAG)),
    units=listed(NAME),
    team=listed(_PERSON),
    participants=listed(record(("role",), role=NAME)),
    independence=WORDS,
    dates=record((), from_=DATE, to=DATE),
    sampling=listed(
        record(
            ("what", "achieved", "method"),
            what=NAME,
            population=COUNT,
            planned=COUNT,
            achieved={"type": "integer", "minimum": 0},
            method=NAME,
        )
    ),
    previous=record(("id",), id=NAME, overall=NUMBER, scores=mapped(NUMBER)),
    illustrative=WORDS,
)

ANSWERS = file_of(
    "Evidence folder: answers.yaml",
    ("answers",),
    answers=mapped(
        record(
            (),
            value={"type": ["number", "string", "boolean", "object"]},
            not_applicable={"type": ["string", "null"]},
            method=METHOD,
            who=WORDS,
            when=DATE,
            comment=WORDS,
            **BACKING,
        )
    ),
)

SCORECARD = file_of(
    "Evidence folder: scorecard.yaml",
    ("scorecard",),
    scorecard=mapped(
        record(
            (),
            owner=WORDS,
            target={"type": ["number", "null"]},
            baseline={"type": ["number", "null"]},
            every={"enum": [*FREQUENCIES, None]},
            use=WORDS,
            counterpart=WORDS,
            variant=NAME,
            **BACKING,
        )
    ),
)

OBSERVATIONS = file_of(
    "Evidence folder: observations.yaml",
    ("observations",),
    observations=listed(
        record(
            ("metric", "period", "inputs"),
            metric=NAME,
            period={"type": ["string", "integer"]},
            unit=WORDS,
            inputs=mapped(_NUMBERS),
            n={"type": "number"},
            variant=WORDS,
            **BACKING,
        )
    ),
)

_RECORD: Fragment = {
    "id": ID,
    "questionnaire": NAME,
    "when": NAME,
    "site": WORDS,
    "channel": WORDS,
    "team": WORDS,
    "scenario": WORDS,
    "status": one_of(*STATUSES),
    "answers": _ITEM_ANSWERS,
    **BACKING,
}


def _records(title: str, key: str, required: tuple[str, ...], **properties: Fragment) -> Fragment:
    """A list of filled-in forms; what else a record may carry is said by the header of its questionnaire."""
    one = record(("id", "questionnaire", "when", "answers", *required), **_RECORD, **properties)
    return file_of(
        title, (key,), **{key: listed({**one, "additionalProperties": {"type": ["string", "number", "null"]}})}
    )


VISITS = _records(
    "Evidence folder: visits/*.yaml",
    "visits",
    (),
    shopper=WORDS,
    start=WORDS,
    end=WORDS,
    reason=WORDS,
    control=mapped(WORDS),
    conflicts=WORDS,
)

REVIEWS = _records(
    "Evidence folder: reviews/*.yaml",
    "reviews",
    ("reason",),
    reviewer=WORDS,
    second_reviewer=WORDS,
    ticket=WORDS,
    reason=one_of(*SAMPLING_REASONS),
    second_answers={**_ITEM_ANSWERS, "type": ["object", "null"]},
)

DOCUMENTS = file_of(
    "Evidence folder: documents.yaml",
    ("documents",),
    documents=listed(
        record(
            ("id", "title", "grade", "method"),
            id=ID,
            title=TEXT,
            file=WORDS,
            sha256={"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"},
            dated=DATE,
            received=DATE,
            grade=GRADE,
            method=METHOD,
            who=WORDS,
            note=WORDS,
            illustrative=FLAG,
        )
    ),
)

_LEVEL: Fragment = {"type": "integer", "minimum": 1, "maximum": 5}
_FINDING = record(
    ("by",),
    by=NAME,
    on=DATE,
    title=NAME,
    statement=NAME,
    recommendation=NAME,
    severity=_LEVEL,
    likelihood=_LEVEL,
    owner=NAME,
    into=NAME,
    rejected=NAME,
    reason=NAME,
    kind=one_of(*(str(kind) for kind in FindingKind)),
    conformity=one_of(str(Conformity.MINOR), str(Conformity.MAJOR)),
    criteria=listed(NAME),
    evidence=EVIDENCE,
)

REMARKS = file_of(
    "Evidence folder: remarks.yaml",
    (),
    confirmed_fatal=listed(NAME),
    falsified=listed(NAME),
    corrected=listed(NAME),
    differences=listed(
        record(("about", "auditee"), about=NAME, auditee=NAME, assessor=WORDS, outcome=WORDS, by=WORDS, on=DATE)
    ),
    distribution=listed(NAME),
    confidentiality=WORDS,
    actions=listed(record(("finding", "action"), finding=NAME, action=NAME, owner=WORDS, due=DATE, status=WORDS)),
    decision=record((), by=WORDS, on=DATE, outcome=WORDS, rationale=WORDS),
    findings={**mapped(_FINDING), "propertyNames": {"pattern": r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$"}},
    controls=mapped(
        record(
            ("control", "level", "evidence"),
            control=NAME,
            level={"type": "integer", "minimum": 0, "maximum": 5},
            evidence={**listed(NAME), "minItems": 1},
        )
    ),
)

SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "assessment.yaml": Schema(ASSESSMENT),
        "answers.yaml": Schema(ANSWERS),
        "answers/*.yaml": Schema(ANSWERS),
        "scorecard.yaml": Schema(SCORECARD),
        "observations.yaml": Schema(OBSERVATIONS),
        "visits/*.yaml": Schema(VISITS),
        "reviews/*.yaml": Schema(REVIEWS),
        "documents.yaml": Schema(DOCUMENTS),
        "remarks.yaml": Schema(REMARKS),
    }
)
TABLES = ("metrics.csv", "metrics/*.csv")
FILES = (*SCHEMAS, *TABLES)  # every place evidence is read from


def pattern_of(name: str) -> str | None:
    """The entry of FILES a file name belongs to; None when nothing is read from it."""
    return next((pattern for pattern in FILES if fnmatchcase(name, pattern)), None)
