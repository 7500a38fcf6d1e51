"""A worker process for tests that kill it: slow before its effect, and slow inside its transaction."""

import sys
import time
from datetime import timedelta
from threading import Event
from typing import Any

from bsc_audit.app.service.job_work import Effect, Tell
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.unit import Unit, UnitKind
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.system import SystemClock, Uuid7
from bsc_audit.jobs.worker import Worker
from bsc_audit.storage.engine import open_database
from bsc_audit.storage.unit_of_work import SqlUnitOfWork

IDS = Uuid7()


def make(job: Job, tell: Tell) -> Effect:
    """A unit named after the job."""
    tell(10, "beginning")
    time.sleep(0.1)

    def effect(work: Work) -> dict[str, Any]:
        stamp = {"id": IDS.new(), "created_at": work.now, "updated_at": work.now}
        work.units.add(Unit(**stamp, kind=UnitKind.TEAM, name=job.id))
        time.sleep(0.1)
        return {}

    return effect


if __name__ == "__main__":
    file, name = sys.argv[1:]
    store = SqlUnitOfWork(open_database(f"sqlite:///{file}"), SystemClock(), IDS)
    Worker(store, {"test": make}, name=name, lease=timedelta(seconds=1), pause=timedelta(seconds=0.1)).run(Event())
