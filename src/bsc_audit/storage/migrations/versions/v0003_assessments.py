"""Rulesets, assessments, answers and metrics."""

import sqlalchemy as sa
from alembic import op

from bsc_audit.storage.migrations.columns import DAY, MOMENT

revision = "0003"
down_revision = "0002"
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


def _questionnaire_version() -> None:
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("questionnaire_id", sa.Text(), nullable=False),
        sa.Column("questionnaire_version", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_questionnaire_version"),
        sa.UniqueConstraint(
            "org_id", "questionnaire_id", "questionnaire_version", "shared", name="uq_questionnaire_version_natural_key"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_questionnaire_version_feed", "questionnaire_version", ["org_id", "updated_at", "id"])


def _ruleset_version() -> None:
    op.create_table(
        "ruleset_version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("ruleset_id", sa.Text(), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=True),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_ruleset_version"),
        sa.UniqueConstraint("org_id", "ruleset_id", "ruleset_version", "shared", name="uq_ruleset_version_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_ruleset_version_feed", "ruleset_version", ["org_id", "updated_at", "id"])


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("as_of", DAY, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("ruleset_id", sa.Text(), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("ruleset_digest", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("engagement", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("previous_id", sa.Text(), nullable=True),
        sa.Column("material_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_assessment_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "previous_id"], ["assessment.org_id", "assessment.id"], name="fk_assessment_org_id_previous_id"
        ),
        sa.ForeignKeyConstraint(["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_assessment_org_id_unit_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_assessment"),
        sa.UniqueConstraint("org_id", "number", name="uq_assessment_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_assessment_feed", "assessment", ["org_id", "updated_at", "id"])


def _metric_point() -> None:
    op.create_table(
        "metric_point",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_metric_point_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_metric_point_org_id_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_metric_point"),
        sa.UniqueConstraint("org_id", "natural_key", name="uq_metric_point_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_metric_point_feed", "metric_point", ["org_id", "updated_at", "id"])


def _target() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_target_org_id"),
        sa.ForeignKeyConstraint(["org_id", "unit_id"], ["unit.org_id", "unit.id"], name="fk_target_org_id_unit_id"),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_target"),
        sa.UniqueConstraint("org_id", "natural_key", name="uq_target_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_target_feed", "target", ["org_id", "updated_at", "id"])


def _answer() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_answer_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"], ["assessment.org_id", "assessment.id"], name="fk_answer_org_id_assessment_id"
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_answer"),
        sa.UniqueConstraint("org_id", "assessment_id", "track", "key", name="uq_answer_natural_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_answer_feed", "answer", ["org_id", "updated_at", "id"])


def _participation() -> None:
    op.create_table(
        "participation",
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_participation_org_id_assessment_id",
        ),
        sa.PrimaryKeyConstraint("org_id", "assessment_id", "actor", "part", name="pk_participation"),
        sqlite_strict=True,
    )


def _ruleset_move() -> None:
    op.create_table(
        "ruleset_move",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("from_ruleset", sa.Text(), nullable=False),
        sa.Column("from_digest", sa.Text(), nullable=False),
        sa.Column("to_ruleset", sa.Text(), nullable=False),
        sa.Column("to_digest", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name="fk_ruleset_move_org_id"),
        sa.ForeignKeyConstraint(
            ["org_id", "assessment_id"],
            ["assessment.org_id", "assessment.id"],
            name="fk_ruleset_move_org_id_assessment_id",
        ),
        sa.PrimaryKeyConstraint("id", "org_id", name="pk_ruleset_move"),
        sqlite_strict=True,
    )
    op.create_index("ix_ruleset_move_feed", "ruleset_move", ["org_id", "updated_at", "id"])


_TABLES = {
    "questionnaire_version": _questionnaire_version,
    "ruleset_version": _ruleset_version,
    "assessment": _assessment,
    "metric_point": _metric_point,
    "target": _target,
    "answer": _answer,
    "participation": _participation,
    "ruleset_move": _ruleset_move,
}
