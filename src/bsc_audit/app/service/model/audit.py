"""The audit log: one hash chain for every organisation, and one for the installation."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bsc_audit.core.documents.canonical import canonical

GENESIS = "0" * 64  # what the first entry is chained to


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """What happened, before it has a place in the chain."""

    actor: str
    action: str
    target: str  # noun/id
    before: str | None = None  # digest of what was there; None: nothing was
    after: str | None = None  # digest of what is there; None: nothing is
    request_id: str = ""
    detail: str = ""  # what a reader needs beside, such as a reason; no answers, no secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """An event in its place."""

    org_id: str
    seq: int  # from 1, without gaps
    at: datetime
    event: AuditEvent
    prev: str  # hash of the entry before, GENESIS for the first
    hash: str  # 64 hexadecimal digits


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The end of a chain; seq 0 and GENESIS while it is empty."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a chain does not hold, and why."""

    seq: int
    reason: str


def chained(org_id: str, head: AuditHead, at: datetime, event: AuditEvent) -> AuditEntry:
    """The entry that follows a head: its hash is the SHA-256 of the canonical JSON of all its other fields."""
    seq = head.seq + 1
    return AuditEntry(
        org_id=org_id, seq=seq, at=at, event=event, prev=head.hash, hash=_hash(org_id, seq, at, event, head.hash)
    )


def breaks(org_id: str, entries: Iterable[AuditEntry], head: AuditHead) -> tuple[Break, ...]:
    """Every place where the entries, in order, are no unbroken chain of this organisation that ends in the head."""
    found, last = [], AuditHead(seq=0, hash=GENESIS)
    for entry in entries:
        found += [Break(seq=entry.seq, reason=reason) for reason in _faults(org_id, last, entry)]
        last = AuditHead(seq=entry.seq, hash=entry.hash)
    if last != head:
        found.append(Break(seq=last.seq, reason=f"the chain ends here, its head says {head.seq} {head.hash}"))
    return tuple(found)


def _faults(org_id: str, last: AuditHead, entry: AuditEntry) -> Iterable[str]:
    if entry.seq != last.seq + 1:
        yield f"it follows entry {last.seq}"
    if entry.prev != last.hash:
        yield "it is not chained to the entry before"
    if entry.org_id != org_id:
        yield f"it belongs to {entry.org_id}"
    if entry.hash != _hash(entry.org_id, entry.seq, entry.at, entry.event, entry.prev):
        yield "its content is not what was hashed"


def _hash(org_id: str, seq: int, at: datetime, event: AuditEvent, prev: str) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = {"org_id": org_id, "seq": seq, "at": moment, "event": event, "prev": prev}
    return hashlib.sha256(canonical(content).encode()).hexdigest()
