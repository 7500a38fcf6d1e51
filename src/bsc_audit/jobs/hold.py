"""Holding on to a job while it is done: the lease is renewed beside it, and its end is heard of."""

import threading
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog

from bsc_audit.app.service.job_work import JobStopped
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.ports import LeaseLost, UnitOfWork

BEATS = 3  # renewals in the time of one lease

log = structlog.get_logger("bsc_audit.jobs")


class Hold:
    """Renews the lease of a job in a thread of its own, as long as the block lasts."""

    def __init__(self, store: UnitOfWork, job: Job, lease: timedelta) -> None:
        """Nothing is renewed before the block begins.

        Args:
            store: the job is in.
            job: as it was claimed.
            lease: how long one renewal lasts.
        """
        self._store, self._job, self._lease = store, job, lease
        self._over = threading.Event()
        self._lost = False
        self._stopped = job.cancel_at is not None
        self._said: tuple[int, str] | None = None
        self._thread = threading.Thread(target=self._beat, name=f"hold-{job.id}", daemon=True)

    def tell(self, percent: int, step: str) -> None:
        """Say how far the job is.

        Raises:
            JobStopped: somebody cancelled it.
            LeaseLost: another worker has it.
        """
        self.check()
        if (percent, step) == self._said:
            return
        self._said = (percent, step)
        with self._store.installation(write=True) as installation:
            self._hear(installation.queue.progress(self._job, percent, step))
        self.check()

    def check(self) -> None:
        """Whether the job is still wanted of this worker; raises as `tell`."""
        if self._lost:
            raise LeaseLost(f"job {self._job.id} is another worker's")
        if self._stopped:
            raise JobStopped

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _hear(self, job: Job) -> None:
        self._stopped = self._stopped or job.cancel_at is not None

    def _beat(self) -> None:
        while not self._over.wait(self._lease.total_seconds() / BEATS):
            try:
                with self._store.installation(write=True) as installation:
                    self._hear(installation.queue.heartbeat(self._job, lease=self._lease))
            except LeaseLost:
                self._lost = True
                return
            except Exception as error:  # the store may answer again before the lease is over
                log.warning("heartbeat failed", job=self._job.id, error=type(error).__name__)
