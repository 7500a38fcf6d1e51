"""A webhook in a world of the API, a message that was given up, and a receiver that can be told what to answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api_world import World
from bsc_audit.app.service.announcing import enqueue
from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.app.service.webhook_jobs import Answer

SECRET = "whsec_" + "c2VjcmV0" * 6


def hooked_things(world: World, org: str) -> Mapping[str, str]:
    """Ids of a webhook and of a message to it, by the name of the path parameter."""
    stamp = dict(world.stamp())
    sealed = world.wiring.sealer.seal(SECRET, noun="webhook", id=stamp["id"])
    with world.work.write(org) as work:
        hook = work.webhooks.add(Webhook(**stamp, url="https://systems.example/hook", events=(), secrets=(sealed,)))
        sent = dict(world.stamp())
        job = work.jobs.cancel(enqueue(work, sent["id"], actor="person:somebody", run_at=world.clock.now()))
        payload = {
            "type": "webhook.ping",
            "id": hook.id,
            "href": "https://audit.example/x",
            "at": "2026-11-22T09:00:00Z",
        }
        about = {"webhook_id": hook.id, "event": "webhook.ping", "about": hook.id, "payload": payload}
        delivery = WebhookDelivery(**sent, **about, state=DeliveryState.FAILED, error="no answer", job_id=job.id)
        return {"webhook": hook.id, "delivery": work.deliveries.add(delivery).id}


@dataclass
class Receiver:
    """Fulfils the port `Courier`: keeps what it is sent, and answers as it is told."""

    answers: list[Answer] = field(default_factory=list)  # the next ones; then 204
    sent: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.sent.append((url, headers, body))
        return self.answers.pop(0) if self.answers else Answer(status=204)
