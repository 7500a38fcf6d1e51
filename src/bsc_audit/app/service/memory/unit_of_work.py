"""Transactions over one state in memory: writers one after the other, each on a copy that takes the place of the old."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from typing import Any, TypeVar

from bsc_audit.app.service import assembling
from bsc_audit.app.service.memory.audit import MemoryAuditLog
from bsc_audit.app.service.memory.jobs import MemoryJobs
from bsc_audit.app.service.memory.participations import MemoryParticipations
from bsc_audit.app.service.memory.repository import MemoryEvidenceItems, MemoryRepository
from bsc_audit.app.service.memory.state import State, Transaction
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.nouns import INSTALLATION
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.ports import Clock, Ids, Installation, Work
from bsc_audit.app.service.refusals import NotFound

T = TypeVar("T")
_TICK = timedelta(microseconds=1)


class MemoryUnitOfWork:
    """Fulfils the port `UnitOfWork`."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._state = State()
        self._writer = Lock()

    @contextmanager
    def read(self, org_id: str) -> Iterator[Work]:
        """Read one organisation as it is at one moment."""
        yield self._work(self._transaction(self._state, org_id, writes=False))

    @contextmanager
    def admitted(self, org_id: str, admit: Callable[[Installation], T]) -> Iterator[tuple[T, Work]]:
        """Read one organisation as it was when somebody was admitted to it."""
        state = self._state
        found = admit(self._installation(self._transaction(state, INSTALLATION, writes=False)))
        yield found, self._work(self._transaction(state, org_id, writes=False))

    @contextmanager
    def write(self, org_id: str) -> Iterator[Work]:
        """Read and write one organisation."""
        with self._changing() as state:
            if org_id == INSTALLATION or org_id not in state.logs:
                raise NotFound(f"there is no organisation {org_id}")
            yield self._work(self._transaction(state, org_id, writes=True))

    @contextmanager
    def installation(self, *, write: bool = False) -> Iterator[Installation]:
        """Read, or read and write, what has no organisation."""
        if not write:
            yield self._installation(self._transaction(self._state, INSTALLATION, writes=False))
            return
        with self._changing() as state:
            yield self._installation(self._transaction(state, INSTALLATION, writes=True))

    @contextmanager
    def _changing(self) -> Iterator[State]:
        with self._writer:
            state = self._state.copy()
            yield state
            self._state = state

    def _transaction(self, state: State, org_id: str, *, writes: bool) -> Transaction:
        log = state.logs.get(org_id)
        now = self._clock.now()
        if writes and log:
            now = max(now, log[-1].at + _TICK)
        return Transaction(state=state, org_id=org_id, now=now, writes=writes)

    def _work(self, transaction: Transaction) -> Work:
        return assembling.work(
            _maker(transaction),
            org_id=transaction.org_id,
            now=transaction.now,
            writes=transaction.writes,
            participations=MemoryParticipations(transaction),
            jobs=MemoryJobs(transaction, self._ids),
            audit=MemoryAuditLog(transaction),
        )

    def _installation(self, transaction: Transaction) -> Installation:
        return assembling.installation(
            _maker(transaction),
            now=transaction.now,
            queue=MemoryJobs(transaction, self._ids),
            audit=MemoryAuditLog(transaction),
        )


def _maker(transaction: Transaction) -> assembling.Make:
    def make(kind: type[Stored]) -> Any:
        return MemoryEvidenceItems(transaction, kind) if kind is EvidenceItem else MemoryRepository(transaction, kind)

    return make
