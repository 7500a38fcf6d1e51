"""Links by which people without an account answer their sections."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import MOMENT

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "respondent_link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_respondent_link_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_respondent_link_org_id_assessment_id",
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_respondent_link"),
        sa.UniqueConstraint("token_sha256", name="uq_respondent_link_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_respondent_link_feed", "respondent_link", ["org_id", "updated_at", "id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("respondent_link")
