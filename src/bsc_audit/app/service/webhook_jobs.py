"""The job that sends a message: begun, sent and ended in three steps, so that what was sent is never sent unknown.

A worker that is killed on the way leaves an attempt behind, and another sends the message again under the same id:
a receiver hears of everything at least once, and tells repetitions by the id.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Protocol

from bsc_audit import __version__
from bsc_audit.app.service.job_work import Effect, Handler, JobFailed, Tell, job_problem
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.app.service.ports import UnitOfWork, Work
from bsc_audit.app.service.sealed import Sealer
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.webhook_signing import signed_headers
from bsc_audit.app.service.webhooks import NOUN

# Between an attempt and the next: eight attempts in about a day.
PAUSES: Sequence[timedelta] = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=14),
)
FAILED_LONG = timedelta(hours=12)  # so long nothing was taken, and a message is given up: the webhook is disabled
GONE = 410  # the receiver's word for: never again
ACTOR = "worker"  # who disables a webhook, as the audit log names it
_HEADERS = {"content-type": "application/json", "user-agent": f"bsc-audit/{__version__} (webhooks)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of sending."""

    status: int | None = None  # None: no answer came
    error: str = ""  # then: why

    @property
    def taken(self) -> bool:
        """The receiver has the message."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def said(self) -> str:
        """Why it was not taken, for people."""
        if self.status is None:
            return self.error
        redirected = "; redirects are not followed" if 300 <= self.status < 400 else ""
        return f"the receiver answered {self.status}{redirected}"


class Courier(Protocol):
    """Sends messages over the web."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send once, follow no redirect, and wait for the status no longer than is bearable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    url: str
    headers: Mapping[str, str]
    body: bytes


def webhook_handler(store: UnitOfWork, sealer: Sealer, courier: Courier) -> Handler:
    """What does the jobs of the kind `webhook`."""

    def send(job: Job, _tell: Tell) -> Effect:
        with store.write(job.org_id) as work:
            attempt = _begin(work, sealer, job)
        if attempt is None:
            return lambda _work: {"sent": False}
        answer = courier.post(attempt.url, attempt.headers, attempt.body)
        if answer.taken:
            return partial(_delivered, job=job, answer=answer)
        raise JobFailed(
            job_problem("webhook-not-delivered", answer.said),
            partial(_not_delivered, job=job, answer=answer),
            again=answer.status != GONE,
            wait=PAUSES[min(job.attempt, len(PAUSES)) - 1],
        )

    return send


def _begin(work: Work, sealer: Sealer, job: Job) -> _Attempt | None:
    """Write an attempt down before it is made; None where there is nothing to send any more.

    From here on the message counts as sent: what changes later is told by another one.
    """
    delivery = work.deliveries.find(job.payload["delivery"])
    if delivery is None or delivery.state is DeliveryState.DELIVERED:
        return None
    webhook = work.webhooks.get(delivery.webhook_id)
    if webhook.disabled_at is not None:
        _keep(work, delivery, state=DeliveryState.FAILED, error=f"the webhook is disabled: {webhook.disabled_reason}")
        return None
    _keep(work, delivery, state=DeliveryState.PENDING, attempts=delivery.attempts + 1, attempted_at=work.now)
    return _attempt(work, sealer, webhook, delivery)


def _attempt(work: Work, sealer: Sealer, webhook: Webhook, delivery: WebhookDelivery) -> _Attempt:
    body = json.dumps(delivery.payload, separators=(",", ":"), ensure_ascii=False).encode()
    secrets = [sealer.open(one, noun=NOUN, id=webhook.id) for one in webhook.signs_with(work.now)]
    headers = {**_HEADERS, **signed_headers(secrets, delivery.id, work.now, body)}
    return _Attempt(url=webhook.url, headers=headers, body=body)


def _delivered(work: Work, *, job: Job, answer: Answer) -> Json:
    delivery = work.deliveries.find(job.payload["delivery"])
    if delivery is not None:
        done = {"state": DeliveryState.DELIVERED, "delivered_at": work.now}
        _keep(work, delivery, status=answer.status, error="", **done)
        webhook = work.webhooks.get(delivery.webhook_id)
        if webhook.failing_since is not None:
            work.webhooks.replace(replace(webhook, failing_since=None), expected=webhook.version)
    return {"sent": True, "status": answer.status}


def _not_delivered(work: Work, *, job: Job, answer: Answer) -> None:
    delivery = work.deliveries.find(job.payload["delivery"])
    if delivery is None:
        return
    last = answer.status == GONE or job.attempt >= job.most_attempts
    state = DeliveryState.FAILED if last else DeliveryState.PENDING
    _keep(work, delivery, state=state, status=answer.status, error=answer.said)
    webhook = work.webhooks.get(delivery.webhook_id)
    failing = replace(webhook, failing_since=webhook.failing_since or work.now)
    reason = _why_disable(work, failing, answer) if last and webhook.disabled_at is None else ""
    if reason:
        failing = replace(failing, disabled_at=work.now, disabled_reason=reason)
    if failing != webhook:
        stored = work.webhooks.replace(failing, expected=webhook.version)
        if reason:
            note(work.audit, ACTOR, "disable_webhook", before=webhook, after=stored, detail=reason)


def _why_disable(work: Work, webhook: Webhook, answer: Answer) -> str:
    """The reason to tell a receiver nothing more; "" while there is hope."""
    if answer.status == GONE:
        return "the receiver answered 410: it wants no more"
    since = webhook.failing_since
    if since is None or work.now - since < FAILED_LONG:
        return ""
    return f"nothing was taken since {since:%Y-%m-%d %H:%M} UTC; at last: {answer.said}"


def _keep(work: Work, delivery: WebhookDelivery, **changed: object) -> None:
    work.deliveries.replace(replace(delivery, **changed), expected=delivery.version)  # type: ignore[arg-type]
