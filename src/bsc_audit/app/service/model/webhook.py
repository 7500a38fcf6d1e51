"""Webhooks: telling an organisation's own systems what happened."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Json, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook(Stored):
    """Where to tell, and what about."""

    url: str
    events: tuple[str, ...]  # empty: all
    secrets: tuple[str, ...]  # sealed, see `sealed`; newest first; two while one is rotated
    description: str = ""
    old_secret_until: datetime | None = None  # until when the second secret signs, too
    failing_since: datetime | None = None  # first of the attempts that failed since the last that did not
    disabled_at: datetime | None = None
    disabled_reason: str = ""  # while it is disabled

    def signs_with(self, now: datetime) -> tuple[str, ...]:
        """The stored secrets a message is signed with at a moment."""
        overlap = self.old_secret_until is not None and now < self.old_secret_until
        return self.secrets if overlap else self.secrets[:1]


class DeliveryState(StrEnum):
    """How far a delivery is."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"  # given up


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery(Stored):
    """One message to one webhook; its id is the message's id."""

    webhook_id: str
    event: str
    about: str  # id of what happened to
    payload: Json  # the body as it is sent
    state: DeliveryState
    attempts: int = 0  # begun so far
    attempted_at: datetime | None = None  # the last one
    status: int | None = None  # HTTP status of the last attempt; None: no answer
    error: str = ""  # why the last attempt failed; "" when it did not
    delivered_at: datetime | None = None
    job_id: str | None = None  # does the attempts
