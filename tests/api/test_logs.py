"""The log: enough to find a request and a fault, and nothing of what people wrote, are called or signed in with."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from bsc_audit.api.logs import without_words

SECRETS = ("Zaphod-Person", "zaphod@example.org", "Sup3r-Passw0rd", "Vogon-Poetry-Answer", "bsc_made-up-token")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Mapping[str, Any]]]:
    """What a real server writes while people and programs use it, rightly and wrongly."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BSC_")}
    environment |= {
        "BSC_DATA": str(folder / "data"),
        "BSC_PORT": str(port),
        "BSC_METRICS_TOKEN": "m" * 32,
        "BSC_WORKERS": "0",
    }
    environment.pop("DATABASE_URL", None)
    program = [sys.executable, "-m", "bsc_audit.cli.main"]
    made = subprocess.run(
        [*program, "keys", "new", "--organisation", SECRETS[0]],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    key, log = made.stdout.strip(), folder / "log"
    with log.open("wb") as file:
        server = subprocess.Popen([*program, "serve"], env=environment, stderr=file, stdout=file)
        try:
            use(f"http://127.0.0.1:{port}", key)
        finally:
            server.terminate()
            server.wait(timeout=30)
    text = log.read_text()
    assert key not in text
    return text, [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def use(address: str, key: str) -> None:
    """Ask for many things, among them what is refused at every layer."""
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        for _ in wait_for(client):
            pass
        org = client.get("/v1/me").json()["memberships"][0]["org_id"]
        name, email, password, answer, token = SECRETS
        place = f"/v1/organisations/{org}"
        client.post(f"{place}/units", json={"kind": "team", "name": name}, headers={"X-Request-ID": "known-request"})
        client.post(f"{place}/units", json={"kind": answer, "name": name})
        client.post(f"{place}/people", json={"email": email, "name": name, "role": "client"})
        client.post(f"{place}/people", json={"email": email, "name": name, "role": "client"})
        client.post("/v1/sessions", json={"email": email, "password": password})
        client.post("/v1/score", json={"evidence": {"answers.yaml": answer}})
        client.post(
            "/v1/sessions",
            content=f'{{"email": "{email}", "password"'.encode(),
            headers={"Content-Type": "application/json"},
        )
        client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
        client.get(f"/v1/{answer}", params={"q": email})
        client.get("/readyz")


def wait_for(client: httpx.Client) -> Iterator[None]:
    for _ in range(600):
        try:
            client.get("/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
            yield
        else:
            return
    raise TimeoutError("the server did not start")


def test_a_run_tells_nothing_personal_and_nothing_secret(told: tuple[str, list[Mapping[str, Any]]]) -> None:
    text, _ = told
    assert [secret for secret in SECRETS if secret in text] == []
    assert "m" * 32 not in text


def test_every_request_is_one_line_that_can_be_found(told: tuple[str, list[Mapping[str, Any]]]) -> None:
    _, lines = told
    answered = [line for line in lines if line["event"] == "answered"]
    (known,) = [line for line in answered if line["request_id"] == "known-request"]
    assert (known["route"], known["method"], known["status"], known["level"]) == ("create_unit", "POST", 201, "info")
    assert known["timestamp"].endswith("Z")
    assert len({line["request_id"] for line in answered}) == len(answered) > 9
    assert {line["status"] for line in answered} >= {200, 201, 401, 404, 422}


def test_of_an_exception_only_kinds_and_places_are_told() -> None:
    def fail() -> None:
        try:
            raise KeyError(SECRETS[3])
        except KeyError as error:
            raise ValueError(f"no answer {SECRETS[3]!r}") from error

    try:
        fail()
    except ValueError as error:
        told = without_words(None, "error", {"event": "failed", "exc_info": error})
    assert SECRETS[3] not in str(told)
    assert [one["kind"] for one in told["exceptions"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert re.fullmatch(r"tests/api/test_logs\.py:\d+ fail", told["exceptions"][0]["places"][-1])


def test_other_packages_are_heard_without_their_values(tmp_path: Path) -> None:
    script = tmp_path / "speak.py"
    script.write_text(
        "import logging\n"
        "from bsc_audit.api.logs import configure_logs\n"
        "configure_logs()\n"
        f"logging.getLogger('weasyprint').warning('ignored %s', {SECRETS[3]!r})\n"
        "logging.getLogger('uvicorn.error').warning('Shutting down')\n"
        "logging.getLogger('sqlalchemy').info('SELECT')\n"
    )
    got = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stderr
    lines = [json.loads(line) for line in got.splitlines()]
    assert SECRETS[3] not in got
    assert [(line["logger"], line.get("said")) for line in lines] == [
        ("weasyprint", None),
        ("uvicorn.error", "Shutting down"),
    ]
    assert lines[0]["level"] == "warning"
