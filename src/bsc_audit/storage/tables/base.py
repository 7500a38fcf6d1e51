"""What tables share: whose a row is, the columns of every stored value, and the constraints the table of nouns asks for."""

from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint, column
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, SQLModel

from bsc_audit.app.service.model.nouns import NOUNS, Noun, Reach
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.storage.types import Day, Flag, JsonText, Moment, Number, Size, Word, Words

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class _Tenant:
    """The column that says whose a row is, on mapped classes and on the bare ones that criteria are made for."""

    def __get__(self, instance: object, kind: Any) -> ColumnElement[str]:
        return kind.org_id if hasattr(kind, "__mapper__") else column("org_id", Text())


class Owned:
    """Rows that are an organisation's, or (INSTALLATION) the installation's."""

    tenant: ClassVar[Any] = _Tenant()
    reach: ClassVar[Reach]


class Own(Owned):
    """Seen through the unit of work of the organisation alone."""

    reach: ClassVar[Reach] = Reach.OWN


class Found(Owned):
    """Seen by the installation, too."""

    reach: ClassVar[Reach] = Reach.FOUND


class Shared(Owned):
    """The installation's are read by every organisation."""

    reach: ClassVar[Reach] = Reach.SHARED


class StoredRow(SQLModel):
    """Columns of every stored value."""

    id: str = Field(sa_type=Text, primary_key=True)
    version: int = Field(sa_type=Number)
    created_at: Any = Field(sa_type=Moment, nullable=False)
    updated_at: Any = Field(sa_type=Moment, nullable=False)


class OwnedRow(StoredRow):
    """Columns of every stored value of an organisation."""

    org_id: str = Field(sa_type=Text, primary_key=True)


def text(**more: Any) -> Any:
    """Words."""
    return Field(sa_type=Text, **more)


def number(**more: Any) -> Any:
    """A whole number."""
    return Field(sa_type=Number, **more)


def size(**more: Any) -> Any:
    """A whole number of 64 bits."""
    return Field(sa_type=Size, **more)


def moment(**more: Any) -> Any:
    """A point in time."""
    return Field(sa_type=Moment, **more)


def day(**more: Any) -> Any:
    """A calendar day."""
    return Field(sa_type=Day, **more)


def json_text(**more: Any) -> Any:
    """JSON."""
    return Field(sa_type=JsonText, **more)


def flag(**more: Any) -> Any:
    """Yes or no."""
    return Field(sa_type=Flag, **more)


def word(kind: Any, **more: Any) -> Any:
    """A word of a closed list."""
    return Field(sa_type=Word(kind), **more)


def words(kind: Any = str, **more: Any) -> Any:
    """Some words."""
    return Field(sa_type=Words(kind), **more)


def constraints(kind: type[Stored], *more: SchemaItem) -> tuple[Any, ...]:
    """Table arguments of a noun: its references, natural key and the index its feed is read by, then `more`."""
    noun = NOUNS[kind]
    items = [*_references(noun), *_natural(noun), *_feed(noun), *more]
    return (*items, {"sqlite_strict": True})


def needs_natural_column(noun: Noun) -> bool:
    """Whether a part of the natural key may be absent: an index would take two absent ones for different."""
    return noun.name in _PARTLY_ABSENT


def _references(noun: Noun) -> list[SchemaItem]:
    if noun.reach is Reach.NOBODY or noun.name == "organisation":
        return [_reference(name, target) for name, target in noun.references.items()]
    found: list[SchemaItem] = [_reference("org_id", "organisation")] if noun.reach is not Reach.SHARED else []
    for name, target in noun.references.items():
        if target in ("person",):
            found.append(_reference(name, target))
        elif name != "org_id":
            # With the organisation: no row can refer to another's, however it was written.
            found.append(ForeignKeyConstraint(["org_id", name], [f"{target}.org_id", f"{target}.id"]))
    return found


def _reference(name: str, target: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([name], [f"{target}.id"])


def _natural(noun: Noun) -> list[SchemaItem]:
    if not noun.natural:
        return []
    columns = ("natural_key",) if needs_natural_column(noun) else noun.natural
    everywhere = noun.reach in (Reach.FOUND, Reach.NOBODY)
    return [UniqueConstraint(*(columns if everywhere else ("org_id", *columns)), name=f"uq_{noun.name}_natural_key")]


def _feed(noun: Noun) -> list[SchemaItem]:
    if noun.reach in (Reach.NOBODY, Reach.FOUND):
        return []
    return [Index(f"ix_{noun.name}_feed", "org_id", "updated_at", "id")]


_PARTLY_ABSENT = frozenset({"metric_point", "target", "evidence_item"})
