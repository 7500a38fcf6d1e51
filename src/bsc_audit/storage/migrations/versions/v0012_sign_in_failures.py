"""Failed sign-ins, known to every process."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import SIZE

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; on PostgreSQL without a log: it is empty after a crash, which forgives everybody."""
    op.create_table(
        "sign_in_failures",
        sa.Column("name_sha256", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", SIZE, nullable=False),
        sa.PrimaryKeyConstraint("name_sha256", name="pk_sign_in_failures"),
        sqlite_strict=True,
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE sign_in_failures SET UNLOGGED")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("sign_in_failures")
