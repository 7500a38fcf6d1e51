"""What the operator's machines ask."""

from typing import Any

from api_world import World

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
