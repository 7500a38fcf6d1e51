"""People, what they are in which organisation, and how they prove who they are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Json, Stored
from bsc_audit.app.service.permissions import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Stored):
    """Somebody who can sign in; belongs to no organisation but through memberships."""

    email: str  # lower case; unique in the installation
    name: str
    password_hash: str | None = None  # argon2id; None: signs in by passkey or elsewhere
    totp_secret: str | None = None  # sealed, see `sealed`; None: no one-time codes
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Stored):
    """What a person is in one organisation."""

    org_id: str
    person_id: str
    role: Role
    unit_id: str | None = None  # only this unit and what hangs below it; None: all


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Stored):
    """A sign-in of a person; of the token only its digest is kept."""

    person_id: str
    token_sha256: str  # 64 hexadecimal digits
    expires_at: datetime  # whatever is done until then
    seen_at: datetime  # last use, for the idle limit; written at most once a minute
    second_factor_at: datetime | None = None  # None: signed in with one factor only
    revoked_at: datetime | None = None
    agent: str = ""  # what the browser calls itself, for the list of sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey(Stored):
    """A WebAuthn credential of a person."""

    person_id: str
    credential_id: str  # base64url; unique in the installation
    public_key: str  # base64url of the COSE key
    sign_count: int
    name: str
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalIdentity(Stored):
    """How an OpenID Connect provider calls a person."""

    person_id: str
    issuer: str
    subject: str


class Purpose(StrEnum):
    """What a one-time token lets its holder do."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"
    PASSKEY_REGISTRATION = "passkey_registration"
    PASSKEY_SIGN_IN = "passkey_sign_in"
    SECOND_FACTOR = "second_factor"
    EXTERNAL_SIGN_IN = "external_sign_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeToken(Stored):
    """A token that works once and not for long; of it only the digest is kept."""

    purpose: Purpose
    token_sha256: str  # unique in the installation
    expires_at: datetime
    person_id: str | None = None  # None: nobody is known yet
    content: Json  # what the purpose needs, such as a WebAuthn challenge
    used_at: datetime | None = None
