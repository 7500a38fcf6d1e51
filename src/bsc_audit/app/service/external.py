"""Signing in at a provider of the operator's own (OpenID Connect): who comes back is found, linked or made a member.

The browser that begins is given a token for its cookie; state, nonce and the code verifier are made of it, so that
only that browser can finish, once, and within minutes. What a person is here is the operator's say: by which groups
one becomes a member, whether a verified e-mail address is enough to be taken for somebody who is here already.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Protocol

from bsc_audit.app.service.access import token_hash
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.person import ExternalIdentity, Membership, OneTimeToken, Person, Purpose
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import Ids, Installation, Work
from bsc_audit.app.service.refusals import Conflict, NotFound, NotSignedIn, Unavailable
from bsc_audit.app.service.sign_in import Begun, Place, SignIn
from bsc_audit.app.service.signed import Signer
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.wiring import Wiring

LASTS = timedelta(minutes=10)  # from leaving for the provider to coming back
ACTOR = "oidc"  # as the audit log names what follows from the provider's word
_PURPOSE = "external sign-in"
BEGIN_AGAIN = "this sign-in was not begun in this browser, is over, or was used already; begin again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What binds a sign-in to the browser that began it."""

    nonce: str  # comes back in the signed token
    verifier: str  # of the code (PKCE); goes to the provider alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the provider says of who signed in, its signature checked."""

    issuer: str
    subject: str
    email: str = ""  # "" where it says none
    email_verified: bool = False
    name: str = ""
    groups: frozenset[str] = frozenset()
    second_factor: bool = False  # by a method the operator counts


class Provider(Protocol):
    """Where people sign in."""

    def address(self, *, state: str, proof: Proof) -> str:
        """Where to send the browser.

        Raises:
            Unavailable: the provider cannot be asked.
        """
        ...

    def claims(self, *, code: str, proof: Proof) -> Claims:
        """Who a code stands for.

        Raises:
            NotSignedIn: the code or what is said of it proves nobody.
            Unavailable: as `address`.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A provider, and what the operator makes of its word."""

    issuer: str
    provider: Provider
    link_by_email: bool = False
    org_id: str = ""  # whose membership follows the groups; "" for nobody's
    roles: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))  # by group; the first that fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A sign-in that is under way."""

    address: str  # of the provider
    token: str  # for the browser's cookie


class ExternalSignIn:
    """The sign-ins of one installation at its provider."""

    def __init__(self, wiring: Wiring, external: External, sign_in: SignIn) -> None:
        self._wiring, self._external, self._sign_in = wiring, external, sign_in
        self._signer = Signer(wiring.settings.secret)

    def begin(self, where: str) -> Left:
        """Send a browser to the provider.

        Args:
            where: the page of ours it wants to see afterwards.
        """
        token = secrets.token_urlsafe(32)
        value = {"browser": token_hash(token), "where": where}
        state = self._signer.sign_until(_PURPOSE, value, now=self._wiring.clock.now(), lasts=LASTS)
        return Left(address=self._external.provider.address(state=state, proof=self._proof(token)), token=token)

    def finish(self, *, token: str, state: str, code: str, place: Place) -> tuple[Begun, str]:
        """The session of who came back, and the page they wanted.

        Raises:
            NotSignedIn: state or code prove nobody, or nobody who is known here.
            TooMany: too many sign-ins from this address failed before.
            Unavailable: the provider cannot be asked.
        """
        return self._sign_in.counted(place, lambda: self._finish(token, state, code, place))

    def _finish(self, token: str, state: str, code: str, place: Place) -> tuple[Begun, str]:
        where = self._where(token, state)
        claims = self._external.provider.claims(code=code, proof=self._proof(token))
        with self._wiring.work.installation(write=True) as installation:
            person = _person(installation, self._wiring.ids, self._external, claims)
        if self._external.org_id:
            self._follow_groups(person, claims)
        with self._wiring.work.installation(write=True) as installation:
            return self._sign_in.begin(installation, person, place, second_factor=claims.second_factor), where

    def _where(self, token: str, state: str) -> str:
        """The page a state leads to, once and in its own browser."""
        now = self._wiring.clock.now()
        value = self._signer.read_until(_PURPOSE, state, now=now)
        if value is None or not token or not hmac.compare_digest(value["browser"], token_hash(token)):
            raise NotSignedIn(BEGIN_AGAIN)
        used: dict[str, Any] = {"purpose": Purpose.EXTERNAL_SIGN_IN, "token_sha256": token_hash(state), "content": {}}
        try:
            with self._wiring.work.installation(write=True) as installation:
                stamp = fresh(self._wiring.ids, now)
                installation.tokens.add(OneTimeToken(**stamp, **used, expires_at=now + LASTS, used_at=now))
        except Conflict as error:
            raise NotSignedIn(BEGIN_AGAIN) from error
        return str(value["where"])

    def _proof(self, token: str) -> Proof:
        return Proof(nonce=self._derived("nonce", token), verifier=self._derived("verifier", token))

    def _derived(self, purpose: str, token: str) -> str:
        said = f"{_PURPOSE} {purpose}\0{token}".encode()
        return hmac.new(self._wiring.settings.secret, said, hashlib.sha256).hexdigest()

    def _follow_groups(self, person: Person, claims: Claims) -> None:
        """Make the membership in the operator's organisation what the groups say; without one that counts it ends."""
        role = next((role for group, role in self._external.roles.items() if group in claims.groups), None)
        with self._in_organisation() as work:
            member = work.memberships.one(person_id=person.id, org_id=work.org_id)
            if member is None and role is not None:
                _join(work, self._wiring.ids, person, role)
            elif member is not None and role is None:
                work.memberships.remove(member.id, expected=member.version)
                note(work.audit, ACTOR, "remove_person", before=member, detail="in no group that counts")
            elif member is not None and role is not None and member.role is not role:
                changed = work.memberships.replace(replace(member, role=role), expected=member.version)
                note(work.audit, ACTOR, "update_membership", before=member, after=changed, detail=role)

    @contextmanager
    def _in_organisation(self) -> Iterator[Work]:
        try:
            with self._wiring.work.write(self._external.org_id) as work:
                yield work
        except NotFound as error:
            raise Unavailable("BSC_OIDC_ORGANISATION names no organisation that is here") from error


def _join(work: Work, ids: Ids, person: Person, role: Role) -> None:
    made = work.memberships.add(Membership(**fresh(ids, work.now), org_id=work.org_id, person_id=person.id, role=role))
    note(work.audit, ACTOR, "add_person", after=made, detail=role)


def _person(installation: Installation, ids: Ids, external: External, claims: Claims) -> Person:
    """Who the claims are about: somebody linked before, somebody to be linked now, or somebody new.

    Raises:
        NotSignedIn: none of them.
    """
    known = installation.identities.one(issuer=claims.issuer, subject=claims.subject)
    if known is not None:
        person = installation.persons.get(known.person_id)
    else:
        person = _met(installation, ids, external, claims)
        identity = ExternalIdentity(
            **fresh(ids, installation.now), person_id=person.id, issuer=claims.issuer, subject=claims.subject
        )
        note(installation.audit, ACTOR, "link_identity", after=installation.identities.add(identity))
    if person.disabled_at is not None:
        raise NotSignedIn("this account is disabled; ask who administers it")
    return person


def _met(installation: Installation, ids: Ids, external: External, claims: Claims) -> Person:
    """Who comes from the provider for the first time: an e-mail address counts only where the provider verified it."""
    if not claims.email or not claims.email_verified:
        raise NotSignedIn("the provider says no verified e-mail address, and this account was never linked before")
    found = installation.persons.one(email=claims.email.lower())
    if found is not None:
        if not external.link_by_email:
            raise NotSignedIn("somebody is here by this e-mail address already; sign in as you did before")
        return found
    if not external.org_id or not external.roles.keys() & claims.groups:
        raise NotSignedIn("nobody here is known by this account; ask to be invited")
    name = claims.name or claims.email
    made = Person(**fresh(ids, installation.now), email=claims.email.lower(), name=name[:200])
    added = installation.persons.add(made)
    note(installation.audit, ACTOR, "add_person", after=added)
    return added


def demand_external(external: External | None) -> External:
    """The provider of this installation.

    Raises:
        NotFound: it has none.
    """
    if external is None:
        raise NotFound("nobody signs in here by a provider; sign in by e-mail and password, or a passkey")
    return external
