"""Webhooks and deliveries."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, column, literal_column

from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, json_text, moment, number, text, word, words

_UNSENT = (column("state", Text()) == literal_column("'pending'")) & (column("attempts") == literal_column("0"))


class WebhookRow(OwnedRow, Own, table=True):
    """Where to tell."""

    __tablename__ = "webhook"
    __table_args__ = constraints(Webhook)

    url: str = text()
    events: tuple[str, ...] = words()
    secrets: tuple[str, ...] = words()
    description: str = text()
    old_secret_until: datetime | None = moment()
    failing_since: datetime | None = moment()
    disabled_at: datetime | None = moment()
    disabled_reason: str = text()


class WebhookDeliveryRow(OwnedRow, Own, table=True):
    """One message to one webhook."""

    __tablename__ = "webhook_delivery"
    __table_args__ = constraints(
        WebhookDelivery,
        Index(
            "ix_webhook_delivery_unsent",
            *("org_id", "webhook_id", "event", "about"),
            sqlite_where=_UNSENT,
            postgresql_where=_UNSENT,
        ),
    )

    webhook_id: str = text()
    event: str = text()
    about: str = text()
    payload: Any = json_text(nullable=False)
    state: DeliveryState = word(DeliveryState)
    attempts: int = number()
    attempted_at: datetime | None = moment()
    status: int | None = number()
    error: str = text()
    delivered_at: datetime | None = moment()
    job_id: str | None = text()
