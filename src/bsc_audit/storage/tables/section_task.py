"""Sections handed out."""

from datetime import date, datetime

from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, day, moment, text, word


class SectionTaskRow(OwnedRow, Own, table=True):
    """A section of an assessment, in one track."""

    __tablename__ = "section_task"
    __table_args__ = constraints(SectionTask)

    assessment_id: str = text()
    track: Track = word(Track)
    section: str = text()
    assignee: str | None = text()
    due: date | None = day()
    note: str = text()
    completed_by: str | None = text()
    completed_at: datetime | None = moment()
    changes_asked: str = text()
    changes_asked_by: str | None = text()
    changes_asked_at: datetime | None = moment()
