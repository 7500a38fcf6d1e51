"""From what a request shows (an API key, a session's token) to who asks, and what they are in an organisation."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bsc_audit.app.service.key_text import read_key
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.person import Membership, Person, Session
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.ports import Installation, UnitOfWork, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, NotSignedIn, StaleVersion

T = TypeVar("T")
SEEN_EVERY = timedelta(minutes=1)  # last use is written no more often


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a request shows of who sends it: one of the two."""

    key: str = ""  # an API key as written
    token: str = ""  # of a session

    def __repr__(self) -> str:
        return "Shown(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A known API key, or a person with their session; not yet in an organisation."""

    key: ApiKey | None = None
    person: Person | None = None
    session: Session | None = None

    @property
    def actor(self) -> str:
        """As the audit log names them."""
        return f"key:{self.key.keyid}" if self.key else f"person:{self.person.id if self.person else ''}"

    def signed_in(self) -> tuple[Person, Session]:
        """The person and the session.

        Raises:
            NotSignedIn: it is an API key.
        """
        if self.person is None or self.session is None:
            raise NotSignedIn("this is for people who signed in, not for API keys")
        return self.person, self.session


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where a request comes in with what it shows. The last use is written down, at most once a minute."""

    work: UnitOfWork
    shown: Shown
    now: datetime
    idle: timedelta  # after which a session is over

    def caller(self) -> Caller:
        """Who shows this.

        Raises:
            NotSignedIn: nobody known, or nobody any more.
        """
        with self.work.installation() as installation:
            found = self._known(installation)
        return _with_last_use(self.work, found, self.now)

    def ask(self, use: Callable[[Installation, Caller], T]) -> T:
        """What comes of a use of what has no organisation, in the transaction that says who asks.

        Raises:
            NotSignedIn: as `caller`.
        """
        with self.work.installation() as installation:
            found = self._known(installation)
            if not _is_due(found, self.now):
                return use(installation, found)
        seen = _with_last_use(self.work, found, self.now)
        with self.work.installation() as installation:
            return use(installation, seen)

    @contextmanager
    def read(self, org_id: str, admit: Callable[[Installation, Caller], T]) -> Iterator[tuple[T, Work]]:
        """Read an organisation in the transaction that says who asks: what they may and what they see are of one moment.

        Args:
            org_id: of the organisation.
            admit: says what the caller is there, or refuses.

        Raises:
            NotSignedIn: as `caller`.
        """

        def let_in(installation: Installation) -> tuple[Caller, T]:
            found = self._known(installation)
            return found, admit(installation, found)

        with self.work.admitted(org_id, let_in) as ((found, admitted), work):
            if not _is_due(found, self.now):
                yield admitted, work
                return
        _with_last_use(self.work, found, self.now)
        with self.work.admitted(org_id, let_in) as ((_, admitted), work):
            yield admitted, work

    def _known(self, installation: Installation) -> Caller:
        if self.shown.key:
            return _by_key(installation, self.shown.key, self.now)
        return _by_token(installation, self.shown.token, self.now, self.idle)


def enter(installation: Installation, who: Caller, org_id: str, *, request_id: str = "") -> Principal:
    """What a caller is in an organisation.

    A key belongs to one organisation; one with `admin:*` administers that organisation's clients, too.

    Raises:
        NotFound: they have nothing to do with it, or there is none.
    """
    if who.key is not None:
        return _enter_by_key(installation, who, who.key, org_id, request_id)
    person, _ = who.signed_in()
    membership = installation.memberships.one(person_id=person.id, org_id=org_id)
    if membership is None:
        raise NotFound(NO_ORGANISATION)
    return member(who, membership, request_id=request_id)


def member(who: Caller, membership: Membership, *, request_id: str = "") -> Principal:
    """What a person who signed in is in an organisation by a membership of theirs.

    Raises:
        NotSignedIn: it is an API key.
    """
    _, session = who.signed_in()
    return Principal(
        actor=who.actor,
        org_id=membership.org_id,
        role=membership.role,
        unit_id=membership.unit_id,
        second_factor=session.second_factor_at is not None,
        request_id=request_id,
    )


def _enter_by_key(installation: Installation, who: Caller, key: ApiKey, org_id: str, request_id: str) -> Principal:
    if org_id != key.org_id:
        client = installation.organisations.find(org_id)
        if client is None or client.parent_id != key.org_id or Scope.ADMIN not in key.scopes or key.unit_id:
            raise NotFound(NO_ORGANISATION)
    return Principal(
        actor=who.actor, org_id=org_id, scopes=frozenset(key.scopes), unit_id=key.unit_id, request_id=request_id
    )


def _by_key(installation: Installation, text: str, now: datetime) -> Caller:
    written = read_key(text)
    key = installation.api_keys.one(keyid=written.keyid) if written else None
    if written is None or key is None or not written.proves(key.secret_sha256):
        raise NotSignedIn("the API key is unknown")
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        raise NotSignedIn("the API key is revoked or has expired")
    return Caller(key=key)


def _by_token(installation: Installation, token: str, now: datetime, idle: timedelta) -> Caller:
    session = installation.sessions.one(token_sha256=token_hash(token))
    if session is None or session.revoked_at is not None or session.expires_at <= now or session.seen_at + idle <= now:
        raise NotSignedIn("the session is over; sign in again")
    person = installation.persons.get(session.person_id)
    if person.disabled_at is not None:
        raise NotSignedIn("the session is over; sign in again")
    return Caller(person=person, session=session)


def _is_due(found: Caller, now: datetime) -> bool:
    """Whether the last use is to be written down."""
    last = found.key.used_at if found.key else found.session.seen_at if found.session else None
    return last is None or now - last >= SEEN_EVERY


def _with_last_use(work: UnitOfWork, found: Caller, now: datetime) -> Caller:
    """The caller with this use written down; where another request was faster, its use is as good."""
    key, session = found.key, found.session
    if not _is_due(found, now):
        return found
    try:
        with work.installation(write=True) as installation:
            if key is not None:
                used = installation.api_keys.replace(replace(key, used_at=now), expected=key.version)
                return replace(found, key=used)
            if session is not None:
                seen = installation.sessions.replace(replace(session, seen_at=now), expected=session.version)
                return replace(found, session=seen)
    except StaleVersion:
        pass
    return found


NO_ORGANISATION = "there is no such organisation"
