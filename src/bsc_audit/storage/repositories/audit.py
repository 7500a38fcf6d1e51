"""The audit log over its tables. The head's row is locked before an entry is chained: else the chain would fork."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bsc_audit.app.service.model.audit import GENESIS, AuditEntry, AuditEvent, AuditHead, chained
from bsc_audit.storage.narrowed import narrowed
from bsc_audit.storage.repositories.context import Context
from bsc_audit.storage.scope import ScopedSession, must_write, organisation_of
from bsc_audit.storage.tables.audit import AuditEntryRow as Entry
from bsc_audit.storage.tables.audit import AuditHeadRow as Head

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedHead:
    """The end of a chain that nobody else can chain to while this transaction lasts."""

    head: AuditHead
    at: datetime | None  # time of the last transaction that wrote; None: there was none

    def now(self, clock: datetime) -> datetime:
        """The time of this transaction: the clock's, but later than the last one's."""
        return clock if self.at is None else max(clock, self.at + _TICK)


def lock_head(session: ScopedSession) -> LockedHead | None:
    """Lock the head of the session's organisation, waiting for who has it; None while there is none."""
    row = session.run(_LOCKING).first()
    return None if row is None else LockedHead(head=AuditHead(seq=row.seq, hash=row.hash), at=row.at)


def make_head(session: ScopedSession) -> None:
    """Begin a chain, unless another transaction has."""
    dialect = session.get_bind().dialect.name
    adding = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(Head).on_conflict_do_nothing()
    values = {"org_id": organisation_of(session), "seq": 0, "hash": GENESIS, "at": None}
    session.execute(adding, [values])


def locked_head(session: ScopedSession) -> LockedHead:
    """Lock the head of the session's organisation; a chain that is not there yet is begun."""
    found = lock_head(session)
    if found is None:
        make_head(session)
        found = lock_head(session)
    if found is None:
        raise RuntimeError(f"the chain of {organisation_of(session)} cannot be begun")
    return found


class SqlAuditLog:
    """Fulfils the port `AuditLog` in one transaction."""

    def __init__(self, context: Context, locked: LockedHead | None) -> None:
        self._context = context
        self._locked = locked  # None: not needed so far

    def append(self, event: AuditEvent) -> AuditEntry:
        """Chain an event to the last one."""
        must_write(self._context.session)
        locked = self._locked or locked_head(self._context.session)
        at = self._context.now if locked.at is None else max(self._context.now, locked.at)
        entry = chained(self._context.org_id, locked.head, at, event)
        self._context.session.insert(Entry, [_row(entry)])
        self._locked = LockedHead(head=AuditHead(seq=entry.seq, hash=entry.hash), at=at)
        return entry

    def close(self) -> None:
        """Write the head, at the end of the transaction that locked it."""
        if self._locked is not None:
            head, at = self._locked.head, max(self._context.now, self._locked.at or self._context.now)
            bound = {"new_seq": head.seq, "new_hash": head.hash, "new_at": at}
            self._context.session.run(_WRITING, bound)

    def head(self) -> AuditHead:
        """The end of the chain."""
        if self._locked is not None:
            return self._locked.head
        row = self._context.session.run(_HEAD).first()
        return AuditHead(seq=0, hash=GENESIS) if row is None else AuditHead(seq=row.seq, hash=row.hash)

    def entries(
        self,
        *,
        after: int = 0,
        limit: int = 100,
        target: str | None = None,
        actor: str | None = None,
        since: datetime | None = None,
    ) -> tuple[AuditEntry, ...]:
        """Entries with a higher number than `after`, in order."""
        query = select(*_COLUMNS).where(col(Entry.seq) > after).order_by(col(Entry.seq)).limit(limit)
        if target is not None:
            query = query.where(col(Entry.target) == target)
        if actor is not None:
            query = query.where(col(Entry.actor) == actor)
        if since is not None:
            query = query.where(col(Entry.at) >= since)
        return tuple(
            AuditEntry(org_id=org_id, seq=seq, at=at, event=AuditEvent(**event), prev=prev, hash=digest)
            for org_id, seq, at, event, prev, digest in self._context.session.execute(query)
        )


def _row(entry: AuditEntry) -> dict[str, object]:
    event = {name: getattr(entry.event, name) for name in AuditEvent.__dataclass_fields__}
    return {
        "org_id": entry.org_id,
        "seq": entry.seq,
        "at": entry.at,
        "target": entry.event.target,
        "actor": entry.event.actor,
        "event": event,
        "prev": entry.prev,
        "hash": entry.hash,
    }


_COLUMNS = (col(Entry.org_id), col(Entry.seq), col(Entry.at), col(Entry.event), col(Entry.prev), col(Entry.hash))
_HEAD = narrowed(select(col(Head.seq), col(Head.hash), col(Head.at)))
_LOCKING = narrowed(select(col(Head.seq), col(Head.hash), col(Head.at)).with_for_update())
_WRITING = narrowed(update(Head).values(seq=bindparam("new_seq"), hash=bindparam("new_hash"), at=bindparam("new_at")))
