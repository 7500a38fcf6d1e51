"""Transactions over a database, with the repositories of `app.service.ports`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import col

from bsc_audit.app.service import assembling
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.nouns import INSTALLATION
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.ports import Clock, Ids, Installation, Work
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.storage.engine import Database
from bsc_audit.storage.refusing import refusing
from bsc_audit.storage.repositories.audit import LockedHead, SqlAuditLog, lock_head, locked_head
from bsc_audit.storage.repositories.context import Context
from bsc_audit.storage.repositories.evidence import SqlEvidenceItems
from bsc_audit.storage.repositories.jobs import SqlJobs
from bsc_audit.storage.repositories.participations import SqlParticipations
from bsc_audit.storage.repositories.repository import SqlRepository
from bsc_audit.storage.scope import ScopedSession, enter, scoped
from bsc_audit.storage.tables.organisation import OrganisationRow

T = TypeVar("T")


class SqlUnitOfWork:
    """Fulfils the port `UnitOfWork`."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    @contextmanager
    def read(self, org_id: str) -> Iterator[Work]:
        """Read one organisation as it is at one moment."""
        with scoped(self._database.reader, org_id, writes=False) as session:
            context = Context(session=session, org_id=org_id, now=self._clock.now())
            yield self._work(context, SqlAuditLog(context, None), writes=False)

    @contextmanager
    def admitted(self, org_id: str, admit: Callable[[Installation], T]) -> Iterator[tuple[T, Work]]:
        """Read one organisation as it was when somebody was admitted to it."""
        with scoped(self._database.reader, INSTALLATION, writes=False) as session:
            outside = Context(session=session, org_id=INSTALLATION, now=self._clock.now())
            found = admit(self._installation(outside, SqlAuditLog(outside, None)))
            enter(session, org_id, writes=False)
            context = Context(session=session, org_id=org_id, now=outside.now)
            yield found, self._work(context, SqlAuditLog(context, None), writes=False)

    @contextmanager
    def write(self, org_id: str) -> Iterator[Work]:
        """Read and write one organisation; its head's row is locked first, so that nobody else writes to it."""
        with self._writing(org_id) as session:
            locked = self._head_of(session, org_id)
            context = Context(session=session, org_id=org_id, now=locked.now(self._clock.now()))
            log = SqlAuditLog(context, locked)
            yield self._work(context, log, writes=True)
            log.close()

    @contextmanager
    def installation(self, *, write: bool = False) -> Iterator[Installation]:
        """Read, or read and write, what has no organisation."""
        if not write:
            with scoped(self._database.reader, INSTALLATION, writes=False) as session:
                context = Context(session=session, org_id=INSTALLATION, now=self._clock.now())
                yield self._installation(context, SqlAuditLog(context, None))
            return
        with self._writing(INSTALLATION) as session:
            context = Context(session=session, org_id=INSTALLATION, now=self._clock.now())
            log = SqlAuditLog(context, None)
            yield self._installation(context, log)
            log.close()

    @contextmanager
    def _writing(self, org_id: str) -> Iterator[ScopedSession]:
        with (
            self._database.writing(),
            refusing("what was to be written"),
            scoped(self._database.writer, org_id, writes=True) as session,
        ):
            yield session

    def _head_of(self, session: ScopedSession, org_id: str) -> LockedHead:
        found = lock_head(session)
        if found is not None:
            return found
        known = select(col(OrganisationRow.id)).where(col(OrganisationRow.id) == org_id)
        if session.execute(known).first() is None:
            raise NotFound(f"there is no organisation {org_id}")
        return locked_head(session)

    def _work(self, context: Context, log: SqlAuditLog, *, writes: bool) -> Work:
        return assembling.work(
            _maker(context),
            org_id=context.org_id,
            now=context.now,
            writes=writes,
            participations=SqlParticipations(context),
            jobs=SqlJobs(context, self._ids),
            audit=log,
        )

    def _installation(self, context: Context, log: SqlAuditLog) -> Installation:
        return assembling.installation(_maker(context), now=context.now, queue=SqlJobs(context, self._ids), audit=log)


def _maker(context: Context) -> assembling.Make:
    def make(kind: type[Stored]) -> Any:
        return SqlEvidenceItems(context, kind) if kind is EvidenceItem else SqlRepository(context, kind)

    return make
