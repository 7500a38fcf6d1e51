"""What a route answers, as a value: it can be sent now, and the same again for the same Idempotency-Key."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel
from starlette.responses import Response

from bsc_audit.api.conditional import etag


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Status, headers and body of a response."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    shown_once: bool = False  # the body holds a secret: it is not kept for a repetition

    def response(self) -> Response:
        """As the framework sends it."""
        return Response(self.body, self.status, headers=dict(self.headers))


def shown(
    content: BaseModel,
    *,
    status: int = 200,
    version: int | None = None,
    location: str | None = None,
    shown_once: bool = False,
) -> Reply:
    """A reply that shows something.

    Args:
        content: what is shown.
        status: 200, 201 for what was made, 202 for what is being made.
        version: of what is shown, for the ETag; None where it has none.
        location: address of what was made.
        shown_once: the content holds a secret.
    """
    headers = {"content-type": "application/json"}
    if version is not None:
        headers["etag"] = etag(version)
    if location is not None:
        headers["location"] = location
    return Reply(status=status, body=content.model_dump_json().encode(), headers=headers, shown_once=shown_once)


def done() -> Reply:
    """A reply with nothing to show."""
    return Reply(status=204)
