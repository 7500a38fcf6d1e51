"""Statements that are run again and again, built once for each noun: building one costs more than running it."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from bsc_audit.storage.narrowed import Narrowed, narrowed
from bsc_audit.storage.repositories.plan import plan_of

Shapes = tuple[tuple[str, "Shape"], ...]


class Shape(StrEnum):
    """How a field is compared; with what is bound as `is_<field>`."""

    EQUAL = "equal"
    ONE_OF = "one_of"
    ABSENT = "absent"


@cache
def matching(kind: Any, shapes: Shapes) -> Select[Any]:
    """The values of a noun whose fields compare like this."""
    plan = plan_of(kind)
    return select(*plan.columns).where(*(_condition(getattr(plan.row, name), name, shape) for name, shape in shapes))


@cache
def every(kind: Any, shapes: Shapes) -> Narrowed:
    """The same in the order of their ids."""
    return narrowed(_ordered(kind, shapes))


@cache
def first(kind: Any, shapes: Shapes) -> Narrowed:
    """The first of them."""
    return narrowed(_ordered(kind, shapes).limit(1))


@cache
def replacing(kind: Any) -> Narrowed:
    """Puts `new_values` in the place of version `the_version` of `the_id`; gives when it was made."""
    plan = plan_of(kind)
    values = {name: bindparam(f"new_{name}", type_=getattr(plan.row, name).type) for name in _changing(kind)}
    there = (plan.row.id == bindparam("the_id"), plan.row.version == bindparam("the_version"))
    return narrowed(update(plan.row).where(*there).values(values).returning(plan.row.created_at))


def new_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's columns, named as `replacing` wants them bound."""
    return {f"new_{name}": value for name, value in values.items() if name not in _FIXED}


def _ordered(kind: Any, shapes: Shapes) -> Select[Any]:
    return matching(kind, shapes).order_by(plan_of(kind).row.id)


def _changing(kind: Any) -> tuple[str, ...]:
    columns = plan_of(kind).row.__mapper__.column_attrs.keys()
    return tuple(name for name in columns if name not in _FIXED)


def _condition(column: Any, name: str, shape: Shape) -> Any:
    if shape is Shape.ABSENT:
        return column.is_(None)
    if shape is Shape.ONE_OF:
        return column.in_(bindparam(f"is_{name}", expanding=True))
    return column == bindparam(f"is_{name}")


_FIXED = frozenset({"id", "org_id", "created_at"})
