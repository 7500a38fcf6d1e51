"""Webhooks: what the service tells an organisation's own systems, and what became of it."""

from collections.abc import Iterator

from bsc_audit.api.schemas.webhooks import (
    DeliveryOut,
    WebhookChangeIn,
    WebhookIn,
    WebhookMade,
    WebhookOut,
    WebhookRotationIn,
)
from bsc_audit.app.service.model.webhook import DeliveryState
from bsc_audit.client.wire import Wire


class WebhooksClient:
    """Webhooks of an organisation."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def webhooks(self) -> Iterator[WebhookOut]:
        """Webhooks, in the order they were last changed in; never their secrets."""
        return self._wire.each("list_webhooks", WebhookOut)

    def get(self, webhook_id: str) -> WebhookOut:
        """One webhook, without its secret."""
        return self._wire.one("get_webhook", WebhookOut, webhook=webhook_id)

    def create(self, new: WebhookIn) -> WebhookMade:
        """Have something told of what happens; the secret is shown this once."""
        return self._wire.one("create_webhook", WebhookMade, new)

    def update(self, seen: WebhookOut, change: WebhookChangeIn) -> WebhookOut:
        """Have something else told, switch it off, or on again."""
        return self._wire.one("update_webhook", WebhookOut, change, replaces=seen.version, webhook=seen.id)

    def delete(self, seen: WebhookOut) -> None:
        """Have it told nothing more, and forget what it was told."""
        self._wire.send("delete_webhook", replaces=seen.version, names={"webhook": seen.id})

    def rotate_secret(self, webhook_id: str, *, overlap_hours: int = 24) -> WebhookMade:
        """Give it another secret, shown this once; for the overlap messages are signed by both."""
        rotation = WebhookRotationIn(overlap_hours=overlap_hours)
        return self._wire.one("rotate_webhook_secret", WebhookMade, rotation, webhook=webhook_id)

    def ping(self, webhook_id: str) -> DeliveryOut:
        """Have a test message sent; `delivery` says what came of it."""
        return self._wire.one("ping_webhook", DeliveryOut, webhook=webhook_id)

    def deliveries(self, webhook_id: str, *, state: DeliveryState | None = None) -> Iterator[DeliveryOut]:
        """What a webhook was told, in the order it last changed in."""
        return self._wire.each("list_webhook_deliveries", DeliveryOut, {"state": state}, webhook=webhook_id)

    def delivery(self, webhook_id: str, delivery_id: str) -> DeliveryOut:
        """One message, and what came of it."""
        return self._wire.one("get_webhook_delivery", DeliveryOut, webhook=webhook_id, delivery=delivery_id)

    def redeliver(self, webhook_id: str, delivery_id: str) -> DeliveryOut:
        """Have a message sent again, under the same id."""
        return self._wire.one("redeliver_webhook", DeliveryOut, webhook=webhook_id, delivery=delivery_id)
