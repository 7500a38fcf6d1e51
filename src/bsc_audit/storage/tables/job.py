"""Jobs, and the workers that run them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, column, literal_column
from sqlmodel import SQLModel

from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.storage.tables.base import Found, OwnedRow, constraints, json_text, moment, number, text, word

_LIVE = column("state", Text()).in_([literal_column("'queued'"), literal_column("'running'")])


class JobRow(OwnedRow, Found, table=True):
    """One job."""

    __tablename__ = "job"
    __table_args__ = constraints(
        Job,
        Index("ix_job_feed", "org_id", "updated_at", "id"),
        Index("ix_job_due", "priority", "run_at", sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_job_dedup", "org_id", "dedup", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    kind: str = text()
    payload: Any = json_text(nullable=False)
    state: JobState = word(JobState)
    progress: int = number()
    step: str = text()
    attempt: int = number()
    most_attempts: int = number()
    lease_until: datetime | None = moment()
    worker: str | None = text()
    run_at: datetime = moment()
    priority: int = number()
    dedup: str | None = text()
    result: Any = json_text(nullable=True)
    error: Any = json_text(nullable=True)
    cancel_at: datetime | None = moment()
    actor: str = text()


class WorkerRow(SQLModel, table=True):
    """When a worker last said that it runs."""

    __tablename__ = "worker"
    __table_args__ = {"sqlite_strict": True}

    id: str = text(primary_key=True)
    seen_at: datetime = moment()
