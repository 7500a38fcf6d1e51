"""Jobs over their table: a claim is one statement, and who lost a lease can end nothing.

On SQLite workers look into the table for the next job; on PostgreSQL they are brought it, see `storage.delivery`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlmodel import col

from bsc_audit.app.service import job_steps
from bsc_audit.app.service.model.job import ENDED, Job, JobState
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Ids, LeaseLost, Order, Page, Query
from bsc_audit.app.service.refusals import Conflict
from bsc_audit.storage.delivery import deliver
from bsc_audit.storage.repositories.context import Context
from bsc_audit.storage.repositories.plan import plan_of
from bsc_audit.storage.repositories.repository import SqlRepository
from bsc_audit.storage.scope import must_write
from bsc_audit.storage.tables.job import JobRow as Row
from bsc_audit.storage.tables.job import WorkerRow
from bsc_audit.storage.tables.report import ReportRow

_LIVE = (JobState.QUEUED, JobState.RUNNING)


class SqlJobs:
    """Fulfils the ports `Jobs` and `JobQueue` in one transaction."""

    def __init__(self, context: Context, ids: Ids) -> None:
        self._context = context
        self._session = context.session
        self._ids = ids
        self._jobs = SqlRepository(context, Job)

    def enqueue(self, order: Order) -> Job:
        """A new job, or the one that waits or runs under the same `dedup`."""
        twin = self._twin(order.dedup)
        if twin is not None:
            return twin
        org_id, now = self._context.org_id, self._context.now
        return self._delivered(self._jobs.add(job_steps.ordered(order, job_id=self._ids.new(), org_id=org_id, now=now)))

    def get(self, job_id: str) -> Job:
        """The job of an id."""
        return self._jobs.get(job_id)

    def find(self, job_id: str) -> Job | None:
        """The job of an id."""
        return self._jobs.find(job_id)

    def remove_ended(self, before: datetime, *, most: int) -> int:
        """Delete jobs that have ended before a moment and that no report names."""
        named = select(col(ReportRow.job_id)).where(col(ReportRow.job_id).is_not(None))
        ended = col(Row.state).in_(ENDED) & (col(Row.updated_at) < before) & col(Row.id).not_in(named)
        oldest = select(col(Row.id)).where(ended).order_by(col(Row.updated_at), col(Row.id)).limit(most)
        gone = self._session.execute(oldest).scalars().all()
        if gone:
            must_write(self._session)
            self._session.execute(delete(Row).where(col(Row.id).in_(gone)), execution_options=_UNSYNCHRONISED)
        return len(gone)

    def list(self, query: Query) -> Page[Job]:
        """One page of what a query asks for."""
        return self._jobs.list(query)

    def finish(self, job: Job, result: Json) -> Job:
        """Done, in the transaction of its effects."""
        return self._held(job, lambda stored: job_steps.finished(stored, result))

    def fail(self, job: Job, error: Json, *, again_at: datetime | None) -> Job:
        """Not done."""
        return self._delivered(self._held(job, lambda stored: job_steps.failed(stored, error, again_at=again_at)))

    def cancel(self, job_id: str) -> Job:
        """Cancel a queued job at once; a running one is asked to stop."""
        stored = self._locked(job_id) or self._jobs.get(job_id)
        return self._keep(stored, job_steps.cancelled(stored, self._context.now))

    def retry(self, job_id: str) -> Job:
        """Queue a failed or cancelled job again."""
        stored = self._locked(job_id) or self._jobs.get(job_id)
        again = job_steps.retried(stored, self._context.now)
        if self._twin(stored.dedup) is not None:
            raise Conflict("another job does the same already")
        return self._delivered(self._keep(stored, again))

    def claim(
        self, worker: str, *, lease: timedelta, kinds: Collection[str] = (), job_id: str | None = None
    ) -> Job | None:
        """Take up the next job that is due."""
        self._give_up_exhausted()
        plan, now = plan_of(Job), self._context.now
        first = self._due(kinds, job_id).limit(1).with_for_update(skip_locked=True).scalar_subquery()
        taken = (
            update(Row)
            .where(col(Row.id) == first)
            .values(
                state=JobState.RUNNING,
                worker=worker,
                attempt=Row.attempt + 1,
                lease_until=now + lease,
                progress=0,
                step="",
                version=Row.version + 1,
                updated_at=now,
            )
            .returning(*plan.columns)
        )
        row = self._session.execute(taken, execution_options=_UNSYNCHRONISED).first()
        return None if row is None else plan.value(row)

    def waits_until(self, job_id: str) -> datetime | None:
        """When a job that nobody can take up now may be."""
        stored = self._jobs.find(job_id)
        return None if stored is None else job_steps.waits_until(stored)

    def heartbeat(self, job: Job, *, lease: timedelta) -> Job:
        """Hold on to a job."""
        return self._held(job, lambda stored: replace(stored, lease_until=self._context.now + lease))

    def progress(self, job: Job, percent: int, step: str) -> Job:
        """Say how far a job is."""
        return self._held(job, lambda stored: replace(stored, progress=percent, step=step))

    def stopped(self, job: Job) -> Job:
        """A running job that was asked to stop has stopped."""
        return self._held(job, job_steps.stopped)

    def counts(self) -> Mapping[JobState, int]:
        """How many jobs there are in every state."""
        query = select(col(Row.state), func.count()).group_by(col(Row.state))
        return dict.fromkeys(JobState, 0) | {row[0]: row[1] for row in self._session.execute(query)}

    def oldest_due(self) -> datetime | None:
        """Since when the longest waiting job is due."""
        run_at = col(Row.run_at)
        query = select(func.min(run_at)).where(col(Row.state) == JobState.QUEUED, run_at <= self._context.now)
        return self._session.execute(query).scalar()

    def report_alive(self, worker: str) -> None:
        """A worker says that it runs."""
        now = self._context.now
        known = update(WorkerRow).where(col(WorkerRow.id) == worker).values(seen_at=now).returning(col(WorkerRow.id))
        if self._session.execute(known, execution_options=_UNSYNCHRONISED).first() is None:
            self._session.execute(insert(WorkerRow), [{"id": worker, "seen_at": now}])

    def alive_since(self, moment: datetime) -> int:
        """How many workers said so since then."""
        query = select(func.count()).select_from(WorkerRow).where(col(WorkerRow.seen_at) >= moment)
        return self._session.execute(query).scalar_one()

    def _due(self, kinds: Collection[str], job_id: str | None) -> Any:
        state, lease, now = col(Row.state), col(Row.lease_until), self._context.now
        waits = (state == JobState.QUEUED) & (col(Row.run_at) <= now)
        abandoned = (state == JobState.RUNNING) & (lease < now)
        query = select(col(Row.id)).where(or_(waits, abandoned))
        if job_id is not None:
            query = query.where(col(Row.id) == job_id)
        if kinds:
            query = query.where(col(Row.kind).in_(sorted(kinds)))
        return query.order_by(col(Row.priority).desc(), col(Row.run_at), col(Row.id))

    def _give_up_exhausted(self) -> None:
        now = self._context.now
        spent = (
            update(Row)
            .where(
                col(Row.state) == JobState.RUNNING,
                col(Row.lease_until) < now,
                col(Row.attempt) >= col(Row.most_attempts),
            )
            .values(
                state=JobState.FAILED,
                error=job_steps.WORKER_LOST,
                worker=None,
                lease_until=None,
                version=Row.version + 1,
                updated_at=now,
            )
        )
        self._session.execute(spent, execution_options=_UNSYNCHRONISED)

    def _twin(self, dedup: str | None) -> Job | None:
        return None if dedup is None else self._jobs.one(dedup=dedup, state=_LIVE)

    def _locked(self, job_id: str) -> Job | None:
        plan = plan_of(Job)
        query = select(*plan.columns).where(col(Row.id) == job_id).with_for_update()
        row = self._session.execute(query).first()
        return None if row is None else plan.value(row)

    def _held(self, job: Job, change: Callable[[Job], Job]) -> Job:
        stored = self._locked(job.id)
        if stored is None or not job_steps.holds(job, stored):
            raise LeaseLost(f"job {job.id} is no longer attempt {job.attempt} of {job.worker}")
        return self._keep(stored, change(stored))

    def _delivered(self, job: Job) -> Job:
        """Have a worker told of a job that waits now, once this transaction is true."""
        if job.state is JobState.QUEUED:
            deliver(self._session, job, at_once=job.run_at <= self._context.now)
        return job

    def _keep(self, stored: Job, changed: Job) -> Job:
        return stored if changed == stored else self._jobs.replace(changed, expected=stored.version)


_UNSYNCHRONISED = {"synchronize_session": False}
