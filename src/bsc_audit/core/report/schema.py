"""The JSON Schema of the machine-readable result, made from the Report's own classes so that it cannot drift."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bsc_audit.core.report.model import FORMAT, Report
from bsc_audit.core.report.words import RESULTS
from bsc_audit.core.vocabulary import (
    AssessmentKind,
    Confidence,
    Conformity,
    Direction,
    FindingKind,
    Grade,
    Method,
    State,
    Strength,
    Trend,
    Verdict,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ID = f"urn:{FORMAT.replace('/', ':')}"

Fragment = dict[str, Any]
Notes = Mapping[str, str]


def result_schema(notes: Notes) -> Fragment:
    """The schema of `--format json`: every key is required, no other is allowed.

    Args:
        notes: what is said of single fields, by `Class.field`; a field nothing is said of has no description.
    """
    return {
        "$schema": DRAFT,
        "$id": ID,
        "title": "bsc-audit: machine-readable result",
        **_record(Report, notes),
        "$defs": {one.__name__: _record(one, notes) for one in record_types() if one is not Report},
    }


def record_types() -> tuple[type, ...]:
    """The Report's class and every class it holds, by name; no two may share one."""
    found: dict[str, type] = {}
    seen: set[type] = set()
    waiting: list[type] = [Report]
    while waiting:
        one = waiting.pop()
        if found.setdefault(one.__name__, one) is not one:
            raise ValueError(f"two classes of the Report are called {one.__name__}")
        if one not in seen:
            seen.add(one)
            waiting.extend(held for hint in get_type_hints(one).values() for held in _held(hint))
    return tuple(found[name] for name in sorted(found))


def _held(hint: Any) -> Iterator[type]:
    """Record classes a type mentions."""
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for argument in get_args(hint):
        yield from _held(argument)


def _record(one: type, notes: Notes) -> Fragment:
    hints = get_type_hints(one)
    names = [field.name for field in fields(one)]
    properties = {name: _field(f"{one.__name__}.{name}", hints[name], notes) for name in names}
    return {
        "type": "object",
        "description": " ".join((one.__doc__ or "").split()),
        "properties": properties,
        "required": names,
        "additionalProperties": False,
    }


def _field(name: str, hint: Any, notes: Notes) -> Fragment:
    said = {"description": notes[name]} if name in notes else {}
    if name in FIXED:
        return {"const": FIXED[name], **said}
    return {**_closed(_type(hint), CLOSED[name]), **said} if name in CLOSED else {**_type(hint), **said}


def _closed(fragment: Fragment, words: tuple[str, ...]) -> Fragment:
    """A text, or the slug of a status, that is one of a few words; null stays allowed where it was."""
    if "anyOf" in fragment:
        some, null = fragment["anyOf"]
        return {"anyOf": [_closed(some, words), null]}
    if "$ref" in fragment:
        return {**fragment, "properties": {"slug": {"enum": [str(word) for word in words]}}}
    return {"enum": [str(word) for word in words]}


def _type(hint: Any) -> Fragment:
    """One type as a schema."""
    if hint in PLAIN:
        return dict(PLAIN[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        some = [one for one in arguments if one is not NoneType]
        return {"anyOf": [*map(_type, some), {"type": "null"}]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _type(arguments[0])}
    if origin is tuple:
        size = len(arguments)
        each = [_type(one) for one in arguments]
        return {"type": "array", "prefixItems": each, "minItems": size, "maxItems": size}
    if is_dataclass(hint) and isinstance(hint, type):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise ValueError(f"the Report holds {hint!r}, which the schema has no word for")


PLAIN: Mapping[Any, Fragment] = MappingProxyType(
    {str: {"type": "string"}, bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"}}
)

FIXED: Mapping[str, str] = MappingProxyType({"Report.format": FORMAT})

CLOSED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AnswerRow.grade": ("", *Grade),
        "AnswerRow.method": ("", *Method),
        "AnswerRow.takes": ("", "level", "half_level", "points", "facet", "word"),
        "AwardRow.status": ("recommended", "corresponds", "reached", "not_reached"),
        "Criterion.grade": tuple(Grade),
        "Criterion.result": RESULTS,
        "Criterion.state": tuple(State),
        "Finding.conformity": tuple(Conformity),
        "Finding.confidence": tuple(Confidence),
        "Finding.kind": tuple(FindingKind),
        "Finding.origin": ("rule", "grading", "hygiene", "team"),
        "FindingGroup.kind": tuple(FindingKind),
        "GateRow.status": ("passed", "failed", "undetermined"),
        "GradeRow.grade": tuple(Grade),
        "Meta.kind": tuple(AssessmentKind),
        "MetricRow.better": ("", *Direction),
        "MetricRow.grade": tuple(Grade),
        "MetricRow.strength": ("", *Strength),
        "MetricRow.trend": tuple(Trend),
        "Outcome.status": RESULTS,
        "RegisterRow.grade": tuple(Grade),
        "RegisterRow.method": tuple(Method),
        "RejectedFinding.conformity": tuple(Conformity),
        "RejectedFinding.kind": tuple(FindingKind),
        "Risk.confidence": tuple(Confidence),
        "RiskPoint.kind": tuple(FindingKind),
        "RuleRow.kind": tuple(FindingKind),
        "ScoreRow.status": tuple(State),
        "Statement.verdict": tuple(Verdict),
    }
)
"""Fields that hold one of a few words: the text itself, or the slug of a status."""
