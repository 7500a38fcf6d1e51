"""A repository over one table, true to the table of nouns."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import CursorResult, Select, delete, literal, tuple_

from bsc_audit.app.service.model.nouns import owner, same_content
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.ports import Page, Position, Query, Wanted
from bsc_audit.app.service.refusals import NotFound, StaleVersion
from bsc_audit.storage.refusing import refusing
from bsc_audit.storage.repositories import statements
from bsc_audit.storage.repositories.context import Context
from bsc_audit.storage.repositories.history import keep_versions, versions
from bsc_audit.storage.repositories.participations import take_part
from bsc_audit.storage.repositories.plan import Plan, plan_of
from bsc_audit.storage.repositories.statements import Shape
from bsc_audit.storage.scope import must_write
from bsc_audit.storage.types import Moment

T = TypeVar("T", bound=Stored)
_AT_ONCE = 400  # natural keys in one query: SQLite takes 32,766 variables, a key has up to four


class SqlRepository(Generic[T]):
    """Fulfils the port `Repository` for one noun in one transaction."""

    def __init__(self, context: Context, kind: type[T]) -> None:
        self._context = context
        self._session = context.session
        self._kind = cast("Any", kind)  # to mypy a type[T] is not hashable
        self._plan = cast("Plan[T]", plan_of(self._kind))

    def add(self, item: T) -> T:
        """Store a new value as version 1."""
        return self._add([item])[0]

    def get(self, item_id: str) -> T:
        """The value of an id."""
        found = self.find(item_id)
        if found is None:
            raise NotFound(f"there is no {self._plan.noun.name} {item_id}")
        return found

    def find(self, item_id: str) -> T | None:
        """The value of an id; None when there is none here."""
        return self.one(id=item_id)

    def one(self, **equal: Wanted) -> T | None:
        """The oldest value whose fields are these."""
        row = self._session.run(statements.first(self._kind, _shapes(equal)), _bound(equal)).first()
        return None if row is None else self._plan.value(row)

    def all(self, **equal: Wanted) -> tuple[T, ...]:
        """Every value whose fields are these, in the order of their ids."""
        found = self._session.run(statements.every(self._kind, _shapes(equal)), _bound(equal)).all()
        return tuple(self._plan.value(row) for row in found)

    def list(self, query: Query) -> Page[T]:
        """One page of what a query asks for."""
        row, statement = self._plan.row, self._select(query.equal)
        if query.updated_since is not None:
            statement = statement.where(row.updated_at >= query.updated_since)
        if query.after is not None:
            moment, item_id = query.after
            statement = statement.where(
                tuple_(row.updated_at, row.id) > tuple_(literal(moment, Moment), literal(item_id))
            )
        found = self._values(statement.order_by(row.updated_at, row.id).limit(query.limit + 1))
        items = found[: query.limit]
        return Page(items=items, next=_position(items[-1]) if len(found) > query.limit else None)

    def replace(self, item: T, *, expected: int) -> T:
        """Store a value in the place of the one with its id."""
        return self._replace(item, expected)

    def put(self, items: Iterable[T]) -> tuple[T, ...]:
        """Store values by their natural keys, whatever is there."""
        must_write(self._session)
        wanted = [(self._plan.key(item), item) for item in items]
        latest = dict(wanted)
        stored = self._stored_as(list(latest))
        new = [item for key, item in latest.items() if key not in stored]
        kept = {key: self._renewed(stored[key], item) for key, item in latest.items() if key in stored}
        kept |= {self._plan.key(item): item for item in self._add(new)}
        return tuple(kept[key] for key, _ in wanted)

    def remove(self, item_id: str, *, expected: int) -> None:
        """Delete a value; its history stays."""
        row = self._plan.row
        statement = delete(row).where(row.id == item_id, row.version == expected)
        with refusing(f"{self._plan.noun.name} {item_id}", removing=True):
            gone = self._session.execute(statement, execution_options=_UNSYNCHRONISED)
        if _count(gone) == 0:
            self._refuse(item_id, expected)

    def history(self, item_id: str) -> tuple[T, ...]:
        """Every version of a value whose noun keeps its history, the first one first."""
        return versions(self._context, self._plan, item_id)

    def remove_older(self, moment: datetime) -> int:
        """Delete what was made before."""
        statement = delete(self._plan.row).where(self._plan.row.created_at < moment)
        return _count(self._session.execute(statement, execution_options=_UNSYNCHRONISED))

    def _select(self, equal: Mapping[str, Wanted]) -> Select[Any]:
        return statements.matching(self._kind, _shapes(equal)).params(_bound(equal))

    def _values(self, statement: Select[Any]) -> tuple[T, ...]:
        return tuple(self._plan.value(row) for row in self._session.execute(statement).all())

    def _add(self, items: Sequence[T]) -> Sequence[T]:
        must_write(self._session)
        new = [replace(item, version=1) for item in items]
        if not new:
            return new
        rows = [self._plan.values(item, owner(item, self._context.org_id)) for item in new]
        with refusing(_named(self._plan, new)):
            self._session.insert(self._plan.row, rows)
            self._record(new)
        return new

    def _record(self, items: Sequence[T]) -> None:
        keep_versions(self._context, self._plan, items)
        take_part(self._context, items)

    def _replace(self, item: T, expected: int) -> T:
        changed = replace(item, version=expected + 1, updated_at=self._context.now)
        values = self._plan.values(changed, owner(item, self._context.org_id))
        with refusing(_named(self._plan, [item])):
            bound = statements.new_values(values) | {"the_id": item.id, "the_version": expected}
            found = self._session.run(statements.replacing(self._kind), bound).first()
            if found is None:
                self._refuse(item.id, expected)
            changed = replace(changed, created_at=found[0])  # type: ignore[index]
            self._record([changed])
        return changed

    def _refuse(self, item_id: str, expected: int) -> None:
        stored = self.get(item_id)
        name = self._plan.noun.name
        if stored.version == expected:  # it can be seen from here, but not changed
            raise NotFound(f"there is no {name} {item_id} of this organisation")
        raise StaleVersion(f"{name} {item_id} is at version {stored.version}", version=stored.version)

    def _stored_as(self, keys: Sequence[Any]) -> dict[Any, T]:
        columns = self._plan.key_columns
        wanted = columns[0] if len(columns) == 1 else tuple_(*columns)
        found: dict[Any, T] = {}
        for start in range(0, len(keys), _AT_ONCE):
            statement = self._select({}).where(wanted.in_(keys[start : start + _AT_ONCE]))
            found |= {self._plan.key(value): value for value in self._values(statement)}
        return found

    def _renewed(self, stored: T, item: T) -> T:
        if same_content(self._plan.noun, stored, item):
            return stored
        return self._replace(replace(item, id=stored.id), stored.version)


def _shapes(equal: Mapping[str, Wanted]) -> tuple[tuple[str, Shape], ...]:
    return tuple((name, _shape(wanted)) for name, wanted in equal.items())


def _shape(wanted: Wanted) -> Shape:
    if wanted is None:
        return Shape.ABSENT
    return Shape.ONE_OF if isinstance(wanted, Collection) and not isinstance(wanted, str) else Shape.EQUAL


def _bound(equal: Mapping[str, Wanted]) -> dict[str, Any]:
    """Values for the statements of these shapes."""
    return {
        f"is_{name}": list(cast("Collection[str]", wanted)) if _shape(wanted) is Shape.ONE_OF else wanted
        for name, wanted in equal.items()
        if wanted is not None
    }


def _position(value: Stored) -> Position:
    return value.updated_at, value.id


def _named(plan: Plan[T], items: Sequence[T]) -> str:
    return f"{plan.noun.name} {items[0].id}" if len(items) == 1 else f"one of {len(items)} {plan.noun.name}s"


def _count(result: Any) -> int:
    return cast("CursorResult[Any]", result).rowcount


_UNSYNCHRONISED = {"synchronize_session": False}  # no objects are held that could be stale
