"""Assessments, and who took part in them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import SQLModel

from bsc_audit.app.service.model.assessment import Assessment, Part
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, day, json_text, moment, text, word


class AssessmentRow(OwnedRow, Own, table=True):
    """One assessment."""

    __tablename__ = "assessment"
    __table_args__ = constraints(Assessment)

    number: str = text()
    title: str = text()
    kind: AssessmentKind = word(AssessmentKind)
    unit_id: str | None = text()
    as_of: date = day()
    period: str = text()
    language: str = text()
    ruleset_id: str = text()
    ruleset_version: str = text()
    ruleset_digest: str = text()
    profile: str | None = text()
    state: AssessmentState = word(AssessmentState)
    engagement: Any = json_text(nullable=False)
    lead: str | None = text()
    previous_id: str | None = text()
    material_sha256: str | None = text()


class ParticipationRow(SQLModel, Own, table=True):
    """An actor took part; the trigger on decisions reads it."""

    __tablename__ = "participation"
    __table_args__ = (
        ForeignKeyConstraint(["org_id", "assessment_id"], ["assessment.org_id", "assessment.id"]),
        {"sqlite_strict": True},
    )

    org_id: str = text(primary_key=True)
    assessment_id: str = text(primary_key=True)
    actor: str = text(primary_key=True)
    part: Part = word(Part, primary_key=True)
    at: datetime = moment()
