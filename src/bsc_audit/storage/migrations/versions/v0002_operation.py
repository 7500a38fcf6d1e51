"""Jobs, webhooks, the audit log, histories and what else keeps the service running."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import MOMENT, SIZE

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LIVE = "state IN ('queued', 'running')"


def upgrade() -> None:
    """Make the tables, referred to before referring."""
    for make in _TABLES.values():
        make()


def downgrade() -> None:
    """Drop the tables, referring before referred to."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("seq", SIZE, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "seq", name="pk_audit_entry"),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_entry_target", "audit_entry", ["org_id", "target", "seq"])


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("seq", SIZE, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("org_id", name="pk_audit_head"),
        sqlite_strict=True,
    )


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("erased_org_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("erased_org_id", name="pk_erasure"),
        sqlite_strict=True,
    )


def _idempotency_record() -> None:
    op.create_table(
        "idempotency_record",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_idempotency_record"),
        sa.UniqueConstraint("principal", "key", name="uq_idempotency_record_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_idempotency_record_created_at", "idempotency_record", ["created_at"])


def _item_version() -> None:
    op.create_table(
        "item_version",
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "noun", "item_id", "version", name="pk_item_version"),
        sqlite_strict=True,
    )


def _worker() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
        sqlite_strict=True,
    )


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("dedup", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("cancel_at", MOMENT, nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_job_org_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_job"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_job_due", "job", ["priority", "run_at"], sqlite_where=sa.text(LIVE), postgresql_where=sa.text(LIVE)
    )
    op.create_index("ix_job_feed", "job", ["org_id", "updated_at", "id"])
    op.create_index(
        "uq_job_dedup",
        "job",
        ["org_id", "dedup"],
        unique=True,
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_webhook_org_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_webhook"),
        sqlite_strict=True,
    )
    op.create_index("ix_webhook_feed", "webhook", ["org_id", "updated_at", "id"])


def _webhook_delivery() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_webhook_delivery_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "webhook_id"], ["webhook.org_id", "webhook.id"], name="fk_webhook_delivery_org_id_webhook_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_webhook_delivery"),
        sqlite_strict=True,
    )
    op.create_index("ix_webhook_delivery_feed", "webhook_delivery", ["org_id", "updated_at", "id"])


_TABLES = {
    "audit_entry": _audit_entry,
    "audit_head": _audit_head,
    "erasure": _erasure,
    "idempotency_record": _idempotency_record,
    "item_version": _item_version,
    "worker": _worker,
    "job": _job,
    "webhook": _webhook,
    "webhook_delivery": _webhook_delivery,
}
