"""Sections of assessments handed out to people."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import DAY, MOMENT

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "section_task",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("due", DAY, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("completed_by", sa.Text(), nullable=True),
        sa.Column("completed_at", MOMENT, nullable=True),
        sa.Column("changes_asked", sa.Text(), nullable=False),
        sa.Column("changes_asked_by", sa.Text(), nullable=True),
        sa.Column("changes_asked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_section_task_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_section_task_org_id_assessment_id",
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_section_task"),
        sa.UniqueConstraint("org_id", "assessment_id", "track", "section", name="uq_section_task_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_section_task_feed", "section_task", ["org_id", "updated_at", "id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("section_task")
