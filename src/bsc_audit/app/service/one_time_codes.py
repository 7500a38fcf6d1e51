"""Second factor by one-time codes (TOTP, RFC 6238), and recovery codes for the day the telephone is lost."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import pyotp

ISSUER = "bsc_audit"
STEP = timedelta(seconds=30)
RECOVERY_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike


def new_secret() -> str:
    """A secret for an authenticator, 160 bits in base 32."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, account: str) -> str:
    """What a QR code shows an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def step_of_code(secret: str, code: str, now: datetime, *, after: int | None) -> int | None:
    """The time step a code belongs to, the one before and after now allowed for slow clocks; None when it is wrong.

    Args:
        secret: of the authenticator.
        code: six digits as typed.
        now: aware.
        after: the step of the last code that was accepted; no code is accepted twice. None before the first.
    """
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp() // STEP.total_seconds())
    steps = [step for step in (present - 1, present, present + 1) if after is None or step > after]
    typed = code.replace(" ", "").encode()
    found = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed)]
    return found[0] if found else None


def new_recovery_codes() -> tuple[str, ...]:
    """Codes that replace the authenticator once each, 50 bits apiece."""
    return tuple(_code() for _ in range(RECOVERY_CODES))


def recovery_hash(person: str, code: str) -> str:
    """What is stored of a person's recovery code."""
    plain = code.strip().lower().replace("-", "").replace(" ", "")
    return hashlib.sha256(f"{person}:{plain}".encode()).hexdigest()


def _code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"
