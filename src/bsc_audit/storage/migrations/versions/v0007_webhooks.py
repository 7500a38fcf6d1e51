"""Webhooks: what a delivery is about and who attempts it, how long an old secret signs, and why one is disabled."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import MOMENT

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNSENT = "state = 'pending' AND attempts = 0"


def upgrade() -> None:
    """Add the columns, and the index by which a message that waits is found."""
    op.add_column("webhook", sa.Column("old_secret_until", MOMENT, nullable=True))
    op.add_column("webhook", sa.Column("failing_since", MOMENT, nullable=True))
    op.add_column("webhook", sa.Column("disabled_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("webhook_delivery", sa.Column("about", sa.Text(), nullable=False, server_default=""))
    op.add_column("webhook_delivery", sa.Column("attempted_at", MOMENT, nullable=True))
    op.add_column("webhook_delivery", sa.Column("job_id", sa.Text(), nullable=True))
    op.create_index(
        "ix_webhook_delivery_unsent",
        "webhook_delivery",
        ["org_id", "webhook_id", "event", "about"],
        sqlite_where=sa.text(UNSENT),
        postgresql_where=sa.text(UNSENT),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_webhook_delivery_unsent", "webhook_delivery")
    for name in ("job_id", "attempted_at", "about"):
        op.drop_column("webhook_delivery", name)
    for name in ("disabled_reason", "failing_since", "old_secret_until"):
        op.drop_column("webhook", name)
