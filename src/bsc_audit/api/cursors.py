"""Pages of lists: opaque signed cursors on (updated_at, id), so that no row is lost or shown twice between pages."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query as InQuery
from pydantic import BaseModel, Field

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.times import Instant
from bsc_audit.app.service.ports import Position, Query
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.signed import Signer

DEFAULT_LIMIT = 50
MOST = 100

Shown = TypeVar("Shown", bound=BaseModel)


class PageOf(BaseModel, Generic[Shown]):
    """Some of the items of a list, in the order they were last changed in."""

    items: list[Shown]
    next: str | None = Field(description="cursor of the next page; null: these were the last")


class Paging(BaseModel):
    """Which page of a list."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MOST, description="most items on the page")
    cursor: Annotated[str | None, MAY_BE_ABSENT] = Field(
        default=None, max_length=1000, description="`next` of the page before; leave out for the first"
    )
    updated_since: Annotated[Instant | None, MAY_BE_ABSENT] = Field(
        default=None, description="only what was changed then or later: a feed is followed by it"
    )


InPage = Annotated[Paging, InQuery()]


class Cursors:
    """Makes cursors of one installation and reads them back."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def query(self, name: str, paging: Paging, equal: Mapping[str, Any] | None = None) -> Query:
        """What to ask the repository for.

        Args:
            name: of the list, its organisation included; a cursor of another list is refused.
            paging: as asked for.
            equal: fields and what they must be.

        Raises:
            Invalid: the cursor is none of this list.
        """
        after = None if paging.cursor is None else self._position(name, paging.cursor)
        return Query(equal=equal or {}, updated_since=paging.updated_since, after=after, limit=paging.limit)

    def next(self, name: str, position: Position | None) -> str | None:
        """The cursor of the page that begins behind a position; None where there is none."""
        if position is None:
            return None
        moment, last = position
        return self._signer.sign(f"cursor {name}", {"at": moment.astimezone(UTC).isoformat(), "id": last})

    def page(self, name: str, items: Iterable[Shown], position: Position | None) -> PageOf[Shown]:
        """A page as it is sent."""
        return PageOf(items=list(items), next=self.next(name, position))

    def _position(self, name: str, cursor: str) -> Position:
        value = self._signer.read(f"cursor {name}", cursor)
        if value is None:
            raise invalid("cursor", "cursor-unknown", "this is no cursor of this list", where="query")
        return datetime.fromisoformat(value["at"]), value["id"]
