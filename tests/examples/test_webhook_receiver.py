"""docs/how-to/receive-webhooks.md: its table is the program's, its receiver takes what the service sends and nothing else."""

import base64
import re
import runpy
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from bsc_audit.app.service.tidying import MESSAGES_KEPT
from bsc_audit.app.service.webhook_events import EVENTS
from bsc_audit.app.service.webhook_jobs import PAUSES
from bsc_audit.app.service.webhook_signing import new_secret, signed_headers
from bsc_audit.courier import SECONDS
from live_server import serving

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "receive-webhooks.md").read_text("utf-8")


@pytest.fixture
def defined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, dict[str, Any]]:
    """A secret, and what the page's program defines when it has it."""
    secret = new_secret()
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    program = PAGE.partition("```python\n")[2].partition("```")[0]
    (tmp_path / "receiver.py").write_text(program, encoding="utf-8")
    return secret, runpy.run_path(str(tmp_path / "receiver.py"))


def test_the_page_tells_of_every_event_and_of_no_other() -> None:
    told = re.findall(r"^\| `([a-z_.]+)` \| (.+) \| `(.+)` \|$", PAGE, flags=re.MULTILINE)
    assert told == [(one.name, one.says, one.href) for one in EVENTS.values()]


def test_the_page_tells_the_pauses_and_bounds_of_the_program() -> None:
    assert [one.total_seconds() for one in PAUSES] == [5, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 14 * 3600]
    assert "after 5 seconds, 1 minute, 5 and 30 minutes, 2, 6 and 14 hours" in PAGE
    assert f"waits {SECONDS:.0f} seconds" in PAGE
    assert f"kept for {MESSAGES_KEPT.days} days" in PAGE


def test_the_receiver_believes_what_is_signed_and_new_and_nothing_else(defined: tuple[str, dict[str, Any]]) -> None:
    secret, old = defined[0], new_secret()
    is_genuine = defined[1]["is_genuine"]
    now, body = datetime.fromtimestamp(time.time(), UTC), b'{"type":"report.ready"}'
    assert is_genuine(signed_headers([secret], "m1", now, body), body)
    assert is_genuine(signed_headers([old, secret], "m1", now, body), body)
    assert not is_genuine(signed_headers([old], "m1", now, body), body)
    assert not is_genuine(signed_headers([secret], "m1", now, body), body + b" ")
    assert not is_genuine({**signed_headers([secret], "m1", now, body), "webhook-id": "m2"}, body)
    assert not is_genuine(signed_headers([secret], "m1", now - timedelta(minutes=6), body), body)


@pytest.fixture
def answering(defined: tuple[str, dict[str, Any]]) -> Iterator[HTTPServer]:
    """The page's receiver at a port of its own, with a secret nobody signs with."""
    server = HTTPServer(("127.0.0.1", 0), defined[1]["Receiver"])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_running_service_delivers_to_the_receiver_and_tells_when_it_does_not(
    tmp_path: Path, answering: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path / "data", workers=1, BSC_WEBHOOKS_TO="anywhere") as live:
        org = live.client().me().memberships[0].org_id
        home = f"{live.address}/v1/organisations/{org}/webhooks"
        with httpx.Client(headers={"Authorization": f"Bearer {live.key}"}) as http:
            made = http.post(home, json={"url": f"http://127.0.0.1:{answering.server_port}/hook"}).json()
            hook = f"{home}/{made['id']}"
            refused = followed(http, hook, http.post(f"{hook}/ping").json()["id"], lambda one: one["error"])
            assert (refused["state"], refused["status"]) == ("pending", 401)
            program: Any = answering.RequestHandlerClass
            program.do_POST.__globals__["KEY"] = base64.b64decode(made["secret"].removeprefix("whsec_"))
            taken = followed(http, hook, refused["id"], lambda one: one["state"] == "delivered")
            assert (taken["status"], taken["attempts"], taken["error"]) == (204, 2, "")
        assert made["secret"] not in live.log()
    assert capsys.readouterr().out.split() == ["webhook.ping", hook]


def followed(http: httpx.Client, hook: str, delivery: str, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """A delivery once something holds of it."""
    until = time.monotonic() + 60
    found: dict[str, Any] = {}
    while time.monotonic() < until:
        found = http.get(f"{hook}/deliveries/{delivery}").json()
        if holds(found):
            return found
        time.sleep(0.2)
    raise AssertionError(f"it was never sent: {found}")
