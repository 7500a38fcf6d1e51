"""Tokens of callers, shared by every process."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import SIZE

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; on PostgreSQL without a log: it is empty after a crash, as buckets are full then."""
    op.create_table(
        "rate_tokens",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("millionths", SIZE, nullable=False),
        sa.Column("counted_at", SIZE, nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_rate_tokens"),
        sqlite_strict=True,
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE rate_tokens SET UNLOGGED")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("rate_tokens")
