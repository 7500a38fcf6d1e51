"""The loop of a worker: one job after the other, the effect of each in the transaction that ends it."""

import threading
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bsc_audit.app.service.job_work import Effect, Handler, JobFailed, JobStopped, failure_of, waiting
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.ports import LeaseLost, UnitOfWork
from bsc_audit.app.service.trail import note
from bsc_audit.jobs.hold import Hold

LEASE = timedelta(seconds=60)
PAUSE = timedelta(seconds=0.5)  # between two looks for a job
ALIVE_EVERY = 40  # looks between two signs of life

log = structlog.get_logger("bsc_audit.jobs")


class Worker:
    """Does the jobs of the kinds it has handlers for, of every organisation."""

    def __init__(
        self,
        store: UnitOfWork,
        handlers: Mapping[str, Handler],
        *,
        name: str,
        lease: timedelta = LEASE,
        pause: timedelta = PAUSE,
    ) -> None:
        """A worker that rests.

        Args:
            store: the jobs are in.
            handlers: by kind of job.
            name: no other worker that runs has it.
            lease: after so long without a sign of this worker another takes its job.
            pause: between two looks for a job.
        """
        self._store, self._handlers, self.name = store, handlers, name
        self._lease, self._pause = lease, pause

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of jobs it can do."""
        return tuple(self._handlers)

    def run(self, stop: threading.Event) -> None:
        """Do jobs until told to stop; the one under way is done first."""
        looks = 0
        while not stop.is_set():
            try:
                if looks % ALIVE_EVERY == 0:
                    self.say_alive()
                looks += 1
                if self.work_once():
                    continue
            except Exception as error:  # a store that is gone for a while must not end the worker
                log.exception("worker failed", worker=self.name, error=type(error).__name__)
            stop.wait(self._pause.total_seconds())

    def work_once(self) -> bool:
        """Do the next job that is due; False when there was none."""
        return self.take(None)

    def take(self, job_id: str | None) -> bool:
        """Do this job (None: the next one) where it is due; False where it is not."""
        with self._store.installation(write=True) as installation:
            job = installation.queue.claim(self.name, lease=self._lease, kinds=self.kinds, job_id=job_id)
        if job is None:
            return False
        log.info("job begun", job=job.id, kind=job.kind, attempt=job.attempt)
        with Hold(self._store, job, self._lease) as hold:
            try:
                hold.check()
                self._finish(job, self._handlers[job.kind](job, hold.tell))
            except JobStopped:
                self._stopped(job)
            except LeaseLost:
                log.warning("job lost", job=job.id, attempt=job.attempt)
            except Exception as error:
                self._failed(job, error)
        return True

    def _finish(self, job: Job, effect: Effect) -> None:
        with self._store.write(job.org_id) as work:
            work.jobs.finish(job, effect(work))
        log.info("job done", job=job.id, kind=job.kind, attempt=job.attempt)

    def _failed(self, job: Job, error: Exception) -> None:
        failure = failure_of(error)
        log.warning("job failed", job=job.id, kind=job.kind, problem=failure.problem["type"], exc_info=error)
        try:
            with self._store.write(job.org_id) as work:
                if isinstance(error, JobFailed):
                    error.effect(work)
                again_at = work.now + (failure.wait or waiting(job.attempt)) if failure.again else None
                stored = work.jobs.fail(job, failure.problem, again_at=again_at)
                if stored.state is JobState.FAILED:
                    note(work.audit, job.actor, f"fail_{job.kind}", before=job, after=stored)
        except LeaseLost:
            log.warning("job lost", job=job.id, attempt=job.attempt)

    def _stopped(self, job: Job) -> None:
        try:
            with self._store.installation(write=True) as installation:
                installation.queue.stopped(job)
        except LeaseLost:
            log.warning("job lost", job=job.id, attempt=job.attempt)

    def say_alive(self) -> None:
        """Write down that this worker runs."""
        with self._store.installation(write=True) as installation:
            installation.queue.report_alive(self.name)
