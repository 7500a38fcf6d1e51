"""Erasing an organisation: everything of it goes in one transaction, but for the chain that says what was done.

Entries of the audit log hold ids and digests, no names and no content, so the chain can still be proved. Persons who
belong to no other organisation go with it. The row in `erasure` is what the database's triggers let history go by.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, or_, select
from sqlmodel import col

from bsc_audit.app.service.audit_log import ERASED
from bsc_audit.app.service.exporting import files_of
from bsc_audit.app.service.model.audit import AuditHead
from bsc_audit.app.service.model.nouns import INSTALLATION
from bsc_audit.app.service.model.organisation import Organisation
from bsc_audit.app.service.ports import Clock, Ids
from bsc_audit.app.service.refusals import Conflict, NotFound
from bsc_audit.app.service.trail import note
from bsc_audit.storage.delivery import undeliver
from bsc_audit.storage.engine import Database
from bsc_audit.storage.refusing import refusing
from bsc_audit.storage.repositories.audit import SqlAuditLog, locked_head
from bsc_audit.storage.repositories.context import Context
from bsc_audit.storage.repositories.repository import SqlRepository
from bsc_audit.storage.scope import ScopedSession, enter, scoped
from bsc_audit.storage.tables.audit import AuditEntryRow, AuditHeadRow
from bsc_audit.storage.tables.base import Owned
from bsc_audit.storage.tables.erasure import ErasureRow
from bsc_audit.storage.tables.every import METADATA, OTHERS, ROWS
from bsc_audit.storage.tables.idempotency import IdempotencyRecordRow
from bsc_audit.storage.tables.organisation import OrganisationRow
from bsc_audit.storage.tables.person import (
    ExternalIdentityRow,
    MembershipRow,
    OneTimeTokenRow,
    PasskeyRow,
    PersonRow,
    SessionRow,
)
from bsc_audit.storage.unit_of_work import SqlUnitOfWork

KEPT = (AuditEntryRow, AuditHeadRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What is gone."""

    head: AuditHead  # where its chain ends
    persons: int  # who belonged to no other organisation
    files: frozenset[str]  # SHA-256 of what nobody names any more; their content is still stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """Erases organisations of one installation."""

    database: Database
    clock: Clock
    ids: Ids

    def erase(self, org_id: str, *, actor: str, reason: str) -> Erased:
        """Erase one.

        Args:
            org_id: of the organisation.
            actor: who does it, for the audit logs.
            reason: kept for good; no names.

        Raises:
            NotFound: there is none.
            Conflict: it has clients of its own, who would be left without it.
        """
        named = self._files(org_id)
        with (
            self.database.writing(),
            refusing("what was to be erased"),
            scoped(self.database.writer, org_id, writes=True) as session,
        ):
            _refuse_parent(session, org_id)
            head = self._end_chain(session, org_id, actor, reason)
            members = session.execute(select(col(MembershipRow.person_id))).scalars().all()
            _forget(session, org_id, {"at": self.clock.now(), "actor": actor, "reason": reason})
            enter(session, INSTALLATION, writes=True)
            alone = _alone(session, members)
            _forget_persons(session, alone)
            _forget_answers(session, org_id, alone)
            still = self._still_named(session, named)
        return Erased(head=head, persons=len(alone), files=named - still)

    def _files(self, org_id: str) -> frozenset[str]:
        with SqlUnitOfWork(self.database, self.clock, self.ids).read(org_id) as work:
            if work.organisations.find(org_id) is None:
                raise NotFound(f"there is no organisation {org_id}")
            return files_of(work)

    def _end_chain(self, session: ScopedSession, org_id: str, actor: str, reason: str) -> AuditHead:
        """Say in both chains that it is erased; the organisation's ends by that."""
        locked = locked_head(session)
        context = Context(session=session, org_id=org_id, now=locked.now(self.clock.now()))
        gone = SqlRepository(context, Organisation).get(org_id)
        log = SqlAuditLog(context, locked)
        note(log, actor, ERASED, before=gone, detail=reason)
        log.close()
        head = log.head()
        enter(session, INSTALLATION, writes=True)
        outer = SqlAuditLog(Context(session=session, org_id=INSTALLATION, now=self.clock.now()), None)
        note(outer, actor, ERASED, before=gone, detail=f"its chain ends at {head.seq} {head.hash}")
        outer.close()
        enter(session, org_id, writes=True)
        return head

    def _still_named(self, session: ScopedSession, files: frozenset[str]) -> frozenset[str]:
        """Which of the files another organisation names, too: files are stored once for all."""
        still: set[str] = set()
        for org_id in session.execute(select(col(OrganisationRow.id))).scalars().all():
            with SqlUnitOfWork(self.database, self.clock, self.ids).read(org_id) as work:
                still |= files & files_of(work)
        return frozenset(still)


def _refuse_parent(session: ScopedSession, org_id: str) -> None:
    enter(session, INSTALLATION, writes=True)
    children = select(col(OrganisationRow.id)).where(col(OrganisationRow.parent_id) == org_id)
    if session.execute(children).first() is not None:
        raise Conflict("it has clients; erase them first")
    enter(session, org_id, writes=True)


def _forget(session: ScopedSession, org_id: str, why: Mapping[str, Any]) -> None:
    """Delete every row of the session's organisation, those first that others are not referred to by."""
    session.execute(insert(ErasureRow), [{"erased_org_id": org_id, **why}])
    undeliver(session, org_id)
    rows = {row.__tablename__: row for row in (*ROWS.values(), *OTHERS)}
    for table in reversed(METADATA.sorted_tables):
        row = rows[table.name]
        if issubclass(row, Owned) and row not in KEPT:
            session.execute(delete(row), execution_options=_UNSYNCHRONISED)


def _alone(session: ScopedSession, members: Iterable[str]) -> tuple[str, ...]:
    """Which of the persons are members of nothing now."""
    wanted = set(members)
    found = session.execute(select(col(MembershipRow.person_id)).where(col(MembershipRow.person_id).in_(wanted)))
    return tuple(sorted(wanted - set(found.scalars())))


def _forget_persons(session: ScopedSession, persons: tuple[str, ...]) -> None:
    for row in (SessionRow, PasskeyRow, ExternalIdentityRow, OneTimeTokenRow):
        session.execute(delete(row).where(col(row.person_id).in_(persons)), execution_options=_UNSYNCHRONISED)
    session.execute(delete(PersonRow).where(col(PersonRow.id).in_(persons)), execution_options=_UNSYNCHRONISED)


def _forget_answers(session: ScopedSession, org_id: str, persons: tuple[str, ...]) -> None:
    """Answers that are kept for repeated requests quote what was stored."""
    row = IdempotencyRecordRow
    about = col(row.path).contains(f"/organisations/{org_id}", autoescape=True)
    by = col(row.principal).in_([f"person:{one}" for one in persons])
    session.execute(delete(row).where(or_(about, by)), execution_options=_UNSYNCHRONISED)


_UNSYNCHRONISED = {"synchronize_session": False}
