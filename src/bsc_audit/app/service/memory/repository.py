"""A repository over values in memory, true to the table of nouns."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from operator import attrgetter, contains, eq
from typing import Any, Generic, TypeVar, cast

from bsc_audit.app.service.memory.participations import take_part
from bsc_audit.app.service.memory.state import Table, Transaction
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.nouns import (
    INSTALLATION,
    NOUNS,
    Noun,
    Reach,
    TenancyError,
    natural_key,
    needed_key,
    owner,
    same_content,
)
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.ports import Page, Query, Wanted
from bsc_audit.app.service.refusals import Conflict, NotFound, StaleVersion

T = TypeVar("T", bound=Stored)


class MemoryRepository(Generic[T]):
    """Fulfils the port `Repository` for one noun in one transaction."""

    def __init__(self, transaction: Transaction, kind: type[T]) -> None:
        self._transaction = transaction
        self._noun: Noun = NOUNS[kind]

    def add(self, item: T) -> T:
        """Store a new value as version 1."""
        self._transaction.must_write()
        owned = owner(item, self._transaction.org_id)
        if (owned, item.id) in self._table:
            raise Conflict(f"there is a {self._noun.name} {item.id} already")
        return self._store(owned, replace(item, version=1))

    def get(self, item_id: str) -> T:
        """The value of an id."""
        found = self.find(item_id)
        if found is None:
            raise NotFound(f"there is no {self._noun.name} {item_id}")
        return found

    def find(self, item_id: str) -> T | None:
        """The value of an id; None when there is none here."""
        sees, mine = _SEES[self._noun.reach], self._transaction.org_id
        found = (value for (owned, id_), value in self._table.items() if id_ == item_id and sees(mine, owned))
        return cast("T | None", next(found, None))

    def one(self, **equal: Wanted) -> T | None:
        """The oldest value whose fields are these."""
        return next(iter(self.all(**equal)), None)

    def all(self, **equal: Wanted) -> tuple[T, ...]:
        """Every value whose fields are these, in the order of their ids."""
        return tuple(sorted(self._visible(equal.items()), key=lambda value: value.id))

    def list(self, query: Query) -> Page[T]:
        """One page of what a query asks for."""
        since, after = query.updated_since, query.after
        found = [
            value
            for value in self._visible(query.equal.items())
            if (since is None or value.updated_at >= since) and (after is None or _position(value) > after)
        ]
        found.sort(key=_position)
        items = tuple(found[: query.limit])
        return Page(items=items, next=_position(items[-1]) if len(found) > query.limit else None)

    def replace(self, item: T, *, expected: int) -> T:
        """Store a value in the place of the one with its id."""
        self._transaction.must_write()
        owned = owner(item, self._transaction.org_id)
        stored = self._expected(item.id, expected)
        changed = replace(item, version=expected + 1, created_at=stored.created_at, updated_at=self._transaction.now)
        return self._store(owned, changed)

    def put(self, items: Iterable[T]) -> tuple[T, ...]:
        """Store values by their natural keys, whatever is there."""
        wanted = [(needed_key(self._noun, item), item) for item in items]
        stored = {natural_key(self._noun, value): value for value in self._visible(())}
        kept = {key: self._put(stored.get(key), item) for key, item in dict(wanted).items()}
        return tuple(kept[key] for key, _ in wanted)

    def _put(self, stored: T | None, item: T) -> T:
        if stored is None:
            return self.add(item)
        if same_content(self._noun, stored, item):
            return stored
        return self.replace(replace(item, id=stored.id), expected=stored.version)

    def remove(self, item_id: str, *, expected: int) -> None:
        """Delete a value; its history stays."""
        self._transaction.must_write()
        self._expected(item_id, expected)
        if any(self._refers(noun, value, item_id) for noun, value in self._everything()):
            raise Conflict(f"something refers to {self._noun.name} {item_id}")
        del self._table[next(key for key in self._table if key[1] == item_id)]

    def history(self, item_id: str) -> tuple[T, ...]:
        """Every version of a value whose noun keeps its history, the first one first."""
        kept = self._transaction.state.histories
        return cast("tuple[T, ...]", kept.get((self._noun.name, self._transaction.org_id, item_id), ()))

    def remove_older(self, moment: datetime) -> int:
        """Delete what was made before."""
        self._transaction.must_write()
        old = [key for key, value in self._table.items() if value.created_at < moment]
        for key in old:
            del self._table[key]
        return len(old)

    @property
    def _table(self) -> Table:
        return self._transaction.state.tables[self._noun.name]

    def _visible(self, equal: Iterable[tuple[str, Wanted]]) -> Iterator[T]:
        wanted = tuple((name, _fits(one)) for name, one in equal)
        sees, mine = _SEES[self._noun.reach], self._transaction.org_id
        for (owned, _), value in self._table.items():
            if sees(mine, owned) and all(fits(getattr(value, name)) for name, fits in wanted):
                yield cast("T", value)

    def _expected(self, item_id: str, expected: int) -> T:
        stored = self.get(item_id)
        if self._noun.reach is Reach.SHARED and (self._transaction.org_id, item_id) not in self._table:
            raise NotFound(f"there is no {self._noun.name} {item_id} of this organisation")
        if stored.version != expected:
            raise StaleVersion(f"{self._noun.name} {item_id} is at version {stored.version}", version=stored.version)
        return stored

    def _store(self, owned: str, value: T) -> T:
        if self._noun.keeps_history and owned != self._transaction.org_id:
            raise TenancyError(f"{self._noun.name} {value.id} is written through its organisation alone")
        self._check_times(value)
        self._check_natural(owned, value)
        self._check_references(owned, value)
        take_part(self._transaction, owned, value)
        self._table[owned, value.id] = value
        if self._noun.keeps_history:
            key = (self._noun.name, owned, value.id)
            histories = self._transaction.state.histories
            histories[key] = (*histories.get(key, ()), value)
        if self._noun.name == "organisation":
            self._transaction.state.logs.setdefault(value.id, ())
        return value

    def _check_times(self, value: T) -> None:
        for name in ("created_at", "updated_at", *self._noun.content):
            moment = getattr(value, name)
            if isinstance(moment, datetime) and moment.utcoffset() is None:
                raise ValueError(f"{name} of {self._noun.name} {value.id} names no time zone")

    def _check_natural(self, owned: str, value: T) -> None:
        if natural_key(self._noun, value) is None:
            return
        everywhere = self._noun.reach in (Reach.FOUND, Reach.NOBODY)
        natural = attrgetter(*self._noun.natural)
        taken = natural(value)
        for (other, item_id), stored in self._table.items():
            if (everywhere or other == owned) and natural(stored) == taken and item_id != value.id:
                raise Conflict(f"there is a {self._noun.name} with {', '.join(self._noun.natural)} like this already")

    def _check_references(self, owned: str, value: T) -> None:
        for name, target in self._noun.references.items():
            wanted = getattr(value, name)
            table = self._transaction.state.tables[target]
            if wanted is not None and not any((place, wanted) in table for place in (owned, wanted, INSTALLATION)):
                raise NotFound(f"there is no {target} {wanted}")

    def _everything(self) -> Iterator[tuple[Noun, Stored]]:
        for noun in NOUNS.values():
            for value in self._transaction.state.tables[noun.name].values():
                yield noun, value

    def _refers(self, noun: Noun, value: Stored, item_id: str) -> bool:
        fields = [name for name, target in noun.references.items() if target == self._noun.name]
        return any(getattr(value, name) == item_id for name in fields)


class MemoryEvidenceItems(MemoryRepository[EvidenceItem]):
    """Fulfils the port `EvidenceItems`."""

    def shown_on(self, day: date, *, assessment_id: str | None) -> tuple[EvidenceItem, ...]:
        """What was shown on a day, in the order of entry and revision."""
        found = [
            one
            for one in self.all(assessment_id=assessment_id)
            if one.shown_from <= day and (one.shown_until is None or day < one.shown_until)
        ]
        return tuple(sorted(found, key=lambda one: (one.entry, one.revision)))


def _fits(wanted: Wanted) -> Callable[[Any], bool]:
    """Whether a field is what is wanted, or among it."""
    if isinstance(wanted, Collection) and not isinstance(wanted, str):
        return partial(contains, wanted)
    return partial(eq, wanted)


def _position(value: Stored) -> tuple[datetime, str]:
    return value.updated_at, value.id


_SEES: dict[Reach, Callable[[str, str], bool]] = {
    Reach.OWN: lambda mine, owned: mine == owned,
    Reach.FOUND: lambda mine, owned: mine in (owned, INSTALLATION),
    Reach.SHARED: lambda mine, owned: owned in (mine, INSTALLATION),
    Reach.NOBODY: lambda _mine, _owned: True,
}
