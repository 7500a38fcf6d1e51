"""What can be wrong with a mapping beyond its words: columns used as what they are not, unknown inputs and periods."""

from collections.abc import Iterator, Mapping
from typing import Any

from bsc_audit.core.documents import Document
from bsc_audit.core.documents import Path as Place
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.evidence.measurements import input_fields
from bsc_audit.core.problems import Problem
from bsc_audit.core.quantities import Period
from bsc_audit.importers.cells import usable_format
from bsc_audit.importers.mapping_uses import NUMBERS, TIMES, asked_inputs, columns_of, demands
from bsc_audit.importers.selection import limited_columns


def row_problems(document: Document) -> tuple[Problem, ...]:
    """Everything wrong with a mapping of rows whose words are right."""
    return (*_unknown_inputs(document), *_wrong_types(document), *_wrong_period(document))


def format_problems(document: Document) -> Iterator[Problem]:
    """Date formats that cannot be read by, wherever a mapping of any kind holds one."""
    data: Mapping[str, Any] = document.data
    holders: dict[Place, Any] = {("columns", name): one for name, one in (data.get("columns") or {}).items()}
    holders |= {("period",): data.get("period"), ("date",): data.get("date")}
    for path, holder in holders.items():
        form = (holder or {}).get("format", "")
        if form and not usable_format(form):
            message = f"{form!r} is no usable date format"
            hint = "such as %d.%m.%Y, each letter once"
            yield Problem(code="date-format", where=document.where((*path, "format")), message=message, hint=hint)


def _unknown_inputs(document: Document) -> Iterator[Problem]:
    known = input_fields() | {"n"}
    for metric, name in asked_inputs(document.data):
        if name not in known:
            yield Problem(
                code="unknown-input",
                where=document.where_key(("metrics", metric, "inputs", name)),
                message=f"no metric takes an input {name!r}",
                hint=did_you_mean(name, known),
            )


def _wrong_types(document: Document) -> Iterator[Problem]:
    """Columns used as numbers or times that are not declared as such."""
    columns = columns_of(document.data)
    for (metric, name), asked in asked_inputs(document.data).items():
        path = ("metrics", metric, "inputs", name)
        for column, wanted in demands(asked):
            if columns[column].type not in wanted:
                yield _not_declared(document, path, column, wanted)
    for place, one in enumerate(document.data.get("leave_out", ())):
        for column in limited_columns(one["where"]):
            if columns[column].type not in NUMBERS:
                yield _not_declared(document, ("leave_out", place, "where", column), column, NUMBERS)
    if columns[document.data["period"]["column"]].type not in TIMES:
        yield _not_declared(document, ("period", "column"), document.data["period"]["column"], TIMES)


def _wrong_period(document: Document) -> Iterator[Problem]:
    only = document.data["period"].get("only")
    try:
        Period.parse(only or "2000")
    except ValueError as error:
        yield Problem(code="period-unknown", where=document.where(("period", "only")), message=str(error))


def _not_declared(document: Document, path: Place, column: str, wanted: tuple[str, ...]) -> Problem:
    hint = f"under columns, write {column}: {{type: {wanted[0]}}}"
    message = f"the column {column!r} is used as a {wanted[0]} and not declared as one"
    return Problem(code="column-not-declared", where=document.where(path), message=message, hint=hint)
