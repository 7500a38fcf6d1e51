"""Results as they were last known, for lists."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import MOMENT

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "standing",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("coverage", sa.Text(), nullable=True),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_standing_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_standing_org_id_assessment_id",
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_standing"),
        sa.UniqueConstraint("org_id", "assessment_id", name="uq_standing_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_standing_feed", "standing", ["org_id", "updated_at", "id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("standing")
