"""A worker process for tests that kill it: slow before its effect, and slow inside its transaction."""

import sys
import time
from datetime import timedelta
from threading import Event
from typing import Any

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.job_work import Effect, Tell
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.unit import Unit, UnitKind
from bsc_audit.app.service.ports import Work
from job_engines import IDS, engine, store_of


def make(job: Job, tell: Tell) -> Effect:
    """A unit named after the job."""
    tell(10, "beginning")
    time.sleep(0.1)

    def effect(work: Work) -> dict[str, Any]:
        work.units.add(Unit(**fresh(IDS, work.now), kind=UnitKind.TEAM, name=job.id))
        time.sleep(0.1)
        return {}

    return effect


if __name__ == "__main__":
    url, kind, name = sys.argv[1:]
    with store_of(url) as store:
        engine(url, store, {kind: make}, name=name, lease=timedelta(seconds=1)).run(Event())
