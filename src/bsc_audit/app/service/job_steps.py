"""What can happen to a job, as functions of values; a store decides whether it may and keeps the result."""

from dataclasses import replace
from datetime import datetime

from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Order
from bsc_audit.app.service.refusals import Conflict


def ordered(order: Order, *, job_id: str, org_id: str, now: datetime) -> Job:
    """The job that does it, queued."""
    return Job(
        id=job_id,
        created_at=now,
        updated_at=now,
        org_id=org_id,
        kind=order.kind,
        payload=order.payload,
        state=JobState.QUEUED,
        most_attempts=order.most_attempts,
        run_at=order.run_at or now,
        priority=order.priority,
        dedup=order.dedup,
        actor=order.actor,
    )


def holds(job: Job, stored: Job) -> bool:
    """Whether the worker that was handed `job` still has it, now that this is what is stored."""
    attempt = (job.worker, job.attempt)
    return stored.state is JobState.RUNNING and (stored.worker, stored.attempt) == attempt


def claimable(job: Job, now: datetime) -> bool:
    """Whether a worker may take it up: it is due, or its worker's lease has passed."""
    if job.state is JobState.QUEUED:
        return job.run_at <= now
    return job.state is JobState.RUNNING and job.lease_until is not None and job.lease_until < now


def waits_until(job: Job) -> datetime | None:
    """When a worker may take it up; None when it has ended."""
    if job.state is JobState.QUEUED:
        return job.run_at
    return job.lease_until if job.state is JobState.RUNNING else None


def exhausted(job: Job, now: datetime) -> bool:
    """Whether its last attempt ended without a word."""
    return job.state is JobState.RUNNING and claimable(job, now) and job.attempt >= job.most_attempts


def claimed(job: Job, *, worker: str, lease_until: datetime) -> Job:
    """Taken up by a worker."""
    return replace(
        job,
        state=JobState.RUNNING,
        worker=worker,
        attempt=job.attempt + 1,
        lease_until=lease_until,
        progress=0,
        step="",
    )


def finished(job: Job, result: Json) -> Job:
    """Done."""
    return replace(
        job, state=JobState.DONE, progress=100, step="", result=result, error=None, lease_until=None, worker=None
    )


def failed(job: Job, error: Json, *, again_at: datetime | None) -> Job:
    """Not done; queued again where it may be, else failed for good."""
    released = replace(job, error=error, lease_until=None, worker=None)
    if again_at is None or job.attempt >= job.most_attempts:
        return replace(released, state=JobState.FAILED)
    return replace(released, state=JobState.QUEUED, run_at=again_at)


def cancelled(job: Job, now: datetime) -> Job:
    """Cancelled at once while it waits, asked to stop while it runs, unchanged once it has ended."""
    if job.state is JobState.QUEUED:
        return replace(job, state=JobState.CANCELLED, cancel_at=now)
    if job.state is JobState.RUNNING and job.cancel_at is None:
        return replace(job, cancel_at=now)
    return job


def stopped(job: Job) -> Job:
    """It ran, was asked to stop, and has."""
    return replace(job, state=JobState.CANCELLED, lease_until=None, worker=None)


def retried(job: Job, now: datetime) -> Job:
    """Queued once more with all its attempts.

    Raises:
        Conflict: it neither failed nor was cancelled.
    """
    if job.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Conflict(f"a job that is {job.state} cannot be tried again")
    return replace(
        job, state=JobState.QUEUED, attempt=0, run_at=now, progress=0, step="", error=None, result=None, cancel_at=None
    )


WORKER_LOST = {
    "type": "/problems/worker-lost",
    "title": "The worker stopped before the job was done, on its last attempt",
    "status": 500,
}
