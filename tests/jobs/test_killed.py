"""Workers that are killed: every effect happens exactly once, and a supervisor puts another in the place of each."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from bsc_audit.app.service.model.audit import breaks
from bsc_audit.app.service.model.job import JobState
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.organisations import found_organisation
from bsc_audit.app.service.ports import Order
from bsc_audit.app.service.system import SystemClock, Uuid7
from bsc_audit.jobs.supervisor import Workers
from bsc_audit.storage.engine import open_database
from bsc_audit.storage.migrating import upgrade
from bsc_audit.storage.unit_of_work import SqlUnitOfWork

SLOW_WORKER = Path(__file__).with_name("slow_worker.py")
KILLS = int(os.environ.get("BSC_WORKER_KILLS", "3"))  # a night tries fifty
JOBS = KILLS + 1
PATIENCE = 120.0


class Shop:
    """An organisation in a file, with jobs that wait."""

    def __init__(self, file: Path) -> None:
        self.file = file
        database = open_database(f"sqlite:///{file}")
        upgrade(database)
        ids = Uuid7()
        self.store = SqlUnitOfWork(database, SystemClock(), ids)
        with self.store.installation(write=True) as installation:
            self.org = found_organisation(installation, ids, name="Ours", kind=OrganisationKind.CLIENT).id
        with self.store.write(self.org) as work:
            orders = [Order(kind="test", payload={}, actor="ana", most_attempts=99) for _ in range(JOBS)]
            self.jobs = sorted(work.jobs.enqueue(order).id for order in orders)

    def counts(self) -> dict[JobState, int]:
        with self.store.installation() as installation:
            return dict(installation.queue.counts())

    def made(self) -> list[str]:
        with self.store.read(self.org) as work:
            return sorted(one.name for one in work.units.all())


def until(holds: Callable[[], object]) -> None:
    """Wait for something that must happen."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


@contextmanager
def worker(shop: Shop, name: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, str(SLOW_WORKER), str(shop.file), name], stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "service.db")


def test_every_effect_of_killed_workers_happens_exactly_once(shop: Shop) -> None:
    for kill in range(KILLS):
        with worker(shop, f"killed {kill}"):
            until(partial(_has_worker, shop, f"killed {kill}"))
            time.sleep(0.06 * (kill % 5))  # before the effect, in its transaction, after it
    with worker(shop, "last"):
        until(lambda: shop.counts()[JobState.DONE] == JOBS)
    assert shop.made() == shop.jobs
    with shop.store.read(shop.org) as work:
        assert breaks(shop.org, work.audit.entries(limit=1000), work.audit.head()) == ()
        assert sum(work.jobs.get(job).attempt for job in shop.jobs) > JOBS


def _has_worker(shop: Shop, name: str) -> bool:
    with shop.store.read(shop.org) as work:
        return any(work.jobs.get(job).worker == name for job in shop.jobs)


def test_a_supervisor_replaces_a_killed_worker_and_ends_them_all() -> None:
    command = (sys.executable, "-c", "import sys; sys.stdin.read()")
    with Workers(command, 2) as workers:
        first = workers.pids
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(workers.pids) == 2 and workers.pids != first)
        second = workers.pids
        assert first[1] in second
    assert workers.pids == ()
