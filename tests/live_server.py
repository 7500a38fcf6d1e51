"""`bsc-audit serve` as a process of its own, on a folder of the test's, to be asked, killed and started again."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bsc_audit.api.schemas.assessments import AssessmentIn, RulesetPin
from bsc_audit.client import Client
from bsc_audit.client.wire import MOST_WAIT, TRIES
from bsc_audit.core.vocabulary import AssessmentKind

COMMAND = (sys.executable, "-c", "from bsc_audit.cli.main import main; main()")
STARTS_WITHIN = 300.0  # seconds, on a busy machine
Furnished = tuple[Path, str]  # the data folder of a service, and the key of its organisation
UNLIMITED = {"BSC_REQUESTS_A_MINUTE": "1000000", "BSC_ADDRESS_REQUESTS_A_MINUTE": "1000000"}


class LiveServer:
    """One service on one data folder, and the key of its first organisation."""

    def __init__(
        self,
        data: Path,
        *,
        database_url: str = "",
        workers: int = 0,
        like: Furnished | None = None,
        **more: str,
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.data, self.address = data, f"http://127.0.0.1:{self.port}"
        self.environment = {**_environment(data, database_url, workers), **more}
        if database_url:
            self.command("migrate")
            self.key = _new_key(self.environment)
        else:
            furnished, self.key = like or _furnished()
            shutil.copytree(furnished, data)
        self.process: subprocess.Popen[bytes] | None = None
        self.clients: list[Client] = []

    def command(self, *arguments: str) -> str:
        """What a command of the program prints."""
        return _printed(self.environment, *arguments)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.data.parent / "server.log").open("ab") as log:
            arguments = [*COMMAND, "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(arguments, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log()
            try:
                if httpx.get(f"{self.address}/healthz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"the server does not answer: {self.log()}")

    def kill(self) -> None:
        """End it as a power cut ends a process: at once, in the middle of whatever it does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as an operator does; nothing happens when it is not running."""
        for client in self.clients:
            client.close()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def client(self, *, tries: int = TRIES, most_wait: float = MOST_WAIT) -> Client:
        """A client with the key; closed with the server."""
        made = Client(self.address, self.key, tries=tries, most_wait=most_wait)
        self.clients.append(made)
        return made

    def log(self) -> str:
        """What it said, from its first start on."""
        return (self.data.parent / "server.log").read_text("utf-8", errors="replace")


@contextmanager
def serving(
    data: Path, *, database_url: str = "", workers: int = 0, like: Furnished | None = None, **more: str
) -> Iterator[LiveServer]:
    """A server that runs, with so many processes for jobs, and `more` in its environment.

    Args:
        data: its folder, which is not there yet.
        database_url: of an empty database; "" for an SQLite file in the folder.
        workers: processes for jobs.
        like: what the folder is a copy of; None for an organisation and a key.
        more: variables of its environment.
    """
    server = LiveServer(data, database_url=database_url, workers=workers, like=like, **more)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@cache
def _furnished() -> Furnished:
    """Made once in a process of tests: to start the program takes longer than to copy what it has written."""
    home = TemporaryDirectory(prefix="bsc-furnished-")
    atexit.register(home.cleanup)
    data = Path(home.name) / "data"
    return data, _new_key(_environment(data, "", 0))


def _new_key(environment: Mapping[str, str]) -> str:
    return _printed(environment, "keys", "new", "--organisation", "Ours").splitlines()[-1].strip()


def _printed(environment: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=STARTS_WITHIN,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _environment(data: Path, database_url: str, workers: int) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BSC_") and name != "DATABASE_URL"}
    named = {"DATABASE_URL": database_url} if database_url else {}
    return {**kept, "BSC_DATA": str(data), "BSC_WORKERS": str(workers), **UNLIMITED, **named}


def begun_assessment(client: Client) -> tuple[str, str]:
    """Ids of the key's organisation and of an assessment of it that takes answers to FH-1, FH-2 and FH-3."""
    org = client.me().memberships[0].org_id
    ours = client.organisation(org)
    new = AssessmentIn(
        title="Written to",
        as_of=date(2026, 9, 30),
        period="2026-Q3",
        engagement={"scope": {"statement": "All of it."}},
        kind=AssessmentKind.SELF_ASSESSMENT,
        ruleset=RulesetPin(id="food-hygiene-rating", version="1.0"),
    )
    made = ours.create_assessment(new).id
    ours.assessment(made).start()
    return org, made
