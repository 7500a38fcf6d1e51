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
    disabled_at: datetime | None = None


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
    payload: Json
    state: DeliveryState
    attempts: int = 0
    status: int | None = None  # HTTP status of the last attempt; None: no answer
    error: str = ""
    delivered_at: datetime | None = None
