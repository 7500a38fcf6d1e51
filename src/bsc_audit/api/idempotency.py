"""Idempotency keys: a request that is repeated with its key is answered as the first time, and done once.

The answer is stored in the transaction of the effect: either both are there or neither.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Header

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply
from bsc_audit.app.service.model.idempotency import IdempotencyRecord
from bsc_audit.app.service.ports import Expiring
from bsc_audit.app.service.refusals import AnswerNotRepeatable, KeyReused

LASTS = timedelta(hours=24)
REPLAYED = "Idempotent-Replayed"

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$", description="makes a repetition harmless, for 24 h"
    ),
    MAY_BE_ABSENT,
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it is told from others: who sent what where, under which key."""

    principal: str
    key: str
    method: str
    path: str
    body_sha256: str

    def repeats(self, record: IdempotencyRecord) -> bool:
        """Whether the stored request is the same."""
        known = (record.method, record.path, record.body_sha256)
        return known == (self.method, self.path, self.body_sha256)


def body_digest(body: bytes) -> str:
    """SHA-256 of a body, hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def answered_before(records: Expiring[IdempotencyRecord], asked: Asked, now: datetime) -> Reply | None:
    """The answer the same request got; None when it is new, or older than 24 hours.

    Raises:
        KeyReused: the key was sent with another request.
        AnswerNotRepeatable: it was done, and its answer held a secret.
    """
    record = records.one(principal=asked.principal, key=asked.key)
    if record is None:
        return None
    if now - record.created_at > LASTS:
        records.remove(record.id, expected=record.version)
        return None
    if not asked.repeats(record):
        raise KeyReused(f"the key was used for {record.method} {record.path} with another body or at another address")
    if record.status is None:
        raise AnswerNotRepeatable("it was done; what its answer showed is shown once")
    headers = {**record.headers, REPLAYED: "true"}
    return Reply(status=record.status, body=base64.b64decode(record.body), headers=headers)


def remember(
    records: Expiring[IdempotencyRecord], asked: Asked, reply: Reply, *, record_id: str, now: datetime
) -> None:
    """Store the answer for a repetition; of an answer with a secret only that it was given."""
    records.add(
        IdempotencyRecord(
            id=record_id,
            created_at=now,
            updated_at=now,
            principal=asked.principal,
            key=asked.key,
            method=asked.method,
            path=asked.path,
            body_sha256=asked.body_sha256,
            status=None if reply.shown_once else reply.status,
            headers={} if reply.shown_once else dict(reply.headers),
            body="" if reply.shown_once else base64.b64encode(reply.body).decode(),
        )
    )
