"""Webhooks: an organisation's own systems are told what happens, signed, and again until they have taken it."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, done, shown
from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.webhooks import (
    DeliveryOut,
    WebhookChangeIn,
    WebhookIn,
    WebhookMade,
    WebhookOut,
    WebhookRotationIn,
    made,
)
from bsc_audit.app.service import webhooks
from bsc_audit.app.service.model.webhook import DeliveryState, Webhook
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.webhooks import MadeWebhook, WebhookDesk, visible_webhook

router = APIRouter(prefix="/organisations/{org}/webhooks", tags=["webhooks"])

ByState = Annotated[DeliveryState | None, Query(description="in this state only"), MAY_BE_ABSENT]


@router.get("", response_model=PageOf[WebhookOut])
def list_webhooks(call: InGet, org: str, paging: InPage) -> Response:
    """The organisation's webhooks, in the order they were last changed in; never their secrets."""

    def use(work: Work, who: Principal) -> Reply:
        page = webhooks.list_webhooks(work, who, call.cursors.query(f"webhooks {org}", paging))
        return shown(call.cursors.page(f"webhooks {org}", map(WebhookOut.of, page.items), page.next))

    return call.read(org, use)


@router.post("", status_code=201, response_model=WebhookMade)
def create_webhook(call: InPost, org: str, body: WebhookIn) -> Response:
    """Have something told of what happens; the secret that signs the messages is shown this once."""

    def use(work: Work, who: Principal) -> Reply:
        return _made(org, webhooks.create_webhook(work, WebhookDesk.over(call.wiring), who, body.target()))

    return call.write(org, use)


@router.get("/{webhook}", response_model=WebhookOut)
def get_webhook(call: InGet, org: str, webhook: str) -> Response:
    """One webhook, without its secret."""
    return call.read(org, lambda work, who: _shown(visible_webhook(work, who, webhook)))


@router.put("/{webhook}", response_model=WebhookOut)
def update_webhook(call: InChange, org: str, webhook: str, body: WebhookChangeIn) -> Response:
    """Have something else told, switch it off, or on again."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_webhook(work, who, webhook)
        expected = call.expected(stored, lambda: WebhookOut.of(stored))
        desk, target = WebhookDesk.over(call.wiring), body.target()
        return _shown(webhooks.update_webhook(work, desk, who, stored, target, enabled=body.enabled, expected=expected))

    return call.write(org, use)


@router.delete("/{webhook}", status_code=204)
def delete_webhook(call: InChange, org: str, webhook: str) -> Response:
    """Have it told nothing more, and forget what it was told."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_webhook(work, who, webhook)
        webhooks.delete_webhook(work, who, stored, expected=call.expected(stored, lambda: WebhookOut.of(stored)))
        return done()

    return call.write(org, use)


@router.post("/{webhook}/rotation", response_model=WebhookMade)
def rotate_webhook_secret(call: InPost, org: str, webhook: str, body: WebhookRotationIn) -> Response:
    """Give it another secret, shown this once; for the overlap messages are signed by both."""

    def use(work: Work, who: Principal) -> Reply:
        desk, overlap = WebhookDesk.over(call.wiring), timedelta(hours=body.overlap_hours)
        stored = visible_webhook(work, who, webhook)
        anew = webhooks.rotate_webhook_secret(work, desk, who, stored, overlap=overlap)
        return shown(made(anew.stored, anew.secret), version=anew.stored.version, shown_once=True)

    return call.write(org, use)


@router.post("/{webhook}/ping", status_code=202, response_model=DeliveryOut)
def ping_webhook(call: InPost, org: str, webhook: str) -> Response:
    """Have a test message sent; its delivery says what came of it."""

    def use(work: Work, who: Principal) -> Reply:
        desk = WebhookDesk.over(call.wiring)
        sent = webhooks.ping_webhook(work, desk, who, visible_webhook(work, who, webhook))
        where = f"/v1/organisations/{org}/webhooks/{webhook}/deliveries/{sent.id}"
        return shown(DeliveryOut.of(sent), status=202, version=sent.version, location=where)

    return call.write(org, use)


@router.get("/{webhook}/deliveries", response_model=PageOf[DeliveryOut])
def list_webhook_deliveries(call: InGet, org: str, webhook: str, paging: InPage, state: ByState = None) -> Response:
    """What a webhook was told, and what came of it, in the order it last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        equal = {"webhook_id": visible_webhook(work, who, webhook).id, **({} if state is None else {"state": state})}
        name = f"deliveries {org} {sorted(equal.items())}"
        page = work.deliveries.list(call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(DeliveryOut.of, page.items), page.next))

    return call.read(org, use)


@router.get("/{webhook}/deliveries/{delivery}", response_model=DeliveryOut)
def get_webhook_delivery(call: InGet, org: str, webhook: str, delivery: str) -> Response:
    """One message, and what came of it."""

    def use(work: Work, who: Principal) -> Reply:
        found = webhooks.visible_delivery(work, visible_webhook(work, who, webhook), delivery)
        return shown(DeliveryOut.of(found), version=found.version)

    return call.read(org, use)


@router.post("/{webhook}/deliveries/{delivery}/redelivery", status_code=202, response_model=DeliveryOut)
def redeliver_webhook(call: InPost, org: str, webhook: str, delivery: str) -> Response:
    """Have a message sent again under the same id, with all its attempts."""

    def use(work: Work, who: Principal) -> Reply:
        target = visible_webhook(work, who, webhook)
        again = webhooks.redeliver(work, who, target, webhooks.visible_delivery(work, target, delivery))
        return shown(DeliveryOut.of(again), status=202, version=again.version)

    return call.write(org, use)


def _shown(webhook: Webhook) -> Reply:
    return shown(WebhookOut.of(webhook), version=webhook.version)


def _made(org: str, anew: MadeWebhook) -> Reply:
    where = f"/v1/organisations/{org}/webhooks/{anew.stored.id}"
    content = made(anew.stored, anew.secret)
    return shown(content, status=201, version=anew.stored.version, location=where, shown_once=True)
