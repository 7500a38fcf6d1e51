"""Short texts handed out and taken back unchanged: cursors, challenges, invitations. Signed, not secret."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

MAC_BYTES = 16
MOST_CHARACTERS = 2_000


class Signer:
    """Signs values for one purpose each, so that no text can be used for what it was not made for."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("a signing secret has at least 32 bytes")
        self._secret = secret

    def sign(self, purpose: str, value: Mapping[str, Any]) -> str:
        """The value as a text of letters that fit an address."""
        payload = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(purpose, payload) + payload).decode().rstrip("=")

    def read(self, purpose: str, text: str) -> Mapping[str, Any] | None:
        """The value; None when the text is damaged, forged or was made for another purpose."""
        try:
            data = base64.urlsafe_b64decode(text[:MOST_CHARACTERS] + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            return None
        mac, payload = data[:MAC_BYTES], data[MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(purpose, payload)):
            return None
        value: Mapping[str, Any] = json.loads(payload)
        return value

    def sign_until(self, purpose: str, value: Mapping[str, Any], *, now: datetime, lasts: timedelta) -> str:
        """The same, for a time."""
        return self.sign(purpose, {**value, "until": int((now + lasts).timestamp())})

    def read_until(self, purpose: str, text: str, *, now: datetime) -> Mapping[str, Any] | None:
        """The value; None also when its time is over."""
        value = self.read(purpose, text)
        return value if value is not None and value["until"] >= now.timestamp() else None

    def _mac(self, purpose: str, payload: bytes) -> bytes:
        return hmac.new(self._secret, purpose.encode() + b"\0" + payload, hashlib.sha256).digest()[:MAC_BYTES]
