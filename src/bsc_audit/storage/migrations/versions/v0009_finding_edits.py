"""What the team says of findings, and findings of its own."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import MOMENT

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "finding_edit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_finding_edit_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_finding_edit_org_id_assessment_id",
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_finding_edit"),
        sa.UniqueConstraint("org_id", "assessment_id", "finding", name="uq_finding_edit_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_finding_edit_feed", "finding_edit", ["org_id", "updated_at", "id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("finding_edit")
