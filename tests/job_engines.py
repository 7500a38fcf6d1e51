"""What does jobs, for tests: our worker over memory and SQLite, Procrastinate over PostgreSQL, each in a thread."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.job_work import Effect, Handler, Tell
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.model.unit import Unit, UnitKind
from bsc_audit.app.service.organisations import found_organisation
from bsc_audit.app.service.ports import Order, UnitOfWork, Work
from bsc_audit.app.service.system import SystemClock, Uuid7
from bsc_audit.jobs.delivered import DeliveredWorker
from bsc_audit.jobs.worker import Worker
from bsc_audit.storage.delivery import TASK, connector
from bsc_audit.storage.engine import open_database
from bsc_audit.storage.unit_of_work import SqlUnitOfWork

IDS = Uuid7()
LEASE = timedelta(seconds=30)
PAUSE = timedelta(seconds=0.05)
_numbers = count(1)


@contextmanager
def store_of(url: str) -> Iterator[UnitOfWork]:
    """The store of a database that is migrated already; of "" one in memory."""
    if not url:
        yield MemoryUnitOfWork(SystemClock(), IDS)
        return
    database = open_database(url)
    yield SqlUnitOfWork(database, SystemClock(), IDS)
    database.close()


def engine(
    url: str, store: UnitOfWork, handlers: dict[str, Handler], *, name: str, lease: timedelta = LEASE
) -> Worker | DeliveredWorker:
    """What does the jobs of a store, as bootstrap chooses it."""
    worker = Worker(store, handlers, name=name, lease=lease, pause=PAUSE)
    if not url.startswith("postgresql"):
        return worker
    return DeliveredWorker(worker, store, partial(connector, url), task=TASK, lease=lease)


def until(holds: Callable[[], object], patience: float = 60.0) -> None:
    """Wait for something that must happen."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


class Shop:
    """An organisation in a store, whose jobs are of a kind of its own."""

    def __init__(self, url: str, store: UnitOfWork) -> None:
        self.url, self.store = url, store
        self.kind = f"test-{next(_numbers)}"
        with self.store.installation(write=True) as installation:
            self.org = found_organisation(installation, IDS, name="Ours", kind=OrganisationKind.CLIENT).id

    def order(self, **more: Any) -> str:
        """A job; its id."""
        with self.store.write(self.org) as work:
            return work.jobs.enqueue(Order(**{"kind": self.kind, "payload": {}, "actor": "ana", **more})).id

    def job(self, job_id: str) -> Job:
        with self.store.read(self.org) as work:
            return work.jobs.get(job_id)

    def state(self, job_id: str) -> JobState:
        return self.job(job_id).state

    def made(self) -> list[str]:
        """Names of the units that jobs have made."""
        with self.store.read(self.org) as work:
            return sorted(one.name for one in work.units.all())

    @contextmanager
    def open(self, handler: Handler, workers: int = 1, lease: timedelta = LEASE) -> Iterator[None]:
        """Workers that do the jobs as long as the block lasts."""
        stop = threading.Event()
        with ExitStack() as running:
            for number in range(workers):
                store = running.enter_context(store_of(self.url)) if self.url else self.store
                made = engine(self.url, store, {self.kind: handler}, name=f"w{number}", lease=lease)
                thread = threading.Thread(target=made.run, args=(stop,))
                thread.start()
                running.callback(thread.join)
            running.callback(stop.set)
            yield


@contextmanager
def shop_at(url: str) -> Iterator[Shop]:
    """An organisation in the store of a database."""
    with store_of(url) as store:
        yield Shop(url, store)


def makes_a_unit(job: Job, tell: Tell) -> Effect:
    """An effect that can be counted: a unit named after the job."""
    tell(10, "beginning")

    def effect(work: Work) -> dict[str, Any]:
        work.units.add(Unit(**fresh(IDS, work.now), kind=UnitKind.TEAM, name=job.id))
        return {"made": 1}

    return effect
