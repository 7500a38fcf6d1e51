"""The audit log in memory."""

from datetime import datetime

from bsc_audit.app.service.memory.state import Transaction
from bsc_audit.app.service.model.audit import AuditEntry, AuditEvent, AuditHead, chained


class MemoryAuditLog:
    """Fulfils the port `AuditLog`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def append(self, event: AuditEvent) -> AuditEntry:
        """Chain an event to the last one."""
        self._transaction.must_write()
        state, org_id = self._transaction.state, self._transaction.org_id
        log = state.logs[org_id]
        at = max(self._transaction.now, log[-1].at) if log else self._transaction.now
        entry = chained(org_id, state.head(org_id), at, event)
        state.logs[org_id] = (*log, entry)
        return entry

    def head(self) -> AuditHead:
        """The end of the chain."""
        return self._transaction.state.head(self._transaction.org_id)

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
        found = (
            entry
            for entry in self._transaction.state.logs.get(self._transaction.org_id, ())[after:]
            if target in (None, entry.event.target)
            and actor in (None, entry.event.actor)
            and (since is None or entry.at >= since)
        )
        return tuple(found)[:limit]
