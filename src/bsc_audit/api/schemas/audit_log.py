"""The audit log as the API shows it."""

from typing import Self

from pydantic import BaseModel, Field

from bsc_audit.api.times import Instant
from bsc_audit.app.service.audit_log import Proof
from bsc_audit.app.service.model.audit import AuditEntry, AuditHead

MOST_BREAKS = 100  # that are shown


class AuditEntryOut(BaseModel):
    """Something that was done: by whom, to what, when; and its place in the chain."""

    seq: int = Field(description="from 1, without gaps")
    at: Instant
    actor: str
    action: str
    target: str = Field(description="noun/id")
    before: str | None = Field(description="digest of what was there; null: nothing was")
    after: str | None = Field(description="digest of what is there; null: nothing is")
    request_id: str
    detail: str
    prev: str = Field(description="hash of the entry before")
    hash: str = Field(description="SHA-256 of the canonical JSON of everything else in the entry")

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """An entry's fields and those of its event, side by side."""
        event = entry.event
        return cls(
            seq=entry.seq,
            at=entry.at,
            actor=event.actor,
            action=event.action,
            target=event.target,
            before=event.before,
            after=event.after,
            request_id=event.request_id,
            detail=event.detail,
            prev=entry.prev,
            hash=entry.hash,
        )


class AuditHeadOut(BaseModel):
    """The end of the chain: who keeps it can prove later that nothing before it was changed."""

    seq: int = Field(description="0 while nothing was done")
    hash: str

    @classmethod
    def of(cls, head: AuditHead) -> Self:
        """The head as it is."""
        return cls(seq=head.seq, hash=head.hash)


class BreakOut(BaseModel):
    """Where the chain does not hold, and why."""

    seq: int
    reason: str


class AuditProofOut(BaseModel):
    """What was found when the whole chain was recomputed."""

    holds: bool
    entries: int
    head: AuditHeadOut
    breaks: list[BreakOut] = Field(description=f"in order, the first {MOST_BREAKS}")
    places: list[int] = Field(description="numbers of the entries with the hash that was asked for")

    @classmethod
    def of(cls, proof: Proof) -> Self:
        """The proof as it was found."""
        return cls(
            holds=proof.holds,
            entries=proof.entries,
            head=AuditHeadOut.of(proof.head),
            breaks=[BreakOut(seq=one.seq, reason=one.reason) for one in proof.breaks[:MOST_BREAKS]],
            places=list(proof.places),
        )
