"""Jobs: work that takes longer than a request may."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Json, Stored


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Stored):
    """One job of one organisation. A worker holds it until `lease_until`; then another may take it."""

    org_id: str
    kind: str
    payload: Json
    state: JobState
    progress: int = 0  # percent
    step: str = ""  # what it is doing, for people
    attempt: int = 0  # how often it was taken up
    most_attempts: int = 5
    lease_until: datetime | None = None
    worker: str | None = None
    run_at: datetime  # not before
    priority: int = 0  # higher first
    dedup: str | None = None  # no two queued or running jobs of an organisation share one
    result: Json | None = None  # when done
    error: Json | None = None  # a problem, when failed; of the last attempt while it is tried again
    cancel_at: datetime | None = None  # somebody asked a running job to stop
    actor: str

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it, unless somebody retries it."""
        return self.state in ENDED
