"""Ids, headers, rates and origins: what every request and response has."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest
from structlog.testing import capture_logs

from api_world import ORIGIN, World, bearer
from bsc_audit.api.limits import Allowance, Buckets
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.rates import LocalTokens, Rate, Taken
from bsc_audit.app.service.refusals import Unavailable


def test_a_harmless_request_id_is_kept_and_any_other_replaced(shared_world: World) -> None:
    kept = shared_world.client.get("/healthz", headers={"X-Request-Id": "build-4711.a"})
    made = shared_world.client.get("/healthz", headers={"X-Request-Id": "<script>"})
    assert kept.headers["x-request-id"] == "build-4711.a"
    assert len(made.headers["x-request-id"]) == 32


def test_the_trace_of_the_caller_is_logged(shared_world: World) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    with capture_logs() as logs:
        shared_world.client.get("/healthz", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    assert [entry["trace_id"] for entry in logs] == [trace]


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/docs", "/v1/me", "/v1/rulesets"])
def test_every_response_tells_the_browser_what_it_may_do(shared_world: World, path: str) -> None:
    got = shared_world.client.get(path).headers
    assert "default-src 'none'" in got["content-security-policy"]
    assert "require-trusted-types-for 'script'" in got["content-security-policy"]
    assert got["x-content-type-options"] == "nosniff"
    assert got["referrer-policy"] == "same-origin"
    assert got["cross-origin-opener-policy"] == "same-origin"
    assert got["strict-transport-security"].startswith("max-age=")
    assert got["cache-control"] == ("public, max-age=3600" if path == "/docs" else "no-store")


def test_without_https_nothing_is_said_about_it(strict: Any) -> None:
    world = strict(public_url="http://127.0.0.1:8000")
    assert "strict-transport-security" not in world.client.get("/healthz").headers


def test_the_log_has_operations_and_no_secrets(world: World) -> None:
    key = world.key(world.organisation("Quiet Ltd"), Scope.ADMIN)
    with capture_logs() as logs:
        world.client.get("/v1/me?x=private", headers=bearer(key))
        world.client.post("/v1/sessions", json={"email": "ann@example.org", "password": "a secret password"})
    told = json.dumps(logs, default=str)
    assert [entry["route"] for entry in logs] == ["get_me", "sign_in"]
    assert not [word for word in (key.secret, "ann@", "secret password", "private", "Quiet") if word in told]


def test_who_asks_too_often_waits_and_is_told_how_long(strict: Any) -> None:
    client = strict(address_requests_a_minute=3).client
    answers = [client.get("/v1/rulesets") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-policy"] == '"address";q=3;w=60'
    assert answers[0].headers["ratelimit"].startswith('"address";r=2;t=')
    assert 1 <= int(answers[3].headers["retry-after"]) <= 20
    assert answers[3].json()["type"] == "/problems/too-many-requests"
    assert client.get("/healthz").status_code == 200, "the operator's machines are not counted"


def test_one_key_does_not_use_up_what_another_has(strict: Any) -> None:
    world = strict(requests_a_minute=2)
    org = world.organisation("A")
    first, second = bearer(world.key(org, Scope.ADMIN)), bearer(world.key(org, Scope.ADMIN))
    said = [world.client.get("/v1/me", headers=who).status_code for who in (first, first, first, second)]
    assert said == [200, 200, 429, 200]


def test_a_bucket_fills_up_again() -> None:
    now = [0.0]
    buckets = Buckets(Rate(name="r", requests=2, seconds=10), LocalTokens(clock=lambda: now[0]))

    def take() -> Allowance:
        return asyncio.run(buckets.take("a"))

    assert [take().left for _ in range(4)] == [1, 0, -1, -1]
    now[0] = 4.9
    assert take().refused
    assert take().wait == 1
    now[0] = 5.1
    assert not take().refused
    now[0] = 1000.0
    assert take().left == 1, "no more than a whole bucket"


@dataclass
class Shared:
    """Fulfils the port `Tokens` as a database does: asked rarely, and gone for a while when it is told to be."""

    tokens: LocalTokens
    asked: int = 0
    gone: bool = False
    shared: bool = True

    def take(self, rate: Rate, caller: str, *, least: int, most: int) -> Taken:
        self.asked += 1
        if self.gone:
            raise Unavailable("no answer")
        return self.tokens.take(rate, caller, least=least, most=most)


def test_of_shared_tokens_several_are_taken_at_once_and_no_more_are_given_than_there_are() -> None:
    now = [0.0]
    shared = Shared(LocalTokens(clock=lambda: now[0]))
    rate = Rate(name="r", requests=600, seconds=60)
    processes = [Buckets(rate, shared, clock=lambda: now[0]) for _ in range(4)]

    async def ask(times: int) -> list[int]:
        return [(await processes[at % 4].take("a")).left for at in range(times)]

    said = asyncio.run(ask(1000))
    assert sum(one >= 0 for one in said) == 600
    assert shared.asked <= 600 / 10 + 400
    now[0] = 1.0
    assert sum(one >= 0 for one in asyncio.run(ask(40))) == 10


def test_what_a_process_holds_of_a_quiet_caller_is_given_up() -> None:
    now = [0.0]
    shared = Shared(LocalTokens(clock=lambda: now[0]))
    buckets = Buckets(Rate(name="r", requests=600, seconds=60), shared, clock=lambda: now[0])
    for at in range(3):
        now[0] = at * 61.0
        assert asyncio.run(buckets.take("a")).left == 599
    assert shared.asked == 3


def test_while_shared_tokens_are_not_to_be_had_each_process_counts_by_itself() -> None:
    buckets = Buckets(Rate(name="r", requests=3, seconds=60), Shared(LocalTokens(), gone=True))
    said = [asyncio.run(buckets.take("a")).refused for _ in range(4)]
    assert said == [False, False, False, True]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 204),
        ({"Sec-Fetch-Site": "none"}, 204),
        ({"Origin": ORIGIN}, 204),
        ({}, 401),
    ],
)
def test_a_cookie_changes_nothing_unless_our_own_page_sent_it(
    world: World, headers: dict[str, str], status: int
) -> None:
    person = world.person(world.organisation("A"), Role.CLIENT)
    cookie = {"Cookie": world.session(person)["Cookie"]}
    assert world.client.post("/v1/me/sign-out", headers={**cookie, **headers}).status_code == status


def test_reading_by_cookie_needs_no_proof_of_origin(world: World) -> None:
    person = world.person(world.organisation("A"), Role.CLIENT)
    cookie = {"Cookie": world.session(person)["Cookie"]}
    assert world.client.get("/v1/me", headers=cookie).status_code == 200


def test_what_takes_long_counts_as_many(strict: Any) -> None:
    client = strict(address_requests_a_minute=41).client
    said = [client.post("/v1/rulesets/validate", json={"ruleset": {"a": ""}}).status_code for _ in range(3)]
    assert said == [422, 422, 429]
    assert client.get("/v1/rulesets").status_code == 200
