"""Statements that are narrowed to an organisation when they are built, not anew each time they run.

A session narrows every statement it is given, which takes several times what the database then does. What requests run
again and again is narrowed here once, by the same rules; whose rows it is about is bound when a session runs it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Delete, FromClause, Insert, Select, Table, Update, bindparam, insert, inspect
from sqlalchemy.sql.selectable import AliasedReturnsRows, Join, SelectBase
from sqlalchemy.sql.visitors import iterate

from bsc_audit.app.service.model.nouns import INSTALLATION, Reach, TenancyError
from bsc_audit.storage.tables.base import Owned
from bsc_audit.storage.tables.every import OTHERS, ROWS

TENANT = "tenant"  # what the organisation's id is bound as
Plain: TypeAlias = "Select[*tuple[Any, ...]] | Update | Delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A statement that a session runs without looking at it again."""

    in_organisation: Any
    in_installation: Any
    binds: bool  # in an organisation: its id as TENANT; False where the rows are nobody's
    writes: bool


def narrowed(statement: Plain) -> Narrowed:
    """A statement narrowed to the rows of whoever it is run for.

    Raises:
        TenancyError: it is about more than whole tables, so that a session has to look at it; or it gives rows away.
    """
    _demand_plain(statement)
    writes = not isinstance(statement, Select)
    tables = statement.get_final_froms() if isinstance(statement, Select) else [statement.table]
    owned = [(table, reach) for table in tables if (reach := _reach(table)) is not None]
    return Narrowed(
        in_organisation=statement.where(*_conditions(owned, _IN_ORGANISATION, writes=writes)),
        in_installation=statement.where(*_conditions(owned, _IN_INSTALLATION, writes=writes)),
        binds=bool(owned),
        writes=writes,
    )


@cache
def inserting(kind: Any) -> Insert:
    """Adds rows of a kind; whose they are the session checks, row by row."""
    return insert(inspect(kind).local_table)


def _demand_plain(statement: Plain) -> None:
    involved = any(isinstance(part, _INVOLVED) and part is not statement for part in iterate(statement))
    if involved or not isinstance(statement, Select | Update | Delete):
        raise TenancyError("this is about more than whole tables: run it by `execute`, which looks into it")
    if isinstance(statement, Update) and any(
        getattr(column, "key", column) == "org_id" for column in assigned(statement)
    ):
        raise TenancyError("no row can be given to another organisation")


def assigned(statement: Update) -> Iterable[Any]:
    """The columns an update sets."""
    return statement._values or ()


def _reach(table: FromClause) -> Reach | None:
    """Who sees the rows of a table; None where they are nobody's."""
    if not isinstance(table, Table) or table.name not in _KINDS:
        raise TenancyError(f"{table} is no table of ours")
    kind = _KINDS[table.name]
    return kind.reach if issubclass(kind, Owned) else None


def _conditions(
    owned: Iterable[tuple[FromClause, Reach]], rules: "Mapping[Reach, _Rule]", *, writes: bool
) -> list[ColumnElement[bool]]:
    found = (rules[reach](table.c.org_id, writes) for table, reach in owned)
    return [condition for condition in found if condition is not None]


_Rule: TypeAlias = Callable[[Any, bool], "ColumnElement[bool] | None"]  # of the owner's column, and whether it writes
_INVOLVED = (SelectBase, AliasedReturnsRows, Join)
_KINDS: Mapping[str, type[Any]] = MappingProxyType({kind.__tablename__: kind for kind in (*ROWS.values(), *OTHERS)})


def _mine(owner: Any, _writes: bool) -> Any:
    return owner == bindparam(TENANT)


def _mine_or_shared(owner: Any, writes: bool) -> Any:
    return _mine(owner, writes) if writes else owner.in_([bindparam(TENANT), INSTALLATION])


def _nobodys(owner: Any, _writes: bool) -> Any:
    return owner == INSTALLATION


def _everybodys(_owner: Any, _writes: bool) -> None:
    return None


# The rules of `scope`, as tables.
_IN_ORGANISATION: Mapping[Reach, _Rule] = MappingProxyType(
    {Reach.OWN: _mine, Reach.FOUND: _mine, Reach.SHARED: _mine_or_shared}
)
_IN_INSTALLATION: Mapping[Reach, _Rule] = MappingProxyType(
    {Reach.OWN: _nobodys, Reach.FOUND: _everybodys, Reach.SHARED: _nobodys}
)
