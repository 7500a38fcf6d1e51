"""Second factors of a person: one-time codes with recovery codes, and passkeys. Changing them takes the password.

What waits for an answer (a challenge, a secret not yet confirmed) is handed out signed and for five minutes; only its
use is stored, so that nobody fills the database by asking.
"""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bsc_audit.app.service.access import token_hash
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.person import OneTimeToken, Passkey, Person, Purpose, Session
from bsc_audit.app.service.one_time_codes import (
    enrolment_uri,
    new_recovery_codes,
    new_secret,
    recovery_hash,
    step_of_code,
)
from bsc_audit.app.service.passkeys import RelyingParty, registered, registration_options
from bsc_audit.app.service.passwords import password_proves
from bsc_audit.app.service.ports import Ids, Installation
from bsc_audit.app.service.refusals import NotFound, NotSignedIn, SecondFactorNeeded, invalid
from bsc_audit.app.service.signed import Signer
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.wiring import Wiring

PASSKEY_LASTS = timedelta(minutes=5)
RECOVERY_LASTS = timedelta(days=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A secret that waits for the first code made with it."""

    secret: str
    uri: str  # for a QR code
    token: str


def demand_password(person: Person, password: str) -> None:
    """Refuse to change how somebody signs in without their password.

    Raises:
        Invalid: it is wrong.
        TooMany: too many passwords are being checked.
    """
    if not password_proves(password, person.password_hash):
        raise invalid("/password", "password-wrong", "the password is wrong")


def demand_as_strong(installation: Installation, person: Person, session: Session) -> None:
    """Refuse to change second factors in a session that was begun without the one there is already.

    Who stole a password only could else register a factor of their own beside it.

    Raises:
        SecondFactorNeeded: the person has one, and the session began without.
    """
    if session.second_factor_at is None and has_factor(installation, person):
        raise SecondFactorNeeded("sign in again with the second factor you have, then change it")


def has_factor(installation: Installation, person: Person) -> bool:
    """Whether a person has registered codes or a passkey."""
    return person.totp_secret is not None or installation.passkeys.one(person_id=person.id) is not None


def begin_codes(signer: Signer, person: Person, now: datetime) -> Enrolment:
    """A secret for an authenticator; it counts once a code made with it comes back."""
    secret = new_secret()
    value = {"person": person.id, "secret": secret}
    token = signer.sign_until("totp", value, now=now, lasts=PASSKEY_LASTS)
    return Enrolment(secret=secret, uri=enrolment_uri(secret, person.email), token=token)


def confirm_codes(
    installation: Installation, wiring: Wiring, person: Person, session: Session, *, token: str, code: str
) -> tuple[str, ...]:
    """From now on one-time codes are asked for; gives recovery codes, in the place of any before.

    Raises:
        Invalid: token or code is wrong.
    """
    value = Signer(wiring.settings.secret).read_until("totp", token, now=installation.now)
    if value is None or value["person"] != person.id:
        raise invalid("/token", "token-unknown", "begin again; a secret waits five minutes for its first code")
    demand_as_strong(installation, person, session)
    if step_of_code(value["secret"], code, installation.now, after=None) is None:
        raise invalid("/code", "code-wrong", "the code is wrong; mind the clock of the authenticator")
    sealed = wiring.sealer.seal(value["secret"], noun="person", id=person.id)
    changed = installation.persons.replace(replace(person, totp_secret=sealed), expected=person.version)
    installation.sessions.replace(replace(session, second_factor_at=installation.now), expected=session.version)
    note(installation.audit, f"person:{person.id}", "confirm_codes", before=person, after=changed)
    return _new_recovery_codes(installation, wiring.ids, person)


def waiting_codes(signer: Signer, person: Person, token: str, now: datetime) -> Enrolment | None:
    """The secret a token of `begin_codes` carries, to show it again; None where it is too old or another's."""
    value = signer.read_until("totp", token, now=now)
    if value is None or value["person"] != person.id:
        return None
    return Enrolment(secret=value["secret"], uri=enrolment_uri(value["secret"], person.email), token=token)


def remove_codes(installation: Installation, person: Person, session: Session) -> None:
    """One-time codes are asked for no more; roles that demand a second factor need a passkey then.

    Raises:
        SecondFactorNeeded: as `demand_as_strong`.
    """
    demand_as_strong(installation, person, session)
    changed = installation.persons.replace(replace(person, totp_secret=None), expected=person.version)
    _forget_recovery_codes(installation, person)
    note(installation.audit, f"person:{person.id}", "remove_codes", before=person, after=changed)


def passkey_registration(
    installation: Installation, signer: Signer, party: RelyingParty, person: Person
) -> Mapping[str, Any]:
    """What a browser needs to make a passkey, and the token its answer comes back with."""
    token, challenge = new_challenge(signer, f"register {person.id}", installation.now)
    known = [bytes_of(one.credential_id) for one in installation.passkeys.all(person_id=person.id)]
    options = registration_options(
        party, person=person.id, email=person.email, name=person.name, challenge=challenge, known=known
    )
    return {"token": token, "options": options}


def add_passkey(
    installation: Installation,
    ids: Ids,
    signer: Signer,
    party: RelyingParty,
    person: Person,
    session: Session,
    *,
    token: str,
    name: str,
    answer: Mapping[str, Any],
) -> Passkey:
    """Store the passkey a browser made; the session counts as begun with it.

    Raises:
        Invalid: token or answer prove nothing.
        Conflict: the passkey is registered already, or the token was used.
        SecondFactorNeeded: as `demand_as_strong`.
    """
    demand_as_strong(installation, person, session)
    try:
        challenge = challenge_of(installation, ids, signer, f"register {person.id}", token)
    except NotSignedIn as error:
        raise invalid("/token", "token-unknown", "begin again; a registration waits five minutes") from error
    found = registered(party, answer, challenge=challenge)
    if found is None:
        raise invalid("/credential", "passkey-unproved", "the browser's answer proves no passkey of this site")
    made = Passkey(
        **fresh(ids, installation.now),
        person_id=person.id,
        credential_id=text_of(found.credential_id),
        public_key=text_of(found.public_key),
        sign_count=found.sign_count,
        name=name,
    )
    added = installation.passkeys.add(made)
    installation.sessions.replace(replace(session, second_factor_at=installation.now), expected=session.version)
    note(installation.audit, f"person:{person.id}", "add_passkey", after=added)
    return added


def remove_passkey(
    installation: Installation, person: Person, session: Session, passkey_id: str, *, request_id: str = ""
) -> None:
    """Forget a passkey.

    Raises:
        NotFound: the person has no such one.
        SecondFactorNeeded: as `demand_as_strong`.
    """
    demand_as_strong(installation, person, session)
    found = installation.passkeys.one(id=passkey_id, person_id=person.id)
    if found is None:
        raise NotFound("there is no such passkey")
    installation.passkeys.remove(found.id, expected=found.version)
    note(installation.audit, f"person:{person.id}", "remove_passkey", before=found, request_id=request_id)


def new_challenge(signer: Signer, purpose: str, now: datetime) -> tuple[str, bytes]:
    """A token that carries a challenge, and the challenge."""
    challenge = secrets.token_bytes(32)
    value = {"challenge": text_of(challenge)}
    return signer.sign_until(f"passkey {purpose}", value, now=now, lasts=PASSKEY_LASTS), challenge


def challenge_of(installation: Installation, ids: Ids, signer: Signer, purpose: str, token: str) -> bytes:
    """The challenge of a token, once.

    Raises:
        NotSignedIn: the token is forged or too old.
        Conflict: it was used.
    """
    value = signer.read_until(f"passkey {purpose}", token, now=installation.now)
    if value is None:
        raise NotSignedIn("the challenge is unknown or too old; begin again")
    now = installation.now
    installation.tokens.add(
        OneTimeToken(
            **fresh(ids, now),
            purpose=Purpose.PASSKEY_SIGN_IN,
            token_sha256=token_hash(token),
            expires_at=now + PASSKEY_LASTS,
            content={},
            used_at=now,
        )
    )
    return bytes_of(value["challenge"])


def text_of(data: bytes) -> str:
    """Base64url without padding, as browsers write it."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """The reverse of `text_of`."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _new_recovery_codes(installation: Installation, ids: Ids, person: Person) -> tuple[str, ...]:
    _forget_recovery_codes(installation, person)
    codes, now = new_recovery_codes(), installation.now
    for code in codes:
        installation.tokens.add(
            OneTimeToken(
                **fresh(ids, now),
                purpose=Purpose.SECOND_FACTOR,
                token_sha256=recovery_hash(person.id, code),
                expires_at=now + RECOVERY_LASTS,
                person_id=person.id,
                content={},
            )
        )
    return codes


def _forget_recovery_codes(installation: Installation, person: Person) -> None:
    for one in installation.tokens.all(person_id=person.id, purpose=Purpose.SECOND_FACTOR, used_at=None):
        installation.tokens.remove(one.id, expected=one.version)
