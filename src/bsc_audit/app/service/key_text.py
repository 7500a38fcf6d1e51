"""The written form of an API key: made, read and compared; storing it is another's business.

`bsca_<12>_<43>_<6>`: prefix and checksum let scanners find a leaked key and let the server refuse a mistyped one
without looking it up; the 43 letters carry 256 bits, so a plain SHA-256 of them is as good as a slow hash.
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib
from dataclasses import dataclass

PREFIX = "bsca"
KEYID_LETTERS = 12
SECRET_LETTERS = 43
CHECK_LETTERS = 6
LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase  # base 62

_SHAPE = re.compile(
    rf"{PREFIX}_([0-9A-Za-z]{{{KEYID_LETTERS}}})_([0-9A-Za-z]{{{SECRET_LETTERS}}})_([0-9A-Za-z]{{{CHECK_LETTERS}}})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyText:
    """An API key as its owner holds it. Never stored, never logged."""

    keyid: str  # public, 12 letters
    secret: str  # 43 letters

    def __repr__(self) -> str:
        return f"KeyText({self.keyid!r})"

    @property
    def written(self) -> str:
        """The key as it is sent."""
        body = f"{PREFIX}_{self.keyid}_{self.secret}"
        return f"{body}_{_checksum(body)}"

    @property
    def secret_sha256(self) -> str:
        """What is stored of the secret: 64 hexadecimal digits."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def proves(self, stored_sha256: str) -> bool:
        """Whether this secret is the stored one, in a time that tells nothing."""
        return hmac.compare_digest(self.secret_sha256, stored_sha256)


def new_key() -> KeyText:
    """A key nobody has had before."""
    return KeyText(keyid=_letters(KEYID_LETTERS), secret=_letters(SECRET_LETTERS))


def read_key(text: str) -> KeyText | None:
    """Read a key; None when it is none or its checksum says it was mistyped or cut off."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    key = KeyText(keyid=found[1], secret=found[2])
    return key if hmac.compare_digest(key.written, text) else None


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _checksum(body: str) -> str:
    """CRC-32 in base 62, six letters; it finds mistakes, it proves nothing."""
    number, letters = zlib.crc32(body.encode()), ""
    for _ in range(CHECK_LETTERS):
        number, digit = divmod(number, len(LETTERS))
        letters = LETTERS[digit] + letters
    return letters
