"""Short secrets as they are stored: sealed by the service's secret, each for its own row.

What is stored is `sealed:1:` and base64url of a nonce and AES-256-GCM's ciphertext with its tag. The key is derived
from the service's secret, so that a copy of the database alone gives nobody a second factor or a webhook's secret.
Noun and id are bound in: a value that is moved to another row cannot be opened there. A text without the prefix is
one of the days before sealing; it is read as it is, and sealed when it is next written.
"""

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bsc_audit.app.service.refusals import Unavailable

PREFIX = "sealed:1:"
NONCE_BYTES = 12
_LABEL = b"bsc_audit secrets at rest, 1"


@dataclass(slots=True, eq=False)
class SealBroken(Unavailable):
    """A stored secret was sealed by a secret the service is not told, for another row, or was changed."""


class Sealer:
    """Seals by the service's secret; opens what it, or a former one, has sealed."""

    def __init__(self, secret: bytes, former: Sequence[bytes] = ()) -> None:
        """Derive the keys.

        Args:
            secret: of the service, at least 32 bytes.
            former: secrets of the service before this one; they open, and seal nothing.
        """
        if min(len(one) for one in (secret, *former)) < 32:
            raise ValueError("a sealing secret has at least 32 bytes")
        self._present = _cipher(secret)
        self._every = (self._present, *map(_cipher, former))

    def seal(self, text: str, *, noun: str, id: str) -> str:
        """What is to be stored of a secret in the row of this noun and id; another text each time."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._present.encrypt(nonce, text.encode(), _place(noun, id))
        return PREFIX + base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, stored: str, *, noun: str, id: str) -> str:
        """The secret that is stored in the row of this noun and id.

        Raises:
            SealBroken: nothing the service knows opens it here.
        """
        if not stored.startswith(PREFIX):
            return stored
        found = _opened(self._every, stored, _place(noun, id))
        if found is None:
            raise SealBroken(
                f"a secret of {noun} {id} cannot be read: it was sealed by another secret than the service has; "
                "the operator names that one in BSC_FORMER_SECRETS"
            )
        return found

    def is_current(self, stored: str, *, noun: str, id: str) -> bool:
        """Whether it is sealed, and by the present secret."""
        return stored.startswith(PREFIX) and _opened((self._present,), stored, _place(noun, id)) is not None


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_LABEL).derive(secret))


def _place(noun: str, id: str) -> bytes:
    return f"{noun}/{id}".encode()


def _opened(ciphers: Sequence[AESGCM], stored: str, place: bytes) -> str | None:
    coded = stored.removeprefix(PREFIX)
    try:
        data = base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    for cipher in ciphers:
        try:
            return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], place).decode()
        except (InvalidTag, ValueError):  # of another secret; or too short to hold a nonce
            continue
    return None
