"""The JSON Schemas of mapping files; docs/importing.md explains their words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bsc_audit.core.documents import Schema
from bsc_audit.core.evidence.fragments import EVIDENCE, FLAG, GRADE, NAME, file_of, listed, mapped, one_of, record
from bsc_audit.importers.aggregates import AGGREGATES
from bsc_audit.importers.cells import CELL_TYPES
from bsc_audit.importers.periods import PERIODS
from bsc_audit.importers.sources import ENCODINGS

SECONDS_IN: Mapping[str, int] = MappingProxyType({"s": 1, "min": 60, "h": 3600, "days": 86400})

_SCALAR: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
_SCALARS: Mapping[str, Any] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}
_LIMITS = {word: {"type": "number"} for word in ("at_most", "at_least", "above", "below")}
_TEST: Mapping[str, Any] = {
    "anyOf": [
        _SCALAR,
        {"type": "array", "items": _SCALAR, "minItems": 1},
        {**record((), **_LIMITS, not_=_SCALARS, blank=FLAG), "minProperties": 1},
    ]
}
WHERE: Mapping[str, Any] = {**mapped(_TEST), "description": "Column: value; all of them hold. {} is every row."}

_SPAN = record(("from", "to"), from_=NAME, to=NAME, in_=one_of(*SECONDS_IN))
_OF: Mapping[str, Any] = {"anyOf": [NAME, _SPAN], "description": "A column, or the time between two."}
_INPUT = {
    **record(
        (),
        **{name: WHERE if AGGREGATES[name].counts_rows else _OF for name in AGGREGATES},
        p={"type": "number", "minimum": 0, "maximum": 100},
        where=WHERE,
        among=WHERE,
        blank=one_of("problem", "leave_out"),
    ),
    "oneOf": [{"required": [name]} for name in AGGREGATES],
}

SOURCE = record((), encoding=one_of(*ENCODINGS), sheet=NAME, decimal=one_of(".", ","))
COLUMN = record(("type",), type=one_of(*CELL_TYPES), format=NAME, decimal=one_of(".", ","))

ROWS = file_of(
    "Mapping of rows (calls, tickets, orders) to metrics",
    ("period", "metrics"),
    title={"type": "string"},
    source=SOURCE,
    columns=mapped(COLUMN),
    period=record(("column", "by"), column=NAME, by=one_of(*PERIODS), only=NAME),
    unit=record(("column",), column=NAME, names=mapped({"type": ["string", "null"]})),
    leave_out=listed(record(("where", "why"), where=WHERE, why=NAME)),
    evidence=EVIDENCE,
    grade=GRADE,
    illustrative=FLAG,
    metrics={
        **mapped(record(("inputs",), variant=NAME, inputs={**mapped(_INPUT), "minProperties": 1})),
        "minProperties": 1,
    },
)

SERIES = file_of(
    "Mapping of a table of metric values",
    ("period",),
    title={"type": "string"},
    source=SOURCE,
    period=record(("column",), column=NAME, format=NAME, by=one_of(*PERIODS)),
    unit=record(("column",), column=NAME, names=mapped({"type": ["string", "null"]})),
    metric=record(("column",), column=NAME, names=mapped({"type": ["string", "null"]})),
    fields=mapped(NAME),
    metrics=mapped(record(("metric",), metric=NAME, field=NAME, variant=NAME)),
    ignore=listed(NAME),
    evidence=EVIDENCE,
    grade=GRADE,
    illustrative=FLAG,
)

RECORDS = file_of(
    "Mapping of a table of visits or reviews",
    (),
    title={"type": "string"},
    source=SOURCE,
    fields=mapped(NAME),
    items=mapped(NAME),
    always=mapped({"type": ["string", "number"]}),
    date=record((), format=NAME),
    words=mapped(one_of("yes", "no", "partly", "not_applicable")),
    ignore=listed(NAME),
    evidence=EVIDENCE,
    grade=GRADE,
    illustrative=FLAG,
)

SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {"rows": Schema(ROWS), "series": Schema(SERIES), "visits": Schema(RECORDS), "reviews": Schema(RECORDS)}
)
