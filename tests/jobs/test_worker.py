"""What a worker makes of its handlers: done, failed, tried again, stopped, lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bsc_audit.app.service.job_work import Effect, Handler, JobFailed, Tell, job_problem, waiting
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.unit import Unit, UnitKind
from bsc_audit.app.service.ports import Order, Work
from bsc_audit.app.service.refusals import StorageFull
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.jobs.worker import Worker
from service_world import Service


class Office:
    """A service, a worker of one handler, and one job."""

    def __init__(self, handler: Callable[["Office", Job, Tell], Effect], **order: Any) -> None:
        self.service = Service()
        self.worker = self.another("w1", lambda job, tell: handler(self, job, tell))
        with self.service.write() as work:
            self.job = work.jobs.enqueue(Order(kind="test", payload={}, actor="person:ana", **order)).id

    def another(self, name: str, handler: Handler, lease: timedelta = timedelta(minutes=1)) -> Worker:
        return Worker(self.service.work, {"test": handler}, name=name, lease=lease)

    def stored(self) -> Job:
        with self.service.work.read(self.service.org) as work:
            return work.jobs.get(self.job)

    def units(self) -> list[str]:
        with self.service.work.read(self.service.org) as work:
            return [one.name for one in work.units.all()]


def makes_a_unit(office: Office, job: Job, tell: Tell) -> Effect:
    tell(50, "making it")

    def effect(work: Work) -> dict[str, Any]:
        stamp = {"id": office.service.ids.new(), "created_at": work.now, "updated_at": work.now}
        work.units.add(Unit(**stamp, kind=UnitKind.TEAM, name=f"attempt {job.attempt}"))
        return {"made": 1}

    return effect


def raising(error: Exception) -> Callable[[Office, Job, Tell], Effect]:
    def handler(_office: Office, _job: Job, _tell: Tell) -> Effect:
        raise error

    return handler


def test_a_job_is_done_with_its_effect() -> None:
    office = Office(makes_a_unit)
    assert office.worker.work_once()
    done = office.stored()
    assert (done.state, done.progress, done.result) == (JobState.DONE, 100, {"made": 1})
    assert office.units() == ["attempt 1"]
    assert not office.worker.work_once()


def test_what_somebody_has_to_mend_fails_at_once_and_says_what() -> None:
    problem = Problem(code="no-such-part", where=Location("template"), message="a part is missing", hint="add it")
    office = Office(raising(RenderError([problem])))
    office.worker.work_once()
    failed = office.stored()
    assert failed.state is JobState.FAILED
    assert failed.error == {
        "type": "/problems/report-not-made",
        "title": "The report could not be made",
        "status": 422,
        "detail": "a part is missing",
        "errors": [{"code": "no-such-part", "detail": "a part is missing", "hint": "add it"}],
    }


def test_a_missing_library_is_its_own_problem() -> None:
    problem = Problem(code="pdf-library-missing", where=Location("here"), message="no pango", hint="install it")
    office = Office(raising(RenderError([problem])))
    office.worker.work_once()
    failed = office.stored()
    assert failed.error is not None
    assert (failed.state, failed.error["type"]) == (JobState.FAILED, "/problems/pdf-renderer-missing")


@pytest.mark.parametrize(
    ("error", "kind"),
    [(StorageFull("none"), "storage-full"), (OSError(5, "io"), "unavailable"), (KeyError("a"), "internal")],
)
def test_what_may_pass_is_tried_again_later(error: Exception, kind: str) -> None:
    office = Office(raising(error))
    office.worker.work_once()
    waits = office.stored()
    assert waits.error is not None
    assert (waits.state, waits.error["type"], waits.attempt) == (JobState.QUEUED, f"/problems/{kind}", 1)
    assert waits.run_at > waits.created_at + timedelta(seconds=4)
    assert not office.worker.work_once()  # it is not due yet


def test_the_last_attempt_fails_for_good() -> None:
    office = Office(raising(KeyError("a secret")), most_attempts=1)
    office.worker.work_once()
    failed = office.stored()
    assert failed.state is JobState.FAILED
    assert "a secret" not in str(failed.error)


def test_a_failure_may_write_down_what_happened() -> None:
    def handler(office: Office, job: Job, tell: Tell) -> Effect:
        effect = makes_a_unit(office, job, tell)
        raise JobFailed(job_problem("unavailable", "no answer"), lambda work: effect(work) and None)

    office = Office(handler)
    office.worker.work_once()
    assert office.units() == ["attempt 1"]
    assert office.stored().state is JobState.QUEUED


def test_a_cancelled_job_stops_where_it_next_says_how_far_it_is() -> None:
    def handler(office: Office, job: Job, tell: Tell) -> Effect:
        with office.service.write() as work:
            work.jobs.cancel(job.id)
        tell(10, "going on")
        raise AssertionError("nobody wants this any more")

    office = Office(handler)
    office.worker.work_once()
    assert office.stored().state is JobState.CANCELLED


def test_a_worker_that_lost_its_job_leaves_no_effect() -> None:
    def handler(office: Office, job: Job, tell: Tell) -> Effect:
        with office.service.work.installation(write=True) as installation:  # the lease passes, another takes it
            again = installation.queue.heartbeat(job, lease=timedelta(seconds=-1))
            taken = installation.queue.claim("w2", lease=timedelta(minutes=1))
        assert taken is not None
        assert taken.id == again.id
        effect = makes_a_unit(office, taken, lambda percent, step: None)
        with office.service.write() as work:
            work.jobs.finish(taken, effect(work))
        return makes_a_unit(office, job, lambda percent, step: None)

    office = Office(handler)
    office.worker.work_once()
    done = office.stored()
    assert (done.state, done.attempt) == (JobState.DONE, 2)
    assert office.units() == ["attempt 2"]


def test_waiting_doubles_up_to_half_an_hour() -> None:
    assert [waiting(attempt).total_seconds() for attempt in (1, 2, 3, 9, 10, 500)] == [5, 10, 20, 1280, 1800, 1800]
