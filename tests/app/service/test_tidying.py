"""Retention: what is past its time goes, everything else stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bsc_audit.app.service import tidying
from bsc_audit.app.service.memory import MemoryBlobStore, MemoryUnitOfWork
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.model.webhook import DeliveryState, WebhookDelivery
from bsc_audit.app.service.ports import Installation, Order
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.tidying import Tidied, tidy
from stored_values import IN_INSTALLATION, START, SteppingClock, World, new_id, world

NOW = START + timedelta(days=30)


@pytest.fixture
def made() -> World:
    clock = SteppingClock()
    clock.advance(timedelta(days=30))
    return world(MemoryUnitOfWork(clock, Uuid7()))


def at(made: World, name: str, **changed: object) -> Stored:
    return replace(IN_INSTALLATION[name](made), **changed)  # type: ignore[arg-type]


def keep(installation: Installation, made: World) -> None:
    old, young = NOW - timedelta(days=9), NOW - timedelta(hours=2)
    for moment in (old, young):
        installation.sessions.add(at(made, "sessions", created_at=moment))  # type: ignore[arg-type]
        installation.idempotency.add(at(made, "idempotency", created_at=moment))  # type: ignore[arg-type]
        ends = moment + timedelta(days=1)
        installation.tokens.add(at(made, "tokens", created_at=old, expires_at=ends))  # type: ignore[arg-type]


def keep_messages(made: World) -> None:
    """Two that have ended, one of them long ago, and one as old that waits."""
    about: dict[str, Any] = {"webhook_id": made.webhook.id, "event": "a", "about": "x", "payload": {}}
    states = ((40, DeliveryState.DELIVERED), (29, DeliveryState.FAILED), (40, DeliveryState.PENDING))
    with made.store.write(made.org.id) as work:
        for days, state in states:
            moment: dict[str, Any] = dict.fromkeys(("created_at", "updated_at"), NOW - timedelta(days=days))
            work.deliveries.add(WebhookDelivery(id=new_id(), **moment, **about, state=state))


def test_what_is_past_its_time_goes_and_the_rest_stays(made: World) -> None:
    clock = SteppingClock()
    blobs = MemoryBlobStore(clock)
    lost, used = blobs.put([b"lost"]), blobs.put([b"used"])
    blobs.mark_deleted(lost.sha256)
    clock.advance(timedelta(days=30))
    with made.store.installation(write=True) as installation:
        keep(installation, made)
    keep_messages(made)
    assert tidy(made.store, blobs, clock) == Tidied(sessions=1, tokens=1, answers=1, files=1, messages=1, jobs=0)
    assert tidy(made.store, blobs, clock) == Tidied(sessions=0, tokens=0, answers=0, files=0, messages=0, jobs=0)
    assert (blobs.exists(lost.sha256), blobs.exists(used.sha256)) == (False, True)
    with made.store.installation() as installation:
        left = (installation.sessions.all(), installation.tokens.all(), installation.idempotency.all())
    assert [len(values) for values in left] == [1, 1, 1]


def test_jobs_that_ended_long_ago_go_and_those_that_wait_stay(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "MOST_AT_ONCE", 2)
    with made.store.write(made.org.id) as work:
        jobs = [work.jobs.enqueue(Order(kind="k", payload={}, actor="ana")) for _ in range(6)]
        for job in jobs[:5]:
            work.jobs.cancel(job.id)
    clock = SteppingClock()
    blobs = MemoryBlobStore(clock)
    for days, gone in ((59, 0), (2, 5), (0, 0)):  # the jobs ended thirty days after the clock's first day
        clock.advance(timedelta(days=days))
        assert tidy(made.store, blobs, clock).jobs == gone
    with made.store.read(made.org.id) as work:
        assert [work.jobs.find(job.id) is not None for job in jobs] == [False] * 5 + [True]
