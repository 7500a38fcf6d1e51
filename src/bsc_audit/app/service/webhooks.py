"""Use cases of webhooks: where an organisation's systems are told what happens, tried out, switched off and on.

They concern the whole organisation, so nobody who was given a part of it has to do with them. A secret is stored
sealed, and shown once.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bsc_audit.app.service.announcing import Message, enqueue, post
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.app.service.ports import Ids, Page, Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, NotFound
from bsc_audit.app.service.sealed import Sealer
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.webhook_address import demand_address
from bsc_audit.app.service.webhook_events import EVENTS, EventName
from bsc_audit.app.service.webhook_signing import new_secret
from bsc_audit.app.service.wiring import Wiring

NOUN = "webhook"
MOST_WEBHOOKS = 20  # of an organisation: every event is written down once for each
SWITCHED_OFF = "switched off"
NO_WEBHOOK, NO_DELIVERY = "there is no such webhook", "there is no such delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to tell, and what about."""

    url: str
    events: Collection[EventName] = ()  # none: all
    description: str = ""

    def fields(self) -> dict[str, Any]:
        """As a webhook stores them; events in the order of their table."""
        subscribed = tuple(str(one) for one in EventName if one in self.events)
        return {"url": self.url, "events": subscribed, "description": self.description}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWebhook:
    """A stored webhook, and the secret its receiver is shown this once."""

    stored: Webhook
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDesk:
    """What it takes to have messages sent."""

    ids: Ids
    sealer: Sealer
    public_url: str  # of the service: messages say where to look
    anywhere: bool  # the operator allows private addresses and plain HTTP

    @classmethod
    def over(cls, wiring: Wiring) -> "WebhookDesk":
        """The desk of a service."""
        settings = wiring.settings
        return cls(
            ids=wiring.ids,
            sealer=wiring.sealer,
            public_url=settings.public_url,
            anywhere=settings.webhooks_anywhere,
        )


def list_webhooks(work: Work, who: Principal, query: Query) -> Page[Webhook]:
    """One page of the organisation's webhooks.

    Raises:
        Forbidden: the principal has a part of the organisation only.
    """
    who.demand_whole()
    return work.webhooks.list(query)


def visible_webhook(work: Work, who: Principal, webhook_id: str) -> Webhook:
    """A webhook.

    Raises:
        Forbidden: the principal has a part of the organisation only.
        NotFound: there is none.
    """
    who.demand_whole()
    found = work.webhooks.find(webhook_id)
    if found is None:
        raise NotFound(NO_WEBHOOK)
    return found


def create_webhook(work: Work, desk: WebhookDesk, who: Principal, target: Target) -> MadeWebhook:
    """Tell something of what happens from now on.

    Raises:
        Forbidden: the principal has a part of the organisation only.
        Invalid: no message would be sent there.
        Conflict: the organisation has as many as it may.
    """
    who.demand_whole()
    demand_address(target.url, anywhere=desk.anywhere)
    if len(work.webhooks.all()) >= MOST_WEBHOOKS:
        raise Conflict(f"an organisation has up to {MOST_WEBHOOKS} webhooks; delete one, or let one tell more")
    stamp, secret = fresh(desk.ids, work.now), new_secret()
    sealed = desk.sealer.seal(secret, noun=NOUN, id=stamp["id"])
    added = work.webhooks.add(Webhook(**stamp, **target.fields(), secrets=(sealed,)))
    note(work.audit, who, "create_webhook", after=added)
    return MadeWebhook(stored=added, secret=secret)


def update_webhook(
    work: Work, desk: WebhookDesk, who: Principal, webhook: Webhook, target: Target, *, enabled: bool, expected: int
) -> Webhook:
    """Tell elsewhere or of other things, switch it off, or on again.

    Raises:
        Invalid: no message would be sent there.
        StaleVersion: somebody changed it in between.
    """
    demand_address(target.url, anywhere=desk.anywhere)
    changed = replace(webhook, **target.fields())
    if enabled:
        changed = replace(changed, disabled_at=None, disabled_reason="", failing_since=None)
    elif webhook.disabled_at is None:
        changed = replace(changed, disabled_at=work.now, disabled_reason=SWITCHED_OFF)
    return _store(work, who, "update_webhook", webhook, changed, expected)


def delete_webhook(work: Work, who: Principal, webhook: Webhook, *, expected: int) -> None:
    """Tell it nothing more, and forget what it was told.

    Raises:
        StaleVersion: somebody changed it in between.
    """
    for one in work.deliveries.all(webhook_id=webhook.id):
        if one.state is DeliveryState.PENDING and one.job_id is not None:
            work.jobs.cancel(one.job_id)
        work.deliveries.remove(one.id, expected=one.version)
    work.webhooks.remove(webhook.id, expected=expected)
    note(work.audit, who, "delete_webhook", before=webhook)


def rotate_webhook_secret(
    work: Work, desk: WebhookDesk, who: Principal, webhook: Webhook, *, overlap: timedelta
) -> MadeWebhook:
    """Give it another secret; for the overlap messages are signed by both, so that no receiver has to stop."""
    secret = new_secret()
    sealed = desk.sealer.seal(secret, noun=NOUN, id=webhook.id)
    changed = replace(webhook, secrets=(sealed, webhook.secrets[0]), old_secret_until=work.now + overlap)
    stored = _store(work, who, "rotate_webhook_secret", webhook, changed, webhook.version)
    return MadeWebhook(stored=stored, secret=secret)


def ping_webhook(work: Work, desk: WebhookDesk, who: Principal, webhook: Webhook) -> WebhookDelivery:
    """Have a test message sent.

    Raises:
        Conflict: the webhook is disabled.
    """
    _demand_enabled(webhook)
    test = Message(event=EVENTS[EventName.WEBHOOK_PING], about=webhook.id, actor=who.actor)
    sent = post(work, desk.ids, desk.public_url, webhook, test)
    note(work.audit, who, "ping_webhook", after=sent)
    return sent


def visible_delivery(work: Work, webhook: Webhook, delivery_id: str) -> WebhookDelivery:
    """A message to a webhook.

    Raises:
        NotFound: there is none.
    """
    found = work.deliveries.find(delivery_id)
    if found is None or found.webhook_id != webhook.id:
        raise NotFound(NO_DELIVERY)
    return found


def redeliver(work: Work, who: Principal, webhook: Webhook, delivery: WebhookDelivery) -> WebhookDelivery:
    """Have a message sent again, under the same id, with all its attempts.

    Raises:
        Conflict: the webhook is disabled, or the message is being sent.
    """
    _demand_enabled(webhook)
    if delivery.state is DeliveryState.PENDING and not _given_up(work, delivery):
        raise Conflict("the message waits to be sent, or is being sent")
    job = enqueue(work, delivery.id, actor=who.actor, run_at=work.now)
    again = replace(delivery, state=DeliveryState.PENDING, delivered_at=None, job_id=job)
    stored = work.deliveries.replace(again, expected=delivery.version)
    note(work.audit, who, "redeliver_webhook", before=delivery, after=stored)
    return stored


def _given_up(work: Work, delivery: WebhookDelivery) -> bool:
    """Whether the job that was to send it has ended without a word: cancelled, or lost with its worker."""
    job = work.jobs.find(delivery.job_id) if delivery.job_id else None
    return job is None or job.ended


def _demand_enabled(webhook: Webhook) -> None:
    if webhook.disabled_at is not None:
        raise Conflict(f"the webhook is disabled ({webhook.disabled_reason}); enable it first")


def _store(work: Work, who: Principal, action: str, before: Webhook, after: Webhook, expected: int) -> Webhook:
    stored = work.webhooks.replace(after, expected=expected)
    note(work.audit, who, action, before=before, after=stored)
    return stored
