"""Brands of organisations, and which one a report was made in."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import MOMENT

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; reports made before name no brand: they were made in the installation's."""
    op.create_table(
        "brand",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_brand_org_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_brand"),
        sa.UniqueConstraint("org_id", name="uq_brand_natural_key"),
        sqlite_strict=True,
    )
    op.add_column("report", sa.Column("brand_sha256", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("report", "brand_sha256")
    op.drop_table("brand")
