"""A store that tells webhooks what happens in it: messages become true with what they tell of, or not at all.

It listens to what is noted in the audit log of a transaction and, before that ends, adds the messages and the jobs
that send them. So no use case has to think of webhooks, and none can forget them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.audit import AuditEntry, AuditEvent, AuditHead
from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.app.service.moments import written
from bsc_audit.app.service.ports import AuditLog, Ids, Installation, Order, UnitOfWork, Work
from bsc_audit.app.service.webhook_events import BY_ENTRY, Event

T = TypeVar("T")
KIND = "webhook"  # of the jobs
MOST_ATTEMPTS = 8
PRIORITY = -1  # people wait for reports; a receiver that does not answer must not be in their way


class Announcing:
    """Fulfils the port `UnitOfWork` over another store."""

    def __init__(self, store: UnitOfWork, ids: Ids, *, public_url: str) -> None:
        self._store, self._ids, self._public_url = store, ids, public_url

    def read(self, org_id: str) -> AbstractContextManager[Work]:
        """As the store does."""
        return self._store.read(org_id)

    def admitted(self, org_id: str, admit: Callable[[Installation], T]) -> AbstractContextManager[tuple[T, Work]]:
        """As the store does."""
        return self._store.admitted(org_id, admit)

    def installation(self, *, write: bool = False) -> AbstractContextManager[Installation]:
        """As the store does: what belongs to no organisation is told to nobody."""
        return self._store.installation(write=write)

    @contextmanager
    def write(self, org_id: str) -> Iterator[Work]:
        """As the store does, and the messages of what happened with it."""
        with self._store.write(org_id) as work:
            log = _Listening(work.audit)
            yield replace(work, audit=log)
            _announce(work, self._ids, self._public_url, log.heard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that happened, before it is addressed to a webhook."""

    event: Event
    about: str  # id of what it happened to
    actor: str  # who did it


def post(work: Work, ids: Ids, public_url: str, webhook: Webhook, message: Message) -> WebhookDelivery:
    """Have a message sent to a webhook; one that waits to be sent and would say the same is given again."""
    event, about = message.event, message.about
    same: dict[str, Any] = {"webhook_id": webhook.id, "event": event.name, "about": about}
    waits = work.deliveries.one(**same, state=DeliveryState.PENDING, attempts=0) if event.gathered else None
    if waits is not None:
        return waits
    stamp = fresh(ids, work.now)
    job = enqueue(work, stamp["id"], actor=message.actor, run_at=work.now + event.gathered)
    href = f"{public_url}/v1/organisations/{work.org_id}{event.href.format(id=about)}"
    payload = {"type": str(event.name), "id": about, "href": href, "at": written(work.now)}
    sent = WebhookDelivery(**stamp, **same, payload=payload, state=DeliveryState.PENDING, job_id=job)
    return work.deliveries.add(sent)


def enqueue(work: Work, delivery_id: str, *, actor: str, run_at: datetime) -> str:
    """Id of a new job that sends a message."""
    payload = {"delivery": delivery_id}
    order = Order(
        kind=KIND, payload=payload, actor=actor, run_at=run_at, priority=PRIORITY, most_attempts=MOST_ATTEMPTS
    )
    return work.jobs.enqueue(order).id


class _Listening:
    """Fulfils the port `AuditLog` over another log, and remembers what was noted that an event is known by."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log
        self.entries = log.entries
        self.heard: list[AuditEvent] = []

    def append(self, event: AuditEvent) -> AuditEntry:
        if (event.action, event.target.partition("/")[0]) in BY_ENTRY:
            self.heard.append(event)
        return self._log.append(event)

    def head(self) -> AuditHead:
        return self._log.head()


def _announce(work: Work, ids: Ids, public_url: str, heard: Iterable[AuditEvent]) -> None:
    if not heard:
        return
    webhooks = work.webhooks.all(disabled_at=None)
    if not webhooks:
        return
    messages = _messages(work, heard)
    for webhook in webhooks:
        for message in messages:
            if not webhook.events or message.event.name in webhook.events:
                post(work, ids, public_url, webhook, message)


def _messages(work: Work, heard: Iterable[AuditEvent]) -> list[Message]:
    """What happened, each thing once, in the order it first did."""
    found: dict[tuple[str, str], Message] = {}
    for entries in _by_kind(heard).values():
        noted = entries[0]
        for event in BY_ENTRY[noted.action, noted.target.partition("/")[0]]:
            for about in _about(work, event, [one.target.partition("/")[2] for one in entries]):
                found.setdefault((event.name, about), Message(event=event, about=about, actor=noted.actor))
    return list(found.values())


def _by_kind(heard: Iterable[AuditEvent]) -> Mapping[tuple[str, str], list[AuditEvent]]:
    """Entries of one action on one noun together, so that five hundred answers are looked up at once."""
    found: dict[tuple[str, str], list[AuditEvent]] = {}
    for one in heard:
        found.setdefault((one.action, one.target.partition("/")[0]), []).append(one)
    return found


def _about(work: Work, event: Event, ids: list[str]) -> list[str]:
    """Ids of what an event is about, each once."""
    if event.among is None:
        return list(dict.fromkeys(ids))
    named = event.among(work).all(id=tuple(dict.fromkeys(ids)))
    return list(dict.fromkeys(getattr(one, event.field) for one in named))
