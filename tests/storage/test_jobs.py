"""The life of a job, in every store."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.ports import LeaseLost, Order, Query, UnitOfWork
from bsc_audit.app.service.refusals import Conflict, NotFound
from stored_values import IN_WORK, SteppingClock, World, unit, world

LEASE = timedelta(seconds=60)
PROBLEM = {"type": "/problems/no-room", "title": "No room", "status": 507}


@pytest.fixture
def here(fresh_store: UnitOfWork) -> World:
    return world(fresh_store)


def order(here: World, kind: str = "report", **given: object) -> Job:
    with here.store.write(here.org.id) as work:
        return work.jobs.enqueue(Order(kind=kind, payload={"report": "r1"}, actor="ana", **given))  # type: ignore[arg-type]


def report_by(here: World, job: Job) -> None:
    """A report that names its job."""
    with here.store.write(here.org.id) as work:
        work.reports.add(replace(IN_WORK["reports"](here), job_id=job.id))


def test_what_ended_long_ago_goes_unless_a_report_names_it(here: World, clock: SteppingClock) -> None:
    old, older, named, waits = (order(here) for _ in range(4))
    report_by(here, named)
    with here.store.write(here.org.id) as work:
        for job in (older, old, named):
            work.jobs.cancel(job.id)
    clock.advance(timedelta(days=31))
    late = order(here)
    with here.store.write(here.org.id) as work:
        work.jobs.cancel(late.id)
        assert work.jobs.remove_ended(work.now - timedelta(days=30), most=1) == 1
        assert work.jobs.remove_ended(work.now - timedelta(days=30), most=9) == 1
        left = {job.id for job in (old, older, named, waits, late) if work.jobs.find(job.id)}
    assert left == {named.id, waits.id, late.id}


def claim(here: World, worker: str = "w1", **given: object) -> Job | None:
    with here.store.installation(write=True) as installation:
        return installation.queue.claim(worker, lease=LEASE, **given)  # type: ignore[arg-type]


def claimed(here: World, worker: str = "w1") -> Job:
    job = claim(here, worker)
    assert job is not None
    return job


def stored(here: World, job: Job) -> Job:
    with here.store.read(here.org.id) as work:
        return work.jobs.get(job.id)


def finish(here: World, job: Job) -> Job:
    with here.store.write(here.org.id) as work:
        return work.jobs.finish(job, {"href": "/v1/reports/r1"})


def fail(here: World, job: Job, *, again: timedelta | None = None) -> Job:
    with here.store.write(here.org.id) as work:
        return work.jobs.fail(job, PROBLEM, again_at=None if again is None else work.now + again)


def test_a_job_is_queued_claimed_and_finished(here: World) -> None:
    job = order(here)
    assert (job.state, job.org_id, job.attempt) == (JobState.QUEUED, here.org.id, 0)
    running = claimed(here)
    assert running.id == job.id
    assert (running.state, running.worker, running.attempt) == (JobState.RUNNING, "w1", 1)
    assert claim(here) is None
    done = finish(here, running)
    assert (done.state, done.progress, done.result) == (JobState.DONE, 100, {"href": "/v1/reports/r1"})
    assert stored(here, job) == done
    assert done.ended


def test_jobs_are_taken_by_priority_then_by_time(here: World) -> None:
    first, second = order(here), order(here)
    urgent = order(here, priority=5)
    assert [claimed(here).id for _ in range(3)] == [urgent.id, first.id, second.id]


def test_a_job_waits_for_its_time(here: World, clock: SteppingClock) -> None:
    order(here, run_at=clock.now() + timedelta(hours=1))
    assert claim(here) is None
    with here.store.installation() as installation:
        assert installation.queue.oldest_due() is None
    clock.advance(timedelta(hours=2))
    assert claim(here) is not None


def test_a_worker_takes_only_the_kinds_it_knows(here: World) -> None:
    order(here, "report")
    webhook = order(here, "webhook")
    assert claim(here, kinds=["import"]) is None
    taken = claim(here, kinds=["import", "webhook"])
    assert taken is not None
    assert taken.id == webhook.id


def test_a_lease_that_passed_gives_the_job_to_another(here: World, clock: SteppingClock) -> None:
    order(here)
    lost = claimed(here, "w1")
    clock.advance(LEASE * 2)
    taken = claimed(here, "w2")
    assert (taken.id, taken.attempt) == (lost.id, 2)
    with here.store.installation(write=True) as installation:
        with pytest.raises(LeaseLost):
            installation.queue.heartbeat(lost, lease=LEASE)
        with pytest.raises(LeaseLost):
            installation.queue.progress(lost, 10, "drawing")
    with pytest.raises(LeaseLost):
        fail(here, lost)
    assert finish(here, taken).state is JobState.DONE


def test_who_lost_the_lease_leaves_no_effect(here: World, clock: SteppingClock) -> None:
    order(here)
    lost = claimed(here)
    clock.advance(LEASE * 2)
    taken = claimed(here, "w2")

    def effect_and_finish(job: Job) -> None:
        with here.store.write(here.org.id) as work:
            work.units.add(unit(name=f"made by {job.worker}"))
            work.jobs.finish(job, {})

    with pytest.raises(LeaseLost):
        effect_and_finish(lost)
    effect_and_finish(taken)
    with pytest.raises(LeaseLost):
        effect_and_finish(taken)
    with here.store.read(here.org.id) as work:
        assert [one.name for one in work.units.all() if one.id != here.unit.id] == ["made by w2"]


def test_a_heartbeat_keeps_the_lease(here: World, clock: SteppingClock) -> None:
    order(here)
    running = claimed(here)
    for _ in range(3):
        clock.advance(LEASE / 2)
        with here.store.installation(write=True) as installation:
            running = installation.queue.heartbeat(running, lease=LEASE)
    assert claim(here, "w2") is None


def test_progress_is_seen(here: World) -> None:
    job = order(here)
    running = claimed(here)
    with here.store.installation(write=True) as installation:
        installation.queue.progress(running, 40, "drawing")
    assert (stored(here, job).progress, stored(here, job).step) == (40, "drawing")


def test_a_failed_job_is_tried_again_until_its_attempts_are_used_up(here: World, clock: SteppingClock) -> None:
    order(here, most_attempts=2)
    first = fail(here, claimed(here), again=timedelta(minutes=1))
    assert (first.state, first.error) == (JobState.QUEUED, PROBLEM)
    assert claim(here) is None
    clock.advance(timedelta(minutes=2))
    assert fail(here, claimed(here), again=timedelta(minutes=1)).state is JobState.FAILED


def test_a_failure_for_good_is_not_tried_again(here: World) -> None:
    order(here)
    assert fail(here, claimed(here)).state is JobState.FAILED
    assert claim(here) is None


def test_a_job_whose_workers_all_died_fails_with_a_problem(here: World, clock: SteppingClock) -> None:
    job = order(here, most_attempts=2)
    for _ in range(2):
        claimed(here)
        clock.advance(LEASE * 2)
    assert claim(here) is None
    ended = stored(here, job)
    assert ended.state is JobState.FAILED
    assert ended.error is not None
    assert ended.error["type"] == "/problems/worker-lost"


def test_a_waiting_job_is_cancelled_at_once(here: World) -> None:
    job = order(here)
    with here.store.write(here.org.id) as work:
        assert work.jobs.cancel(job.id).state is JobState.CANCELLED
    assert claim(here) is None


def test_a_running_job_is_asked_to_stop(here: World) -> None:
    job = order(here)
    running = claimed(here)
    with here.store.write(here.org.id) as work:
        asked = work.jobs.cancel(job.id)
        assert (asked.state, asked.cancel_at) == (JobState.RUNNING, work.now)
    with here.store.installation(write=True) as installation:
        assert installation.queue.heartbeat(running, lease=LEASE).cancel_at is not None
        assert installation.queue.stopped(running).state is JobState.CANCELLED
    with pytest.raises(LeaseLost):
        finish(here, running)


def test_an_ended_job_stays_as_it_is(here: World) -> None:
    order(here)
    done = finish(here, claimed(here))
    with here.store.write(here.org.id) as work:
        assert work.jobs.cancel(done.id) == done
        with pytest.raises(Conflict):
            work.jobs.retry(done.id)


def test_a_failed_job_may_be_retried_with_all_its_attempts(here: World) -> None:
    order(here, most_attempts=1)
    ended = fail(here, claimed(here))
    with here.store.write(here.org.id) as work:
        again = work.jobs.retry(ended.id)
        assert (again.state, again.attempt, again.error) == (JobState.QUEUED, 0, None)
    assert claimed(here).id == ended.id


def test_a_job_that_does_the_same_is_not_queued_twice(here: World) -> None:
    job = order(here, dedup="report-1")
    assert order(here, dedup="report-1") == job
    running = claimed(here)
    assert order(here, dedup="report-1").id == job.id
    failed = fail(here, running)
    other = order(here, dedup="report-1")
    assert other.id != job.id
    with pytest.raises(Conflict), here.store.write(here.org.id) as work:
        work.jobs.retry(failed.id)
    theirs = world(here.store)
    assert order(theirs, dedup="report-1").org_id == theirs.org.id


def test_jobs_are_listed_by_state(here: World) -> None:
    one, two = order(here), order(here)
    finish(here, claimed(here))
    with here.store.read(here.org.id) as work:
        assert [job.id for job in work.jobs.list(Query(equal={"state": JobState.QUEUED})).items] == [two.id]
        assert {job.id for job in work.jobs.list(Query()).items} == {one.id, two.id}
    with here.store.installation() as installation:
        counts = installation.queue.counts()
        assert counts == dict.fromkeys(JobState, 0) | {JobState.DONE: 1, JobState.QUEUED: 1}
        assert installation.queue.oldest_due() == two.run_at


def test_another_organisations_job_is_not_there(here: World) -> None:
    job = order(here)
    theirs = world(here.store)
    with here.store.write(theirs.org.id) as work:
        for refused in (work.jobs.get, work.jobs.cancel, work.jobs.retry):
            with pytest.raises(NotFound):
                refused(job.id)
    running = claimed(here)
    with pytest.raises(LeaseLost):
        finish(theirs, running)


def test_an_undone_transaction_queues_nothing(here: World) -> None:
    def order_and_fail() -> None:
        with here.store.write(here.org.id) as work:
            work.jobs.enqueue(Order(kind="report", payload={}, actor="ana"))
            raise LookupError

    with pytest.raises(LookupError):
        order_and_fail()
    assert claim(here) is None


def test_workers_say_that_they_run(here: World, clock: SteppingClock) -> None:
    for worker in ("w1", "w2", "w1"):
        with here.store.installation(write=True) as installation:
            installation.queue.report_alive(worker)
    since = clock.now()
    with here.store.installation(write=True) as installation:
        installation.queue.report_alive("w2")
        assert installation.queue.alive_since(since) == 1
        assert installation.queue.alive_since(since - timedelta(hours=1)) == 2


def test_every_job_is_taken_once_by_many_workers(sql_store: UnitOfWork) -> None:
    here = world(sql_store)
    jobs = [order(here) for _ in range(24)]

    def drain(worker: int) -> list[str]:
        taken = []
        while (job := claim(here, f"w{worker}")) is not None:
            finish(here, job)
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(6) as threads:
        taken = [job_id for found in threads.map(drain, range(6)) for job_id in found]
    assert Counter(taken) == Counter(job.id for job in jobs)
