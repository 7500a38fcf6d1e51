"""Webhooks and what they were told, as the API takes and shows them."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from bsc_audit.api.schemas.base import Sent, StoredOut
from bsc_audit.api.times import Instant
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.model.webhook import DeliveryState
from bsc_audit.app.service.webhook_events import EventName
from bsc_audit.app.service.webhooks import Target

Url = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, pattern=r"^[!-~]+$"),
    Field(description="https, and a public address, unless the operator allows others"),
]
Events = Annotated[list[EventName], Field(max_length=len(EventName), description="none: all of them")]
Description = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class WebhookIn(Sent):
    """Where to tell, and what about."""

    url: Url
    events: Events = Field(default_factory=list)
    description: Description = ""

    def target(self) -> Target:
        """As the use cases take it."""
        return Target(url=self.url, events=self.events, description=self.description)


class WebhookChangeIn(WebhookIn):
    """The same anew, and whether it is told anything."""

    enabled: bool = Field(default=True, description="true also takes back that it was disabled after failures")


class WebhookRotationIn(Sent):
    """How to rotate a secret."""

    overlap_hours: int = Field(default=24, ge=0, le=24 * 30, description="how long the old one signs, too")


class WebhookOut(StoredOut):
    """A webhook, without its secret."""

    url: str
    events: list[EventName]
    description: str
    old_secret_until: Instant | None = Field(description="until then messages carry a signature by the old secret, too")
    failing_since: Instant | None = Field(description="first of the attempts that failed since the last that did not")
    disabled_at: Instant | None = Field(description="since then nothing is told")
    disabled_reason: str


class WebhookMade(WebhookOut):
    """A webhook with its new secret."""

    secret: str = Field(description="whsec_…; shown this once")


class MessageOut(BaseModel):
    """The body of a message: what happened to what, and where to look; never the thing itself."""

    type: EventName
    id: str
    href: str
    at: Instant


class DeliveryOut(StoredOut):
    """One message to one webhook; its id is the `webhook-id` of every attempt."""

    webhook_id: str
    event: EventName
    payload: MessageOut
    state: DeliveryState
    attempts: int = Field(description="begun so far")
    attempted_at: Instant | None = Field(description="the last one")
    status: int | None = Field(description="of the last answer; null: none came")
    error: str = Field(description="why the last attempt failed")
    delivered_at: Instant | None
    job_id: str | None = Field(description="says when the next attempt is")


def made(webhook: Stored, secret: str) -> "WebhookMade":
    """A webhook as it is shown once."""
    return WebhookMade(**WebhookOut.of(webhook).model_dump(), secret=secret)
