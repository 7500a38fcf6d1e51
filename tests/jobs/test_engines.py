"""One promise, three engines: what is ordered is done once, in its turn, at its time, and by nobody once it is cancelled."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from bsc_audit.app.service import job_work
from bsc_audit.app.service.job_work import Effect, Tell
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.ports import Order
from bsc_audit.app.service.refusals import StorageFull
from job_engines import Shop, makes_a_unit, until


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again within the second."""
    monkeypatch.setattr(job_work, "FIRST_WAIT", timedelta(seconds=0.5))


class Diary:
    """A handler that writes down which jobs it was given."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def __call__(self, job: Job, tell: Tell) -> Effect:
        self.jobs.append(job.id)
        return makes_a_unit(job, tell)


def test_a_job_is_done_with_its_effect(shop: Shop) -> None:
    job = shop.order()
    with shop.open(makes_a_unit):
        until(lambda: shop.state(job) is JobState.DONE)
    done = shop.job(job)
    assert (done.progress, done.result, done.attempt) == (100, {"made": 1}, 1)
    assert shop.made() == [job]


def test_a_worker_that_rests_is_told_of_a_new_job(shop: Shop) -> None:
    with shop.open(makes_a_unit):
        first = shop.order()
        until(lambda: shop.state(first) is JobState.DONE)
        later = shop.order()
        until(lambda: shop.state(later) is JobState.DONE, patience=10)


def test_every_job_is_done_once_by_many_workers(shop: Shop) -> None:
    diary, jobs = Diary(), [shop.order() for _ in range(12)]
    with shop.open(diary, workers=3):
        until(lambda: all(shop.state(job) is JobState.DONE for job in jobs))
    assert Counter(diary.jobs) == Counter(jobs)
    assert shop.made() == sorted(jobs)


def test_the_urgent_comes_first_then_the_older(shop: Shop) -> None:
    diary = Diary()
    first, second, urgent = shop.order(), shop.order(), shop.order(priority=5)
    with shop.open(diary):
        until(lambda: len(diary.jobs) == 3)
    assert diary.jobs == [urgent, first, second]


def test_a_job_waits_for_its_time(shop: Shop) -> None:
    with shop.store.installation() as installation:
        soon = installation.now + timedelta(seconds=2)
    diary, later = Diary(), shop.order(run_at=soon)
    now = shop.order()
    with shop.open(diary):
        until(lambda: shop.state(now) is JobState.DONE)
        assert shop.state(later) is JobState.QUEUED
        until(lambda: shop.state(later) is JobState.DONE)
    assert diary.jobs == [now, later]
    assert shop.job(later).updated_at >= soon


def test_what_an_undone_transaction_ordered_is_not_done(shop: Shop) -> None:
    def order_and_fail() -> None:
        with shop.store.write(shop.org) as work:
            work.jobs.enqueue(Order(kind=shop.kind, payload={}, actor="ana"))
            raise LookupError

    with pytest.raises(LookupError):
        order_and_fail()
    diary, job = Diary(), shop.order()
    with shop.open(diary):
        until(lambda: shop.state(job) is JobState.DONE)
    assert diary.jobs == [job]


def test_a_kind_nobody_knows_stays_waiting(shop: Shop) -> None:
    unknown, known = shop.order(kind=f"{shop.kind}-else"), shop.order()
    with shop.open(makes_a_unit):
        until(lambda: shop.state(known) is JobState.DONE)
    assert shop.state(unknown) is JobState.QUEUED


def test_a_failure_that_may_pass_is_tried_again(shop: Shop) -> None:
    def full_at_first(job: Job, tell: Tell) -> Effect:
        if job.attempt == 1:
            raise StorageFull("none")
        return makes_a_unit(job, tell)

    job = shop.order()
    with shop.open(full_at_first):
        until(lambda: shop.state(job) is JobState.DONE)
    assert (shop.job(job).attempt, shop.made()) == (2, [job])


def test_the_last_attempt_fails_for_good_and_is_done_again_when_somebody_asks(shop: Shop) -> None:
    broken = True

    def handler(job: Job, tell: Tell) -> Effect:
        if broken:
            raise StorageFull("none")
        return makes_a_unit(job, tell)

    job = shop.order(most_attempts=2)
    with shop.open(handler):
        until(lambda: shop.state(job) is JobState.FAILED)
        assert (shop.job(job).error or {})["type"] == "/problems/storage-full"
        broken = False
        with shop.store.write(shop.org) as work:
            work.jobs.retry(job)
        until(lambda: shop.state(job) is JobState.DONE)
    assert shop.made() == [job]


def test_a_job_cancelled_while_it_waits_is_done_by_nobody(shop: Shop) -> None:
    diary, cancelled, other = Diary(), shop.order(), shop.order()
    with shop.store.write(shop.org) as work:
        work.jobs.cancel(cancelled)
    with shop.open(diary):
        until(lambda: shop.state(other) is JobState.DONE)
    assert (diary.jobs, shop.state(cancelled)) == ([other], JobState.CANCELLED)


def test_a_running_job_stops_when_it_is_cancelled(shop: Shop) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def handler(job: Job, tell: Tell) -> Effect:
        begun.set()
        go_on.wait(30)
        tell(50, "going on")
        return makes_a_unit(job, tell)

    job = shop.order()
    with shop.open(handler):
        assert begun.wait(30)
        with shop.store.write(shop.org) as work:
            work.jobs.cancel(job)
        go_on.set()
        until(lambda: shop.state(job) is JobState.CANCELLED)
    assert shop.made() == []


def test_a_worker_that_is_told_to_stop_ends_its_job_first(shop: Shop) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def handler(job: Job, tell: Tell) -> Effect:
        begun.set()
        go_on.wait(30)
        return makes_a_unit(job, tell)

    job = shop.order()
    with shop.open(handler):
        assert begun.wait(30)
        threading.Timer(0.5, go_on.set).start()
    assert (shop.state(job), shop.made()) == (JobState.DONE, [job])


def test_workers_are_seen_to_live(shop: Shop) -> None:
    with shop.store.installation() as installation:
        before = installation.now

    def alive() -> int:
        with shop.store.installation() as installation:
            return installation.queue.alive_since(before)

    with shop.open(makes_a_unit):
        until(alive)
