"""Evidence, visits and reviews, remarks, actions, decisions, certificates and reports."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import DAY, MOMENT, SIZE

revision = "0004"
down_revision = "0003"
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


def _action() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", DAY, nullable=True),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("verified_by", sa.Text(), nullable=True),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.Column("effectiveness", sa.Text(), nullable=False),
        sa.CheckConstraint("verified_by IS NULL OR verified_by <> done_by", name=op.f("ck_action_verified_by_another")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_action_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"], ["assessment.org_id", "assessment.id"], name="fk_action_org_id_assessment_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_action"),
        sqlite_strict=True,
    )
    op.create_index("ix_action_feed", "action", ["org_id", "updated_at", "id"])


def _contact_review() -> None:
    op.create_table(
        "contact_review",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("dispute", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("second_actor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_contact_review_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_contact_review_org_id_assessment_id",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_contact_review_org_id_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_contact_review"),
        sa.UniqueConstraint("org_id", "assessment_id", "external_id", name="uq_contact_review_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_review_feed", "contact_review", ["org_id", "updated_at", "id"])


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("award", sa.Text(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_decision_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"], ["assessment.org_id", "assessment.id"], name="fk_decision_org_id_assessment_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_decision"),
        sqlite_strict=True,
    )
    op.create_index("ix_decision_assessment_id", "decision", ["org_id", "assessment_id"])
    op.create_index("ix_decision_feed", "decision", ["org_id", "updated_at", "id"])


def _evidence_item() -> None:
    op.create_table(
        "evidence_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=True),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size", SIZE, nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.Text(), nullable=True),
        sa.Column("expires_on", DAY, nullable=True),
        sa.Column("shown_from", DAY, nullable=False),
        sa.Column("shown_until", DAY, nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_evidence_item_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_evidence_item_org_id_assessment_id",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "supersedes"],
            ["evidence_item.org_id", "evidence_item.id"],
            name="fk_evidence_item_org_id_supersedes",
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_evidence_item"),
        sa.UniqueConstraint("org_id", "natural_key", name="uq_evidence_item_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_evidence_item_feed", "evidence_item", ["org_id", "updated_at", "id"])


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_remarks_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"], ["assessment.org_id", "assessment.id"], name="fk_remarks_org_id_assessment_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_remarks"),
        sa.UniqueConstraint("org_id", "assessment_id", name="uq_remarks_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_remarks_feed", "remarks", ["org_id", "updated_at", "id"])


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", SIZE, nullable=True),
        sa.Column("job_id", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_report_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"], ["assessment.org_id", "assessment.id"], name="fk_report_org_id_assessment_id"
        ),
        sa.ForeignKeyConstraint(["org_id", "job_id"], ["job.org_id", "job.id"], name="fk_report_org_id_job_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_report"),
        sqlite_strict=True,
    )
    op.create_index("ix_report_assessment_id", "report", ["org_id", "assessment_id"])
    op.create_index("ix_report_feed", "report", ["org_id", "updated_at", "id"])


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_visit_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"], ["assessment.org_id", "assessment.id"], name="fk_visit_org_id_assessment_id"
        ),
        sa.ForeignKeyConstraint(["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_visit_org_id_unit_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_visit"),
        sa.UniqueConstraint("org_id", "assessment_id", "client_id", name="uq_visit_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_visit_feed", "visit", ["org_id", "updated_at", "id"])


def _certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("award", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("valid_until", DAY, nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("result_sha256", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("log_head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_certificate_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_certificate_org_id_assessment_id",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "decision_id"], ["decision.org_id", "decision.id"], name="fk_certificate_org_id_decision_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_certificate"),
        sa.UniqueConstraint("number", name="uq_certificate_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_certificate_feed", "certificate", ["org_id", "updated_at", "id"])


_TABLES = {
    "action": _action,
    "contact_review": _contact_review,
    "decision": _decision,
    "evidence_item": _evidence_item,
    "remarks": _remarks,
    "report": _report,
    "visit": _visit,
    "certificate": _certificate,
}
