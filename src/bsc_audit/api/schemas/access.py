"""Organisations, units, people, keys and sessions as the API takes and shows them."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from bsc_audit.api.schemas.base import Id, Name, Sent, StoredOut
from bsc_audit.api.times import Day, Instant
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.model.person import Membership, Person
from bsc_audit.app.service.model.unit import UnitKind
from bsc_audit.app.service.permissions import Role, Scope

Email = Annotated[
    str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$")
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Code = Annotated[str, StringConstraints(min_length=6, max_length=20)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class OrganisationIn(Sent):
    """A new client of a consultancy."""

    name: Name
    parent_id: Id = Field(description="the consultancy; you administer it")


class OrganisationChange(Sent):
    """What can be changed of an organisation."""

    name: Name


class OrganisationOut(StoredOut):
    """An organisation."""

    name: str
    kind: OrganisationKind
    parent_id: str | None


class UnitIn(Sent):
    """A new unit and its place."""

    kind: UnitKind
    name: Name
    external_id: Name | None = Field(default=None, description="your own id of it")
    parent_id: Id | None = Field(default=None, description="null: a root")
    effective_from: Day | None = Field(default=None, description="since when it hangs there; null: today")


class UnitChange(Sent):
    """What can be changed of a unit; it is moved by a move."""

    name: Name
    external_id: Name | None = None


class MoveIn(Sent):
    """Another place from a day on."""

    parent_id: Id | None = Field(description="null: it becomes a root")
    effective_from: Day


class UnitOut(StoredOut):
    """A unit."""

    kind: UnitKind
    name: str
    external_id: str | None


class PlacementOut(StoredOut):
    """From a day on, a unit hangs below a parent."""

    unit_id: str
    parent_id: str | None
    effective_from: Day


class TreeNode(BaseModel):
    """A unit and its place on the day asked for."""

    id: str
    kind: UnitKind
    name: str
    external_id: str | None
    parent_id: str | None


class TreeOut(BaseModel):
    """The tree on a day, parents before children."""

    on: Day
    items: list[TreeNode]


class ApiKeyIn(Sent):
    """A new API key."""

    name: Name
    scopes: list[Scope] = Field(min_length=1, max_length=20)
    unit_id: Id | None = Field(default=None, description="only this unit and what hangs below it; null: all")
    expires_at: Instant | None = Field(default=None, description="null: it does not expire")


class ApiKeyChange(Sent):
    """What can be changed of an API key."""

    name: Name
    scopes: list[Scope] = Field(min_length=1, max_length=20)


class RotationIn(Sent):
    """How the old key ends."""

    overlap_hours: int = Field(default=24, ge=0, le=720, strict=True, description="for which the old key still counts")


class ApiKeyOut(StoredOut):
    """An API key, without its secret."""

    keyid: str = Field(description="public part of the key")
    name: str
    scopes: list[Scope]
    unit_id: str | None
    expires_at: Instant | None
    used_at: Instant | None = Field(description="last use, to the minute")
    revoked_at: Instant | None


class ApiKeyMade(ApiKeyOut):
    """A new API key, with its secret."""

    key: str = Field(description="the key; it is shown this once")


class PersonIn(Sent):
    """Somebody who is to become a member."""

    email: Email
    name: Name
    role: Role
    unit_id: Id | None = None


class MembershipChange(Sent):
    """What can be changed of a member."""

    role: Role
    unit_id: Id | None = None


class MemberOut(BaseModel):
    """A person and what they are here; version and times are those of the membership."""

    person_id: str
    email: str
    name: str
    role: Role
    unit_id: str | None
    second_factor: bool = Field(description="they have registered one-time codes")
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def made(cls, member: Membership, person: Person) -> "MemberOut":
        """A membership and its person."""
        return cls(**_member(member, person))


class MemberInvited(MemberOut):
    """A new member."""

    invitation: str | None = Field(description="lets them choose a password by set_password; null: they have one")


def _member(member: Membership, person: Person) -> dict[str, Any]:
    return {
        "person_id": person.id,
        "email": person.email,
        "name": person.name,
        "role": member.role,
        "unit_id": member.unit_id,
        "second_factor": person.totp_secret is not None,
        "version": member.version,
        "created_at": member.created_at,
        "updated_at": member.updated_at,
    }


def invited(member: Membership, person: Person, token: str) -> MemberInvited:
    """A new member and their invitation; "" when they need none."""
    return MemberInvited(**_member(member, person), invitation=token or None)


class SignInIn(Sent):
    """E-mail and password, and a code where one is asked for."""

    email: Email
    password: Password
    code: Code | None = Field(default=None, description="one-time code or recovery code")


class PasskeySignIn(Sent):
    """A browser's answer to passkey options."""

    token: Token
    credential: dict[str, Any] = Field(max_length=20)


class SessionOut(StoredOut):
    """A sign-in."""

    expires_at: Instant
    seen_at: Instant
    second_factor_at: Instant | None
    agent: str


class SessionShown(SessionOut):
    """A sign-in in the list of one's own."""

    current: bool


class SessionsOut(BaseModel):
    """One's own sessions that are not over."""

    items: list[SessionShown]


class OwnMembership(BaseModel):
    """What one is in an organisation."""

    org_id: str
    organisation: str
    role: Role | None = Field(description="null for an API key")
    scopes: list[Scope]
    unit_id: str | None


class MeOut(BaseModel):
    """Who is asking."""

    actor: str = Field(description="as the audit log names you")
    email: str | None
    name: str
    second_factor: bool = Field(description="this session was begun with one")
    codes: bool = Field(description="one-time codes are registered")
    memberships: list[OwnMembership]


class PasswordChange(Sent):
    """The old and the new password."""

    old: Password
    password: Password


class PasswordChoice(Sent):
    """A password by invitation."""

    token: Token
    password: Password


class PasswordProof(Sent):
    """One's password, to change how one signs in."""

    password: Password


class EnrolmentOut(BaseModel):
    """A secret for an authenticator; it counts once its first code comes back."""

    secret: str
    uri: str
    token: str


class ConfirmationIn(Sent):
    """The first code of an authenticator."""

    token: Token
    code: Code


class RecoveryCodes(BaseModel):
    """Codes for the day the authenticator is lost; each works once, all are shown this once."""

    codes: list[str]


class PasskeyOptions(BaseModel):
    """What the browser's passkey functions take, and the token its answer is sent back with."""

    token: str
    options: dict[str, Any]


class PasskeyIn(Sent):
    """A browser's new passkey."""

    token: Token
    name: Name
    credential: dict[str, Any] = Field(max_length=20)


class PasskeyOut(StoredOut):
    """A passkey."""

    name: str
    used_at: Instant | None


class PasskeysOut(BaseModel):
    """One's own passkeys."""

    items: list[PasskeyOut]
