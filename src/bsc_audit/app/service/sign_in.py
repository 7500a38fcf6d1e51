"""Signing in and out: password and one-time code, or a passkey; every sign-in is a new session with a new token."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from bsc_audit.app.service.access import Shown, token_hash
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.person import OneTimeToken, Passkey, Person, Purpose, Session
from bsc_audit.app.service.one_time_codes import recovery_hash, step_of_code
from bsc_audit.app.service.passkeys import RelyingParty, credential_of, sign_in_options, signed_in
from bsc_audit.app.service.passwords import password_proves
from bsc_audit.app.service.ports import Installation
from bsc_audit.app.service.refusals import Conflict, NotFound, NotSignedIn, SecondFactorNeeded, TooMany
from bsc_audit.app.service.second_factor import bytes_of, challenge_of, new_challenge, text_of
from bsc_audit.app.service.signed import Signer
from bsc_audit.app.service.throttle import Throttle
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.wiring import Wiring

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody signs in from."""

    address: str  # of the network
    agent: str  # what the browser calls itself
    before: Shown | None = None  # the session it had; it ends with the sign-in


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new session, and its token for the cookie."""

    person: Person
    session: Session
    token: str


class SignIn:
    """The sign-ins of one installation."""

    def __init__(self, wiring: Wiring, throttle: Throttle) -> None:
        self._wiring, self._throttle = wiring, throttle
        self._signer = Signer(wiring.settings.secret)

    def by_password(self, *, email: str, password: str, code: str | None, place: Place) -> Begun:
        """Sign in with a password, and a one-time or recovery code where the person has registered codes.

        Raises:
            NotSignedIn: e-mail, password or code is wrong; the answer is the same for unknown people.
            SecondFactorNeeded: the password is right, and a code is asked for.
            TooMany: too many failures before, or too many passwords being checked.
        """
        names = (f"account {email.lower()}", f"address {place.address}")
        self._refuse_hasty(names)
        with self._wiring.work.installation() as installation:
            person = installation.persons.one(email=email.lower())
        known = person is not None and person.disabled_at is None
        if not password_proves(password, person.password_hash if person and known else None) or person is None:
            raise self._failed(names, "e-mail or password is wrong")
        if person.totp_secret is not None and code is None:
            raise SecondFactorNeeded("send a one-time code or a recovery code, too")
        with self._wiring.work.installation(write=True) as installation:
            proved = person.totp_secret is not None and _spend_code(installation, self._wiring, person, code or "")
            if person.totp_secret is None or proved:
                begun = self.begin(installation, person, place, second_factor=proved)
                self._throttle.succeeded(names[0])
                return begun
        raise self._failed(names, "the code is wrong or was used already")

    def passkey_options(self, party: RelyingParty) -> Mapping[str, Any]:
        """What a browser needs to ask for a passkey, and the token its answer comes back with."""
        token, challenge = new_challenge(self._signer, "sign-in", self._wiring.clock.now())
        return {"token": token, "options": sign_in_options(party, challenge=challenge)}

    def by_passkey(self, party: RelyingParty, *, token: str, answer: Mapping[str, Any], place: Place) -> Begun:
        """Sign in with a passkey, which is something one has and, by its verification, is or knows: two factors.

        Raises:
            NotSignedIn: the answer proves nobody.
            TooMany: too many failures before.
        """
        names = (f"address {place.address}",)
        self._refuse_hasty(names)
        try:
            with self._wiring.work.installation(write=True) as installation:
                challenge = challenge_of(installation, self._wiring.ids, self._signer, "sign-in", token)
                passkey, count = _proved(installation, party, challenge, answer)
                used = replace(passkey, sign_count=count, used_at=installation.now)
                installation.passkeys.replace(used, expected=passkey.version)
                person = installation.persons.get(passkey.person_id)
                if person.disabled_at is not None:
                    raise NotSignedIn(NO_PASSKEY)
                return self.begin(installation, person, place, second_factor=True)
        except (NotSignedIn, Conflict) as error:
            raise self._failed(names, NO_PASSKEY) from error

    def counted(self, place: Place, attempt: Callable[[], T]) -> T:
        """Try something that may prove who somebody is; failures of an address make it wait.

        Raises:
            NotSignedIn: it proved nobody.
            TooMany: too many failures before.
        """
        names = (f"address {place.address}",)
        self._refuse_hasty(names)
        try:
            return attempt()
        except NotSignedIn as error:
            raise self._failed(names, error.detail) from error

    def begin(self, installation: Installation, person: Person, place: Place, *, second_factor: bool) -> Begun:
        """A new session; the one the browser had before ends, so that nobody is handed a prepared one."""
        now, token = installation.now, secrets.token_urlsafe(32)
        session = Session(
            **fresh(self._wiring.ids, now),
            person_id=person.id,
            token_sha256=token_hash(token),
            expires_at=now + self._wiring.settings.session_lasts,
            seen_at=now,
            second_factor_at=now if second_factor else None,
            agent=place.agent[:200],
        )
        if place.before is not None:
            end_token(installation, place.before.token)
        added = installation.sessions.add(session)
        note(installation.audit, f"person:{person.id}", "sign_in", after=added)
        return Begun(person=person, session=added, token=token)

    def _refuse_hasty(self, names: tuple[str, ...]) -> None:
        wait = max(self._throttle.wait(name, self._wiring.clock.now()) for name in names)
        if wait:
            raise TooMany(f"too many sign-ins failed; try again in {wait} s", retry_after=wait)

    def _failed(self, names: tuple[str, ...], detail: str) -> NotSignedIn:
        for name in names:
            self._throttle.failed(name, self._wiring.clock.now())
        return NotSignedIn(detail)


def end_session(installation: Installation, session: Session) -> None:
    """End a session; one that is over stays as it is."""
    if session.revoked_at is None:
        ended = installation.sessions.replace(replace(session, revoked_at=installation.now), expected=session.version)
        note(installation.audit, f"person:{session.person_id}", "sign_out", before=session, after=ended)


def live_sessions(installation: Installation, person: Person, *, idle: timedelta) -> tuple[Session, ...]:
    """Sessions of a person that are not over, in the order they began."""
    now = installation.now
    found = installation.sessions.all(person_id=person.id, revoked_at=None)
    return tuple(one for one in found if one.expires_at > now and one.seen_at + idle > now)


def end_own_session(installation: Installation, person: Person, session_id: str) -> None:
    """End one of a person's sessions.

    Raises:
        NotFound: it is nobody's, or somebody else's.
    """
    found = installation.sessions.one(id=session_id, person_id=person.id)
    if found is None:
        raise NotFound("there is no such session")
    end_session(installation, found)


def end_token(installation: Installation, token: str) -> None:
    """End the session of a token, where there is one."""
    session = installation.sessions.one(token_sha256=token_hash(token))
    if session is not None:
        end_session(installation, session)


def _spend_code(installation: Installation, wiring: Wiring, person: Person, code: str) -> bool:
    """Whether a one-time or recovery code proves the person; neither does so twice."""
    stored = installation.tokens.one(token_sha256=recovery_hash(person.id, code), purpose=Purpose.SECOND_FACTOR)
    if stored is not None:  # asked first: it counts even where the authenticator's secret cannot be read any more
        used = replace(stored, used_at=installation.now)
        return stored.used_at is None and bool(installation.tokens.replace(used, expected=stored.version))
    secret = wiring.sealer.open(person.totp_secret or "", noun="person", id=person.id)
    step = step_of_code(secret, code, installation.now, after=None)
    return step is not None and _first_use(installation, wiring, person, f"totp:{person.id}:{step}")


def _first_use(installation: Installation, wiring: Wiring, person: Person, name: str) -> bool:
    """Write down that a code was used; False when it was before."""
    digest = token_hash(name)
    if installation.tokens.one(token_sha256=digest) is not None:
        return False
    now = installation.now
    installation.tokens.add(
        OneTimeToken(
            **fresh(wiring.ids, now),
            purpose=Purpose.SECOND_FACTOR,
            token_sha256=digest,
            expires_at=now,
            person_id=person.id,
            content={},
            used_at=now,
        )
    )
    return True


def _proved(
    installation: Installation, party: RelyingParty, challenge: bytes, answer: Mapping[str, Any]
) -> tuple[Passkey, int]:
    """The passkey an answer proves, and its new counter.

    Raises:
        NotSignedIn: none.
    """
    credential = credential_of(answer)
    found = installation.passkeys.one(credential_id=text_of(credential)) if credential else None
    if found is None:
        raise NotSignedIn(NO_PASSKEY)
    key = bytes_of(found.public_key)
    count = signed_in(party, answer, challenge=challenge, public_key=key, sign_count=found.sign_count)
    if count is None:
        raise NotSignedIn(NO_PASSKEY)
    return found, count


NO_PASSKEY = "the passkey is unknown, or its answer proves nobody"
