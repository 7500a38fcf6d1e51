"""Everything a store in memory holds; a transaction works on a copy."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bsc_audit.app.service.model.assessment import Part
from bsc_audit.app.service.model.audit import GENESIS, AuditEntry, AuditHead
from bsc_audit.app.service.model.nouns import INSTALLATION
from bsc_audit.app.service.model.stored import Stored

Table = dict[tuple[str, str], Stored]  # by owner and id


@dataclass(slots=True)
class State:
    """All values of all organisations."""

    tables: defaultdict[str, Table] = field(default_factory=lambda: defaultdict(dict))  # by the noun's name
    histories: dict[tuple[str, str, str], tuple[Stored, ...]] = field(default_factory=dict)  # by noun, owner and id
    parts: dict[tuple[str, str], Mapping[tuple[str, Part], datetime]] = field(default_factory=dict)  # owner, assessment
    logs: dict[str, tuple[AuditEntry, ...]] = field(default_factory=lambda: {INSTALLATION: ()})
    workers: dict[str, datetime] = field(default_factory=dict)

    def copy(self) -> "State":
        """A state that can be changed without this one changing."""
        return State(
            tables=defaultdict(dict, {name: dict(table) for name, table in self.tables.items()}),
            histories=dict(self.histories),
            parts=dict(self.parts),
            logs=dict(self.logs),
            workers=dict(self.workers),
        )

    def head(self, org_id: str) -> AuditHead:
        """The end of an organisation's chain."""
        log = self.logs.get(org_id, ())
        return AuditHead(seq=log[-1].seq, hash=log[-1].hash) if log else AuditHead(seq=0, hash=GENESIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """What one unit of work works on."""

    state: State
    org_id: str  # INSTALLATION: of no organisation
    now: datetime
    writes: bool

    def must_write(self) -> None:
        """Refuse to write through a unit of work that only reads.

        Raises:
            RuntimeError: it only reads.
        """
        if not self.writes:
            raise RuntimeError("this unit of work only reads")
