"""Organisations, people, their keys, and units."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import DAY, MOMENT

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, referred to before referring."""
    for make in _TABLES.values():
        make()


def downgrade() -> None:
    """Drop the tables, referring before referred to."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.CheckConstraint("org_id = id", name=op.f("ck_organisation_own_tenant")),
        sa.ForeignKeyConstraint(["parent_id"], ["organisation.id"], name="fk_organisation_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("org_id", name="uq_organisation_org_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_organisation_parent_id", "organisation", ["parent_id"])


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_natural_key"),
        sqlite_strict=True,
    )


def _external_identity() -> None:
    op.create_table(
        "external_identity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_external_identity_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_external_identity"),
        sa.UniqueConstraint("issuer", "subject", name="uq_external_identity_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_external_identity_person_id", "external_identity", ["person_id"])


def _one_time_token() -> None:
    op.create_table(
        "one_time_token",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_one_time_token_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_one_time_token"),
        sa.UniqueConstraint("token_sha256", name="uq_one_time_token_natural_key"),
        sqlite_strict=True,
    )


def _passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_passkey_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"])


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("second_factor_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_session_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token_sha256", name="uq_session_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_session_person_id", "session", ["person_id"])


def _unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_unit_org_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_unit"),
        sa.UniqueConstraint("org_id", "external_id", name="uq_unit_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_unit_feed", "unit", ["org_id", "updated_at", "id"])


def _api_key() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("keyid", sa.Text(), nullable=False),
        sa.Column("secret_sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_api_key_org_id"),
        sa.ForeignKeyConstraint(["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_api_key_org_id_unit_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_api_key"),
        sa.UniqueConstraint("keyid", name="uq_api_key_natural_key"),
        sqlite_strict=True,
    )


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_membership_org_id"),
        sa.ForeignKeyConstraint(["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_membership_org_id_unit_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_membership"),
        sa.UniqueConstraint("org_id", "person_id", name="uq_membership_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])


def _unit_placement() -> None:
    op.create_table(
        "unit_placement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("effective_from", DAY, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_unit_placement_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "parent_id"], ["unit.org_id", "unit.id"], name="fk_unit_placement_org_id_parent_id"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_unit_placement_org_id_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_unit_placement"),
        sa.UniqueConstraint("org_id", "unit_id", "effective_from", name="uq_unit_placement_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_unit_placement_feed", "unit_placement", ["org_id", "updated_at", "id"])


_TABLES = {
    "organisation": _organisation,
    "person": _person,
    "external_identity": _external_identity,
    "one_time_token": _one_time_token,
    "passkey": _passkey,
    "session": _session,
    "unit": _unit,
    "api_key": _api_key,
    "membership": _membership,
    "unit_placement": _unit_placement,
}
