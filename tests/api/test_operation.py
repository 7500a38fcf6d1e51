"""What the operator's machines ask."""

from typing import Any

import pytest

from api_world import World
from bsc_audit import machine
from bsc_audit.app.service.ports import Order
from bsc_audit.app.service.readiness import database_answers, jobs_are_done
from bsc_audit.app.service.wiring import Measure

TOKEN = {"Authorization": "Bearer m-token"}


def test_a_process_that_lives_says_so(shared_world: World) -> None:
    assert shared_world.client.get("/healthz").json() == {"status": "ok"}


def test_what_is_missing_makes_the_service_not_ready() -> None:
    missing = ["no room"]
    world = World(checks={"disk": lambda: missing[0], "database": lambda: ""})
    got = world.client.get("/readyz")
    assert (got.status_code, got.json()) == (
        503,
        {"status": "not ready", "checks": {"disk": "no room", "database": ""}},
    )
    missing[0] = ""
    assert world.client.get("/readyz").status_code == 200


def test_measurements_are_for_who_has_the_token(world: World) -> None:
    assert world.client.get("/metrics").status_code == 404
    assert world.client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    world.client.get("/v1/rulesets")
    text = world.client.get("/metrics", headers=TOKEN).text
    assert 'bsc_http_requests_total{method="GET",operation="list_rulesets",status="200"} 1.0' in text
    assert 'bsc_http_request_seconds_count{operation="list_rulesets"} 1.0' in text


def test_measurements_do_not_grow_with_what_is_asked(world: World) -> None:
    for number in range(5):
        world.client.request(f"ODD{number}", f"/nothing/{number}")
    text = world.client.get("/metrics", headers=TOKEN).text
    assert 'bsc_http_requests_total{method="other",operation="none",status="404"} 5.0' in text


def test_nothing_leaves_by_opentelemetry_unless_the_operator_says_so(strict: Any) -> None:
    silent, told = strict(telemetry=False).app, strict(telemetry=True).app
    assert {silent._telemetry[part] for part in PARTS} == {False}
    assert told._telemetry["tracing"]
    assert not told._telemetry["logs"], "answers are personal data: what was refused is never exported"


PARTS = ("tracing", "metrics", "logs", "operation_spans", "auto_configure")


def test_a_job_nobody_takes_makes_the_service_not_ready(world: World) -> None:
    check = jobs_are_done(world.work, world.clock)
    with world.work.write(world.organisation("Acme")) as work:
        work.jobs.enqueue(Order(kind="report", payload={}, actor="person:a"))
    assert check() == ""
    world.clock.forward(seconds=61)
    assert "no worker runs" in check()
    with world.work.installation(write=True) as installation:
        installation.queue.report_alive("w1")
    assert check() == ""


class Gone:
    """A store that is not there."""

    def installation(self, **_: Any) -> Any:
        raise ConnectionError("postgresql://ann:s3cret@db")


def test_a_database_that_is_gone_is_named_without_its_address(world: World) -> None:
    gone: Any = Gone()
    assert database_answers(gone)() == jobs_are_done(gone, world.clock)() == "no answer: ConnectionError"


def measured(world: World) -> dict[str, float]:
    lines = world.client.get("/metrics", headers=TOKEN).text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def test_jobs_and_workers_are_measured(world: World) -> None:
    with world.work.write(world.organisation("Acme")) as work:
        work.jobs.enqueue(Order(kind="report", payload={}, actor="person:a"))
    world.clock.forward(seconds=90)
    with world.work.installation(write=True) as installation:
        installation.queue.report_alive("w1")
    found = measured(world)
    assert found['bsc_jobs{state="queued"}'] == 1
    assert found['bsc_jobs{state="running"}'] == 0
    assert (found["bsc_oldest_job_seconds"], found["bsc_workers"], found["bsc_database_up"]) == (90, 1, 1)


def test_adapters_tell_their_own_numbers_even_where_the_database_is_gone(world: World) -> None:
    told = Measure(name="bsc_writer_wait_seconds", help="Waiting.", read=lambda: 1.5, grows=True)
    lost = World(measures=(told,))
    lost.wiring.work.installation = Gone().installation  # type: ignore[method-assign]
    found = measured(lost)
    assert (found["bsc_writer_wait_seconds_total"], found["bsc_database_up"]) == (1.5, 0)
    assert "bsc_workers" not in found


def test_attempts_to_sign_in_are_counted_by_how_they_end(world: World) -> None:
    for _ in range(2):
        world.client.post("/v1/sessions", json={"email": "a@example.org", "password": "wrong"})
    assert measured(world)['bsc_sign_ins_total{outcome="not-signed-in"}'] == 2


def test_what_the_machine_lacks_is_said(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.writable(tmp_path / "new") == ""
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "file").touch()
    assert "cannot be written to" in machine.writable(tmp_path / "file")
    monkeypatch.setattr(machine, "LEAST_FREE", 10**18)
    assert "bytes left" in machine.room(tmp_path)
    machine.draws_pdf.cache_clear()
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None if "pango" in name else "x.so")
    assert "pango-1.0" in machine.draws_pdf()
    machine.draws_pdf.cache_clear()
