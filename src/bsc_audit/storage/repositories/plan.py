"""How values of a noun become rows and rows become values, worked out once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator

from bsc_audit.app.service.model.nouns import NOUNS, Noun, Reach, needed_key
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.core.documents.canonical import canonical
from bsc_audit.storage.tables.base import needs_natural_column
from bsc_audit.storage.tables.every import ROWS

T = TypeVar("T", bound=Stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Generic[T]):
    """One noun, its row class and its columns in the order of the value's fields."""

    noun: Noun
    kind: type[T]
    row: Any
    names: tuple[str, ...]
    columns: tuple[Any, ...]

    @property
    def owned(self) -> bool:
        """Whether rows say whose they are."""
        return self.noun.reach is not Reach.NOBODY

    def value(self, row: Iterable[Any]) -> T:
        """The value whose columns these are."""
        return self.kind(**dict(zip(self.names, row, strict=True)))

    def values(self, item: T, owner: str) -> dict[str, Any]:
        """A row's columns."""
        found = {name: getattr(item, name) for name in self.names}
        if self.owned:
            found["org_id"] = owner
        if needs_natural_column(self.noun):
            found["natural_key"] = self.key(item)
        return found

    def key(self, item: T) -> Any:
        """The natural key as the table's unique columns hold it: one value, or a tuple.

        Raises:
            ValueError: the value has none.
        """
        key = needed_key(self.noun, item)
        if needs_natural_column(self.noun):
            return canonical(key)
        return key[0] if len(key) == 1 else key

    @property
    def key_columns(self) -> tuple[Any, ...]:
        """The columns of the natural key."""
        names = ("natural_key",) if needs_natural_column(self.noun) else self.noun.natural
        return tuple(getattr(self.row, name) for name in names)

    def frozen(self, item: T) -> dict[str, Any]:
        """The value as a history keeps it: what SQLite would hold."""
        return {
            name: column.type.process_bind_param(getattr(item, name), _SQLITE)
            if isinstance(column.type, TypeDecorator)
            else getattr(item, name)
            for name, column in zip(self.names, self.columns, strict=True)
        }

    def thawed(self, kept: Mapping[str, Any]) -> T:
        """The value a history kept; a column that is younger than it is missing, and left to the value's default."""
        found: dict[str, Any] = {
            name: column.type.process_result_value(kept[name], _SQLITE)
            if isinstance(column.type, TypeDecorator)
            else kept[name]
            for name, column in zip(self.names, self.columns, strict=True)
            if name in kept
        }
        return self.kind(**found)


@cache
def plan_of(kind: type[Any]) -> Plan[Any]:
    """The plan of a noun."""
    row = ROWS[kind]
    names = tuple(field.name for field in fields(kind))
    return Plan(noun=NOUNS[kind], kind=kind, row=row, names=names, columns=tuple(getattr(row, name) for name in names))


_SQLITE = sqlite.dialect()
