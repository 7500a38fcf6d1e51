"""Corrective actions: from a finding to somebody else's check that it worked."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Stored


class ActionState(StrEnum):
    """How far an action is."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"  # its owner says so
    VERIFIED = "verified"  # somebody else found that it worked
    FAILED = "failed"  # somebody else found that it did not
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Stored):
    """One corrective or preventive action."""

    assessment_id: str
    finding: str  # id of the finding it answers
    title: str
    owner: str
    due: date | None = None
    root_cause: str = ""
    correction: str = ""  # what was put right at once
    state: ActionState
    done_by: str | None = None
    done_at: datetime | None = None
    verified_by: str | None = None  # never who did it
    verified_at: datetime | None = None
    effectiveness: str = ""  # what the check found

    def __post_init__(self) -> None:
        if self.verified_by is not None and self.verified_by == self.done_by:
            raise ValueError(f"action {self.id!r} would be verified by who did it")
