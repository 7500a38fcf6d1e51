"""Jobs in memory."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bsc_audit.app.service import job_steps
from bsc_audit.app.service.memory.repository import MemoryRepository
from bsc_audit.app.service.memory.state import Transaction
from bsc_audit.app.service.model.job import ENDED, Job, JobState
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Ids, LeaseLost, Order, Page, Query
from bsc_audit.app.service.refusals import Conflict

LIVE = (JobState.QUEUED, JobState.RUNNING)


class MemoryJobs:
    """Fulfils the ports `Jobs` and `JobQueue`."""

    def __init__(self, transaction: Transaction, ids: Ids) -> None:
        self._transaction = transaction
        self._ids = ids
        self._jobs = MemoryRepository(transaction, Job)

    def enqueue(self, order: Order) -> Job:
        """A new job, or the one that waits or runs under the same `dedup`."""
        now, org_id = self._transaction.now, self._transaction.org_id
        twin = self._twin(order.dedup)
        return twin or self._jobs.add(job_steps.ordered(order, job_id=self._ids.new(), org_id=org_id, now=now))

    def get(self, job_id: str) -> Job:
        """The job of an id."""
        return self._jobs.get(job_id)

    def find(self, job_id: str) -> Job | None:
        """The job of an id."""
        return self._jobs.find(job_id)

    def remove_ended(self, before: datetime, *, most: int) -> int:
        """Delete jobs that have ended before a moment and that no report names."""
        named = {one.job_id for one in MemoryRepository(self._transaction, Report).all()}
        ended = sorted(self._jobs.all(state=ENDED), key=lambda job: (job.updated_at, job.id))
        gone = [job for job in ended if job.updated_at < before and job.id not in named][:most]
        for job in gone:
            self._jobs.remove(job.id, expected=job.version)
        return len(gone)

    def list(self, query: Query) -> Page[Job]:
        """One page of what a query asks for."""
        return self._jobs.list(query)

    def finish(self, job: Job, result: Json) -> Job:
        """Done, in the transaction of its effects."""
        return self._held(job, lambda stored: job_steps.finished(stored, result))

    def fail(self, job: Job, error: Json, *, again_at: datetime | None) -> Job:
        """Not done."""
        return self._held(job, lambda stored: job_steps.failed(stored, error, again_at=again_at))

    def cancel(self, job_id: str) -> Job:
        """Cancel a queued job at once; a running one is asked to stop."""
        stored = self._jobs.get(job_id)
        return self._keep(stored, job_steps.cancelled(stored, self._transaction.now))

    def retry(self, job_id: str) -> Job:
        """Queue a failed or cancelled job again."""
        stored = self._jobs.get(job_id)
        again = job_steps.retried(stored, self._transaction.now)
        if self._twin(stored.dedup) is not None:
            raise Conflict("another job does the same already")
        return self._keep(stored, again)

    def claim(
        self, worker: str, *, lease: timedelta, kinds: Collection[str] = (), job_id: str | None = None
    ) -> Job | None:
        """Take up the next job that is due."""
        now = self._transaction.now
        for job in self._jobs.all(state=JobState.RUNNING):
            if job_steps.exhausted(job, now):
                self._keep(job, job_steps.failed(job, job_steps.WORKER_LOST, again_at=None))
        wanted = [job for job in self._jobs.all(state=LIVE) if job_steps.claimable(job, now)]
        wanted = [job for job in wanted if (not kinds or job.kind in kinds) and job_id in (None, job.id)]
        if not wanted:
            return None
        first = min(wanted, key=lambda job: (-job.priority, job.run_at, job.id))
        return self._keep(first, job_steps.claimed(first, worker=worker, lease_until=now + lease))

    def waits_until(self, job_id: str) -> datetime | None:
        """When a job that nobody can take up now may be."""
        stored = self._jobs.find(job_id)
        return None if stored is None else job_steps.waits_until(stored)

    def heartbeat(self, job: Job, *, lease: timedelta) -> Job:
        """Hold on to a job."""
        return self._held(job, lambda stored: replace(stored, lease_until=self._transaction.now + lease))

    def progress(self, job: Job, percent: int, step: str) -> Job:
        """Say how far a job is."""
        return self._held(job, lambda stored: replace(stored, progress=percent, step=step))

    def stopped(self, job: Job) -> Job:
        """A running job that was asked to stop has stopped."""
        return self._held(job, job_steps.stopped)

    def counts(self) -> Mapping[JobState, int]:
        """How many jobs there are in every state."""
        found = Counter(job.state for job in self._jobs.all())
        return {state: found[state] for state in JobState}

    def oldest_due(self) -> datetime | None:
        """Since when the longest waiting job is due."""
        due = [job.run_at for job in self._jobs.all(state=JobState.QUEUED) if job.run_at <= self._transaction.now]
        return min(due, default=None)

    def report_alive(self, worker: str) -> None:
        """A worker says that it runs."""
        self._transaction.must_write()
        self._transaction.state.workers[worker] = self._transaction.now

    def alive_since(self, moment: datetime) -> int:
        """How many workers said so since then."""
        return sum(at >= moment for at in self._transaction.state.workers.values())

    def _twin(self, dedup: str | None) -> Job | None:
        return None if dedup is None else self._jobs.one(dedup=dedup, state=LIVE)

    def _held(self, job: Job, change: Callable[[Job], Job]) -> Job:
        stored = self._jobs.find(job.id)
        if stored is None or not job_steps.holds(job, stored):
            raise LeaseLost(f"job {job.id} is no longer attempt {job.attempt} of {job.worker}")
        return self._keep(stored, change(stored))

    def _keep(self, stored: Job, changed: Job) -> Job:
        return stored if changed == stored else self._jobs.replace(changed, expected=stored.version)
