"""Reading the audit log of an organisation, and proving that nobody has changed it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bsc_audit.app.service.model.audit import AuditEntry, AuditHead, Break, breaks
from bsc_audit.app.service.model.nouns import INSTALLATION
from bsc_audit.app.service.ports import MOST_A_PAGE, AuditLog, UnitOfWork, Work
from bsc_audit.app.service.principal import Principal

ERASED = "delete_organisation"  # the action that leaves nothing of an organisation but its chain


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which entries, in the order of their numbers."""

    after: int = 0  # only higher numbers
    since: datetime | None = None  # only then or later
    target: str | None = None  # noun/id
    actor: str | None = None
    limit: int = 50  # 1..MOST_A_PAGE - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some of the entries a query asks for."""

    entries: tuple[AuditEntry, ...]
    more: bool  # whether there are others behind them


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found of one chain, from its first entry to its head."""

    org_id: str
    entries: int
    head: AuditHead
    breaks: tuple[Break, ...]  # in order; empty: nothing was changed, left out or put in
    places: tuple[int, ...]  # numbers of the entries with the hash that was looked for

    @property
    def holds(self) -> bool:
        """Whether the chain is unbroken."""
        return not self.breaks


def read_log(work: Work, who: Principal, query: LogQuery) -> LogPage:
    """Entries of the organisation.

    Raises:
        Forbidden: the principal has a part of the organisation only.
    """
    who.demand_whole()
    found = work.audit.entries(
        after=query.after, limit=query.limit + 1, target=query.target, actor=query.actor, since=query.since
    )
    return LogPage(entries=found[: query.limit], more=len(found) > query.limit)


def prove(log: AuditLog, org_id: str, *, looked_for: str = "") -> Proof:
    """Recompute a chain, as it is at the moment of one transaction.

    Args:
        log: of a transaction that reads.
        org_id: whose it is; INSTALLATION for the installation's.
        looked_for: hash of an entry, such as the head a certificate was issued at; "" for none.
    """
    tally = _Tally(looked_for=looked_for)
    head = log.head()
    found = breaks(org_id, tally.counted(every_entry(log)), head)
    return Proof(org_id=org_id, entries=tally.entries, head=head, breaks=found, places=tuple(tally.places))


def prove_organisation(units: UnitOfWork, org_id: str, *, looked_for: str = "") -> Proof:
    """The same in a transaction of its own; an organisation that was erased still has its chain."""
    with units.read(org_id) as work:
        return prove(work.audit, org_id, looked_for=looked_for)


def prove_all(units: UnitOfWork, *, looked_for: str = "") -> Iterator[Proof]:
    """The chain of the installation, of every organisation, and of those that were erased."""
    with units.installation() as installation:
        yield prove(installation.audit, INSTALLATION, looked_for=looked_for)
        living = [one.id for one in installation.organisations.all()]
        erased = list(_erased(every_entry(installation.audit)))
    for org_id in (*living, *erased):
        yield prove_organisation(units, org_id, looked_for=looked_for)


def _erased(entries: Iterable[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        if entry.event.action == ERASED:
            yield entry.event.target.partition("/")[2]


def every_entry(log: AuditLog) -> Iterator[AuditEntry]:
    """All entries of a chain, in order, some of them at a time."""
    last = 0
    while page := log.entries(after=last, limit=MOST_A_PAGE):
        yield from page
        last = max(last + 1, page[-1].seq)


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What is noticed while entries go by."""

    looked_for: str
    entries: int = 0
    places: list[int] = field(default_factory=list)

    def counted(self, entries: Iterable[AuditEntry]) -> Iterator[AuditEntry]:
        for entry in entries:
            self.entries += 1
            if entry.hash == self.looked_for:
                self.places.append(entry.seq)
            yield entry
