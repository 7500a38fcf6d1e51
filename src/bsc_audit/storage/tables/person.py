"""People, their memberships and how they sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index

from bsc_audit.app.service.model.person import (
    ExternalIdentity,
    Membership,
    OneTimeToken,
    Passkey,
    Person,
    Purpose,
    Session,
)
from bsc_audit.app.service.permissions import Role
from bsc_audit.storage.tables.base import (
    Found,
    OwnedRow,
    StoredRow,
    constraints,
    json_text,
    moment,
    number,
    text,
    word,
)


class PersonRow(StoredRow, table=True):
    """Somebody who can sign in."""

    __tablename__ = "person"
    __table_args__ = constraints(Person)

    email: str = text()
    name: str = text()
    password_hash: str | None = text()
    totp_secret: str | None = text()
    disabled_at: datetime | None = moment()


class MembershipRow(OwnedRow, Found, table=True):
    """What a person is in one organisation."""

    __tablename__ = "membership"
    __table_args__ = constraints(Membership, Index("ix_membership_person_id", "person_id"))

    person_id: str = text()
    role: Role = word(Role)
    unit_id: str | None = text()


class SessionRow(StoredRow, table=True):
    """A sign-in."""

    __tablename__ = "session"
    __table_args__ = constraints(Session, Index("ix_session_person_id", "person_id"))

    person_id: str = text()
    token_sha256: str = text()
    expires_at: datetime = moment()
    seen_at: datetime = moment()
    second_factor_at: datetime | None = moment()
    revoked_at: datetime | None = moment()
    agent: str = text()


class PasskeyRow(StoredRow, table=True):
    """A WebAuthn credential."""

    __tablename__ = "passkey"
    __table_args__ = constraints(Passkey, Index("ix_passkey_person_id", "person_id"))

    person_id: str = text()
    credential_id: str = text()
    public_key: str = text()
    sign_count: int = number()
    name: str = text()
    used_at: datetime | None = moment()


class ExternalIdentityRow(StoredRow, table=True):
    """How a provider calls a person."""

    __tablename__ = "external_identity"
    __table_args__ = constraints(ExternalIdentity, Index("ix_external_identity_person_id", "person_id"))

    person_id: str = text()
    issuer: str = text()
    subject: str = text()


class OneTimeTokenRow(StoredRow, table=True):
    """A token that works once."""

    __tablename__ = "one_time_token"
    __table_args__ = constraints(OneTimeToken)

    purpose: Purpose = word(Purpose)
    token_sha256: str = text()
    expires_at: datetime = moment()
    person_id: str | None = text()
    content: Any = json_text(nullable=False)
    used_at: datetime | None = moment()
