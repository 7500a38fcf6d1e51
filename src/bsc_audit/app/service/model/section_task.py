"""Who fills in which section of an assessment, and how far they say it is."""

from dataclasses import dataclass
from datetime import date, datetime

from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.stored import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTask(Stored):
    """A section handed out, or marked; there is none while nobody did either."""

    assessment_id: str
    track: Track  # the organisation's own answers, or their validation
    section: str  # id of a section of the pinned ruleset
    assignee: str | None = None  # actor; None: anybody who may
    due: date | None = None
    note: str = ""  # to who fills it in
    completed_by: str | None = None  # actor; None: not completed, or opened again
    completed_at: datetime | None = None
    changes_asked: str = ""  # what is to be changed; "" when nothing is, or it was completed since
    changes_asked_by: str | None = None  # actor
    changes_asked_at: datetime | None = None
