"""What was answered to a request with an idempotency key, so that the same request gets the same answer."""

from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Json, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyRecord(Stored):
    """One answered request; principal and key are its natural key."""

    principal: str
    key: str
    method: str
    path: str
    body_sha256: str
    status: int | None = None  # None: still being answered
    headers: Json
    body: str  # base64
