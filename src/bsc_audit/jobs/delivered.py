"""A worker that Procrastinate brings its jobs: it is woken, told whose turn it is, and found out when it dies."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from procrastinate import App, BaseConnector, BaseRetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Message
from procrastinate.retry import RetryDecision

from bsc_audit.app.service.ports import UnitOfWork
from bsc_audit.jobs.hold import BEATS
from bsc_audit.jobs.worker import LEASE, Worker

LOOKS_FOR_STOP = 0.2  # seconds
LOOKS_FOR_DUE = 1.0  # seconds between two looks for a job whose time has come: nobody is woken by that
AFTER_FAILURE = 5  # seconds until what could not even be begun is delivered again
ALIVE_AT_LEAST = timedelta(seconds=20)  # between two signs of life

log = structlog.get_logger("bsc_audit.jobs")


class NotYet(Exception):  # noqa: N818 - nothing went wrong
    """Another worker has the job, or its time has not come."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds  # until it may be taken up


class Again(BaseRetryStrategy):
    """A message whose job was not even taken up is delivered again, as often as it takes: its job counts attempts."""

    def get_retry_decision(self, *, exception: BaseException, job: Message) -> RetryDecision:  # noqa: ARG002 - the base's
        """When."""
        seconds = exception.seconds if isinstance(exception, NotYet) else AFTER_FAILURE
        return RetryDecision(retry_in={"seconds": seconds})


class DeliveredWorker:
    """Does the jobs of the kinds its worker has handlers for, one after the other, as Procrastinate delivers them."""

    def __init__(
        self,
        worker: Worker,
        store: UnitOfWork,
        connect: Callable[[], BaseConnector],
        *,
        task: str,
        lease: timedelta = LEASE,
    ) -> None:
        """A worker that rests.

        Args:
            worker: knows how to do a job.
            store: the jobs are in.
            connect: how Procrastinate reaches its queues.
            task: name of the messages.
            lease: after so long without a sign of this worker its job is delivered to another.
        """
        self._worker, self._store, self._connect = worker, store, connect
        self._task, self._lease = task, lease

    def run(self, stop: threading.Event) -> None:
        """Do jobs until told to stop; the one under way is done first."""
        while not stop.is_set():
            try:
                asyncio.run(self._deliver(stop))
            except Exception as error:  # a store that is gone for a while must not end the worker
                log.exception("worker failed", worker=self._worker.name, error=type(error).__name__)
                stop.wait(AFTER_FAILURE)

    async def _deliver(self, stop: threading.Event) -> None:
        app = App(connector=self._connect())
        app.task(name=self._task, retry=Again())(self._take)
        async with app.open_async():
            running = asyncio.create_task(app.run_worker_async(**self._options()))
            beating = asyncio.create_task(self._beat(app))
            while not (stop.is_set() or running.done() or beating.done()):
                await asyncio.sleep(LOOKS_FOR_STOP)
            await _ended(beating)
            await _ended(running)

    def _options(self) -> dict[str, Any]:
        return {
            "queues": list(self._worker.kinds),
            "name": self._worker.name,
            "concurrency": 1,
            "install_signal_handlers": False,
            "delete_jobs": "always",  # what became of a job stands in its own row
            "fetch_job_polling_interval": LOOKS_FOR_DUE,
            "update_heartbeat_interval": self._lease.total_seconds() / BEATS,
            "stalled_worker_timeout": self._lease.total_seconds(),
        }

    def _take(self, job: str, org: str) -> None:  # noqa: ARG002 - the message says whose it is, for the database's walls
        """Do the job of a message; one that another has is delivered again when that one's lease is over."""
        if self._worker.take(job):
            return
        with self._store.installation() as installation:
            until, now = installation.queue.waits_until(job), installation.now
        if until is not None:
            wait = max((until - now).total_seconds(), 0) + 1
            raise NotYet(int(wait))

    async def _beat(self, app: App) -> None:
        """Say that this worker lives, and have delivered again what dead ones were doing."""
        while True:
            await asyncio.to_thread(self._worker.say_alive)
            for lost in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._lease.total_seconds()):
                with suppress(ConnectorException):  # another worker was quicker
                    await app.job_manager.retry_job(lost)
                    log.warning("job of a lost worker", job=lost.task_kwargs.get("job"))
            await asyncio.sleep(min(self._lease / BEATS, ALIVE_AT_LEAST).total_seconds())


async def _ended(task: "asyncio.Task[None]") -> None:
    """Ask a task to end and wait for it; what it failed by is raised."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
