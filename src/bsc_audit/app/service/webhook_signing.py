"""Signing messages as Standard Webhooks (version 1) has it: HMAC-SHA256 over id, time and body.

A receiver checks one of the signatures, and that the time is near; so a message cannot be forged, and not be sent again
by somebody who overheard it.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret as its receiver is given it: `whsec_` and base64 of 256 bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, at: int, body: bytes) -> str:
    """One signature.

    Args:
        secret: as it was given to the receiver.
        message_id: the same for every attempt.
        at: of this attempt, in seconds since 1970.
        body: as it is sent.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    made = hmac.new(key, b".".join((message_id.encode(), str(at).encode(), body)), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def signed_headers(secrets_: Iterable[str], message_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """The headers of an attempt, with a signature by each secret: two while one is rotated."""
    seconds = int(at.timestamp())
    signatures = (signature(secret, message_id, seconds, body) for secret in secrets_)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signatures),
    }
