"""Sessions that cannot run without an organisation and cannot leave it.

Every ORM statement is narrowed to the organisation's rows before it runs, and what is about to be written is checked;
`run` takes statements that were narrowed when they were built, `insert` rows it checks itself.
Statements on bare tables and raw SQL are not seen here: a test allows them in few modules, and on PostgreSQL row-level
security stands behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Engine, Insert, Update, event, func, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from bsc_audit.app.service.model.nouns import INSTALLATION, TenancyError
from bsc_audit.storage.narrowed import TENANT, Narrowed, assigned, inserting
from bsc_audit.storage.tables.base import Found, Own, Owned, Shared

_ORG = "org_id"
_WRITES = "writes"
_CRITERIA = "criteria"
_CONNECTION = "connection"


class ScopedSession(Session):
    """A session that refuses to run until `enter` has said for which organisation."""

    def run(
        self, statement: Narrowed, bound: Mapping[str, Any] = MappingProxyType({})
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement that was narrowed when it was built.

        Raises:
            TenancyError: nobody has said for which organisation.
            RuntimeError: it writes, and the session only reads.
        """
        mine = organisation_of(self)
        if statement.writes:
            must_write(self)
        if mine == INSTALLATION:
            return self._connected().execute(statement.in_installation, bound)
        whose = {TENANT: mine} if statement.binds else {}
        return self._connected().execute(statement.in_organisation, {**bound, **whose})

    def insert(self, kind: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, of which each says whose it is.

        Raises:
            TenancyError: one of them is not this organisation's, or nobody has said for which the session is.
            RuntimeError: the session only reads.
        """
        mine = organisation_of(self)
        must_write(self)
        if issubclass(kind, Owned):
            for row in rows:
                _check_owner(kind, row.get("org_id"), mine)
        if rows:
            self._connected().execute(inserting(kind), rows[0] if len(rows) == 1 else rows)

    def _connected(self) -> Connection:
        """The connection of the transaction; asking the session for it costs as much as a small statement."""
        return cast("Connection", self.info.get(_CONNECTION) or self.connection())


@contextmanager
def scoped(engine: Engine, org_id: str, *, writes: bool) -> Iterator[ScopedSession]:
    """A transaction in an organisation, or in the INSTALLATION: committed at the end, rolled back when it raises."""
    with engine.begin() as connection, ScopedSession(connection, autoflush=False, expire_on_commit=False) as session:
        session.info[_CONNECTION] = connection
        enter(session, org_id, writes=writes)
        yield session
        if session.in_transaction():  # most requests give it nothing to do, and its own bookkeeping is dear
            session.commit()


def enter(session: ScopedSession, org_id: str, *, writes: bool) -> None:
    """Say for which organisation a session is from now on, and whether it may write."""
    session.info[_ORG] = org_id
    session.info[_WRITES] = writes
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.set_config("app.org_id", org_id, True)))


def organisation_of(session: Session) -> str:
    """Which organisation a session is for.

    Raises:
        TenancyError: nobody has said so.
    """
    if _ORG not in session.info:
        raise TenancyError("this session is for no organisation")
    return cast("str", session.info[_ORG])


def must_write(session: Session) -> None:
    """Refuse to write through a session that only reads.

    Raises:
        RuntimeError: it only reads.
    """
    if not session.info.get(_WRITES, False):
        raise RuntimeError("this unit of work only reads")


@event.listens_for(ScopedSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    mine = organisation_of(state.session)
    if state.is_insert or state.is_update or state.is_delete:
        must_write(state.session)
        _check_written(state, mine)
    if not state.is_insert or cast("Insert", state.statement).select is not None:
        state.statement = state.statement.options(*_narrowing(state.session, mine, reads=state.is_select))


def _narrowing(session: Session, mine: str, *, reads: bool) -> tuple[ExecutableOption, ...]:
    """The session's criteria, made once: making them costs as much as running a small statement."""
    known: dict[tuple[str, bool], tuple[ExecutableOption, ...]] = session.info.setdefault(_CRITERIA, {})
    if (mine, reads) not in known:
        known[mine, reads] = tuple(_criteria(mine, reads=reads))
    return known[mine, reads]


def _criteria(mine: str, *, reads: bool) -> Iterator[ExecutableOption]:
    yield with_loader_criteria(Own, lambda kind: kind.tenant == mine, include_aliases=True)
    if mine != INSTALLATION:
        yield with_loader_criteria(Found, lambda kind: kind.tenant == mine, include_aliases=True)
    if reads:
        readable = (mine, INSTALLATION)
        yield with_loader_criteria(Shared, lambda kind: kind.tenant.in_(readable), include_aliases=True)
    else:
        yield with_loader_criteria(Shared, lambda kind: kind.tenant == mine, include_aliases=True)


def _check_written(state: ORMExecuteState, mine: str) -> None:
    kind = state.bind_mapper.class_ if state.bind_mapper is not None else None
    if kind is None or not issubclass(kind, Owned):
        return
    if state.is_update and isinstance(state.parameters, list | tuple):
        raise TenancyError("update by condition: an update by keys is not narrowed to the organisation")
    if state.is_update and "org_id" in {column.key for column in assigned(cast("Update", state.statement))}:
        raise TenancyError(f"a {kind.__name__} cannot be given to another organisation")
    if state.is_insert:
        for values in _inserted(state):
            _check_owner(kind, values.get("org_id"), mine)


def _inserted(state: ORMExecuteState) -> list[Mapping[str, Any]]:
    if state.parameters is None:
        raise TenancyError("give the values of an insert as parameters: only those can be checked")
    return [state.parameters] if isinstance(state.parameters, Mapping) else list(state.parameters)


def _check_owner(kind: type[Owned], owner: str | None, mine: str) -> None:
    if owner == mine or (mine == INSTALLATION and issubclass(kind, Found) and owner is not None):
        return
    raise TenancyError(f"a {kind.__name__} of {owner} was about to be written in {mine}")


@event.listens_for(ScopedSession, "before_flush")
def _guard(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    mine = organisation_of(session)
    changed = [*session.new, *session.dirty, *session.deleted]
    if changed:
        must_write(session)
    for row in changed:
        if isinstance(row, Owned):
            for owner in _owners(row):
                _check_owner(type(row), owner, mine)


def _owners(row: Owned) -> set[str | None]:
    history = inspect(row).attrs.org_id.history
    return {*history.added, *history.unchanged, *history.deleted}
