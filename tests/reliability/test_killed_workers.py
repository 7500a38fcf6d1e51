"""kill -9 of a running service's workers, each in the middle of a job: every effect happens, and happens once."""

import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

from bsc_audit.api.schemas.answers import AnswerIn
from bsc_audit.api.schemas.reports import ReportIn
from bsc_audit.api.schemas.webhooks import WebhookIn
from bsc_audit.app.service.model.job import JobState
from bsc_audit.app.service.model.webhook import DeliveryState
from bsc_audit.app.service.webhook_events import EventName
from live_server import LiveServer, begun_assessment, serving
from local_receiver import receiving

WORKERS = 2
LEASE = 2  # seconds, so that what a dead worker held is soon another's
LONGEST = 0.6  # seconds a worker lives on after it has taken a job
PATIENCE = 300.0  # seconds for all of what is left to do, on a busy machine


class Receiver:
    """Counts how often each message came."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()

    def take(self, headers: Mapping[str, str], _: bytes) -> int:
        self.came[headers["webhook-id"]] += 1
        return 204


def test_what_killed_workers_of_a_running_service_had_begun_is_done_once_by_others(tmp_path: Path, rounds: int) -> None:
    random = Random(20261128)
    told = {"BSC_JOB_LEASE": str(LEASE), "BSC_WEBHOOKS_TO": "anywhere"}
    receiver = Receiver()
    came = receiver.came
    with receiving(receiver.take) as address, serving(tmp_path / "data", workers=WORKERS, **told) as live:
        org, assessment = begun_assessment(live.client())
        ours = live.client().organisation(org)
        hook = ours.webhooks.create(WebhookIn(url=address, events=[EventName.REPORT_READY])).id
        begun, seen = ours.assessment(assessment), None
        jobs = []
        for turn in range(rounds):
            # Never the same twice: an equal wish would be met by the report made before, and no worker asked.
            new = AnswerIn(value=5 * (turn % 4), comment=f"Seen {turn} times.")
            seen = begun.put_answer("FH-1", new, seen=seen)
            jobs.append(begun.order_report(ReportIn(template="certification", format="json", language="en")).id)
            kill_a_worker_at_work(live, random)
        done = [ours.jobs.wait(job, most=PATIENCE) for job in jobs]
        assert {one.state for one in done} == {JobState.DONE}
        delivered = until_delivered(ours.webhooks, hook, len({one.id for one in done}))
        demand_once(ours, [str((one.result or {})["report"]) for one in done])
        assert {one.state for one in delivered} == {DeliveryState.DELIVERED}
        assert came.keys() == {one.id for one in delivered}
        assert ours.prove_audit_log().holds
        until_told(live, rounds)


def kill_a_worker_at_work(live: LiveServer, random: Random) -> None:
    """Wait until a worker has taken a job, let it live on for a moment, and kill it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        held = holders(live)
        if held:
            time.sleep(random.uniform(0, LONGEST))
            with suppress(ProcessLookupError):
                os.kill(held[0], signal.SIGKILL)
            return
        time.sleep(0.02)
    raise AssertionError(f"no worker took a job: {live.log()}")


def holders(live: LiveServer) -> list[int]:
    """Process ids of the workers that hold a job few have tried: one that was tried five times would fail for good."""
    query = "SELECT worker FROM job WHERE state = 'running' AND attempt < 4 ORDER BY run_at DESC"
    with closing(sqlite3.connect(live.data / "bsc_audit.sqlite")) as opened:
        return [int(row[0].rpartition(":")[2]) for row in opened.execute(query) if alive(row[0])]


def alive(worker: str) -> bool:
    """Whether the process runs; of one that is dead and not yet waited for, /proc has an entry without a command."""
    try:
        return bool(Path(f"/proc/{worker.rpartition(':')[2]}/cmdline").read_bytes())
    except OSError:
        return False


def until_told(live: LiveServer, rounds: int) -> None:
    """Wait until the service has noticed every death."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and live.log().count('"worker lost"') < rounds:
        time.sleep(0.1)
    assert live.log().count('"worker lost"') >= rounds


def demand_once(ours: Any, reports: list[str]) -> None:
    """The log notes the making of each report once."""
    noted = Counter(one.target for one in ours.audit_log() if one.action == "finish_report")
    assert noted == Counter(f"report/{one}" for one in set(reports))


def until_delivered(webhooks: Any, hook: str, count: int) -> list[Any]:
    """Every message, once all are delivered."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = list(webhooks.deliveries(hook))
        if len(found) == count and all(one.state is DeliveryState.DELIVERED for one in found):
            return found
        time.sleep(0.5)
    raise AssertionError(found)
