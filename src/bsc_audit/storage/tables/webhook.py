"""Webhooks and deliveries."""

from datetime import datetime
from typing import Any

from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, json_text, moment, number, text, word, words


class WebhookRow(OwnedRow, Own, table=True):
    """Where to tell."""

    __tablename__ = "webhook"
    __table_args__ = constraints(Webhook)

    url: str = text()
    events: tuple[str, ...] = words()
    secrets: tuple[str, ...] = words()
    description: str = text()
    disabled_at: datetime | None = moment()


class WebhookDeliveryRow(OwnedRow, Own, table=True):
    """One message to one webhook."""

    __tablename__ = "webhook_delivery"
    __table_args__ = constraints(WebhookDelivery)

    webhook_id: str = text()
    event: str = text()
    payload: Any = json_text(nullable=False)
    state: DeliveryState = word(DeliveryState)
    attempts: int = number()
    status: int | None = number()
    error: str = text()
    delivered_at: datetime | None = moment()
