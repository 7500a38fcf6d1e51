"""The paths a template may name in its filters: every field of the Report, through the lists on the way."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from bsc_audit.core.report.model import Report


@cache
def report_paths() -> frozenset[str]:
    """Every path, such as meta, meta.id or findings.findings.title."""
    return frozenset(path for path, _ in _walk(Report))


@cache
def list_paths() -> frozenset[str]:
    """Those at whose end a list stands, such as findings.findings."""
    return frozenset(path for path, listed in _walk(Report) if listed)


def _walk(model: Any, start: str = "") -> Iterator[tuple[str, bool]]:
    hints = get_type_hints(model)
    for field in fields(model):
        path, kind = f"{start}{field.name}", _given(hints[field.name])
        listed = get_origin(kind) is tuple
        yield path, listed
        below = _given(get_args(kind)[0]) if listed else kind
        if is_dataclass(below):
            yield from _walk(below, f"{path}.")


def _given(kind: Any) -> Any:
    """The type without its None."""
    if isinstance(kind, UnionType):
        return next(one for one in get_args(kind) if one is not NoneType)
    return kind
