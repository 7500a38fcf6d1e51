"""Workers that are killed: every effect happens exactly once, and a supervisor puts another in the place of each."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from bsc_audit.app.service.model.audit import breaks
from bsc_audit.app.service.model.job import JobState
from bsc_audit.jobs.supervisor import Workers
from job_engines import Shop, until

SLOW_WORKER = Path(__file__).with_name("slow_worker.py")
KILLS = int(os.environ.get("BSC_WORKER_KILLS", "3"))  # a night tries fifty
PATIENCE = 120.0


@contextmanager
def worker(shop: Shop, name: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, str(SLOW_WORKER), shop.url, shop.kind, name]
    path = {**os.environ, "PYTHONPATH": str(SLOW_WORKER.parents[1])}
    process = subprocess.Popen(command, env=path, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)
def test_every_effect_of_killed_workers_happens_exactly_once(shop: Shop) -> None:
    jobs = [shop.order(most_attempts=99)]
    for kill in range(KILLS):
        jobs.append(shop.order(most_attempts=99))  # on a busy machine the one killed last may have done all there were
        with worker(shop, f"killed {kill}"):
            until(partial(_has_worker, shop, jobs, f"killed {kill}"), PATIENCE)
            time.sleep(0.06 * (kill % 5))  # before the effect, in its transaction, after it
    with worker(shop, "last"):
        until(lambda: all(shop.state(job) is JobState.DONE for job in jobs), PATIENCE)
    assert shop.made() == sorted(jobs)
    with shop.store.read(shop.org) as work:
        assert breaks(shop.org, work.audit.entries(limit=1000), work.audit.head()) == ()
    assert sum(shop.job(job).attempt for job in jobs) > len(jobs)


def _has_worker(shop: Shop, jobs: list[str], name: str) -> bool:
    return any(shop.job(job).worker == name for job in jobs)


def test_a_supervisor_replaces_a_killed_worker_and_ends_them_all() -> None:
    command = (sys.executable, "-c", "import sys; sys.stdin.read()")
    with Workers(command, 2) as workers:
        first = workers.pids
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(workers.pids) == 2 and workers.pids != first)
        second = workers.pids
        assert first[1] in second
    assert workers.pids == ()
