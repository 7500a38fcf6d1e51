"""What a request costs the service: CPU of its processes for saving an answer and reading 150, and waiting under load.

    python benchmarks/service.py [--rounds 5] [--requests 200]

Beside it, in the same run and in turn with it: `bare_service.py`, the least a service can be. CPU is what the kernel
counts for the server's process and its children, so a busy machine disturbs it less than a clock would be.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import httpx
from scheme import draw_scheme, ruleset_text
from timing import machine, print_table

from bsc_audit.api.schemas.answers import AnswerItemIn
from bsc_audit.api.schemas.assessments import AssessmentIn, RulesetPin
from bsc_audit.api.schemas.rulesets import RulesetIn
from bsc_audit.app.service.model.answer import Track
from bsc_audit.client import Client
from bsc_audit.core.vocabulary import AssessmentKind

SEED, ANSWERS, WRITERS = 20_261_122, 150, 16
PROGRAM = (sys.executable, "-c", "from bsc_audit.cli.main import main; main()")
BARE = (sys.executable, str(Path(__file__).with_name("bare_service.py")))
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server process, and how its two requests are sent."""

    process: subprocess.Popen[bytes]
    http: httpx.Client
    save: Callable[[httpx.Client, int], httpx.Response]  # the answer of that number, once more
    read: Callable[[httpx.Client], httpx.Response]
    statuses: Counter[int] = field(default_factory=Counter)

    def told(self, response: httpx.Response) -> None:
        """Count what it answered: a benchmark must not measure refusals."""
        self.statuses[response.status_code] += 1


def main() -> None:
    """Start both, ask them in turn, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--requests", type=int, default=200)
    told = arguments.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {"ours": stack.enter_context(ours(folder)), "bare": stack.enter_context(bare(folder))}
        for server in servers.values():
            cpu_each(server, 50, save=True), cpu_each(server, 50, save=False)
        found: dict[tuple[str, bool], list[float]] = {}
        for _ in range(told.rounds):
            for name, server in servers.items():
                for save in (True, False):
                    found.setdefault((name, save), []).append(cpu_each(server, told.requests, save=save))
        waits = {name: waited(server, told.requests) for name, server in servers.items()}
        report(found, waits, servers, told.rounds * told.requests)


def report(
    found: dict[tuple[str, bool], list[float]], waits: dict[str, list[float]], servers: dict[str, Server], each: int
) -> None:
    """Milliseconds, and what was answered."""
    print(f"{ANSWERS} answers; {each} requests of each kind; {machine()}")
    rows = [
        [
            name,
            *(f"{value(found[name, save]) * 1000:.2f}" for save in (True, False) for value in (min, median)),
            f"{quantile(waits[name], 0.5) * 1000:.0f}",
            f"{quantile(waits[name], 0.99) * 1000:.0f}",
        ]
        for name in servers
    ]
    head = ("server", "save, ms CPU", "median", f"read {ANSWERS}, ms CPU", "median", f"{WRITERS} writers, ms", "p99")
    print_table(head, rows)
    for name, server in servers.items():
        print(f"{name} answered {dict(server.statuses)}")


def cpu_each(server: Server, requests: int, *, save: bool) -> float:
    """CPU seconds of the server for one request, one after the other on one connection."""
    begun = cpu_of(server.process.pid)
    for number in range(requests):
        server.told(server.save(server.http, number % ANSWERS) if save else server.read(server.http))
    return (cpu_of(server.process.pid) - begun) / requests


def waited(server: Server, requests: int) -> list[float]:
    """Seconds each of many writers waited, all at it at once, each with answers of its own."""
    seconds: list[float] = []

    def write(writer: int) -> None:
        with httpx.Client(base_url=server.http.base_url, headers=server.http.headers, timeout=60) as http:
            for turn in range(max(1, requests // WRITERS)):
                begun = perf_counter()
                server.told(server.save(http, writer + WRITERS * (turn % (ANSWERS // WRITERS))))
                seconds.append(perf_counter() - begun)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds


def quantile(values: list[float], share: float) -> float:
    """The value that share of them do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def cpu_of(pid: int) -> float:
    """CPU seconds a process and its children have used, those that ended included."""
    total = 0.0
    for one in [pid, *children_of(pid)]:
        fields = Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()
        total += sum(map(int, fields[11:15])) / TICK
    return total


def children_of(pid: int) -> Iterator[int]:
    """Its children and theirs."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text("ascii").split()):
            yield child
            yield from children_of(child)


# The two servers ----------------------------------------------------------------------------------------


@contextmanager
def ours(folder: Path) -> Iterator[Server]:
    """The service on an SQLite file, and an assessment with 150 answers."""
    limits = dict.fromkeys(("BSC_REQUESTS_A_MINUTE", "BSC_ADDRESS_REQUESTS_A_MINUTE"), "1000000")
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**kept, "BSC_DATA": str(folder / "data"), "BSC_WORKERS": "0", **limits}  # no jobs here
    made = subprocess.run(
        [*PROGRAM, "keys", "new", "--organisation", "Ours"],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    key = made.stdout.split()[-1]
    with started([*PROGRAM, "serve", "--port"], "/healthz", environment) as (process, address):
        with Client(address, key) as client:
            path = prepared(client)
        versions = [1] * ANSWERS

        def save(http: httpx.Client, number: int) -> httpx.Response:
            sent = {"value": versions[number] % 6, "comment": f"Seen {versions[number]} times."}
            got = http.put(f"{path}/answers/self/C{number}", json=sent, headers={"If-Match": f'"{versions[number]}"'})
            versions[number] += got.is_success
            return got

        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60) as http:
            yield Server(process, http, save, lambda http: http.get(path, params={"expand": "answers"}))


def prepared(client: Client) -> str:
    """Address of an assessment of 150 criteria, all of them answered."""
    scheme = draw_scheme(SEED)
    items = tuple(replace(one, kind="rubric", points=()) for one in scheme.items)
    here = client.organisation(client.me().memberships[0].org_id)
    here.upload_ruleset(RulesetIn(ruleset={"ruleset.yaml": ruleset_text(replace(scheme, items=items, rules=()))}))
    new = AssessmentIn(
        title="Asked again and again",
        as_of=date(2026, 9, 30),
        period="2026-Q3",
        engagement={"scope": {"statement": "All of it."}},
        kind=AssessmentKind.SELF_ASSESSMENT,
        ruleset=RulesetPin(id="benchmark", version="1.0"),
    )
    begun = here.assessment(here.create_assessment(new).id)
    made = begun.start()
    given = [
        AnswerItemIn(track=Track.SELF, key=f"C{number}", value=3, comment="Seen once.") for number in range(ANSWERS)
    ]
    if sum(done.stored for done in begun.put_answers(given)) != ANSWERS:
        raise SystemExit("the service did not take the answers")
    return f"/v1/organisations/{here.get().id}/assessments/{made.id}"


@contextmanager
def bare(folder: Path) -> Iterator[Server]:
    """The least a service can be, with 150 answers."""
    with started([*BARE, str(folder / "bare.sqlite")], "/none", dict(os.environ)) as (process, address):

        def save(http: httpx.Client, number: int) -> httpx.Response:
            return http.put(f"/one/C{number}", json={"value": number % 6, "comment": "Seen again."})

        with httpx.Client(base_url=address, timeout=60) as http:
            for number in range(ANSWERS):
                save(http, number)
            yield Server(process, http, save, lambda http: http.get("/one"))


@contextmanager
def started(
    command: list[str], asked: str, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server process on a free port that answers; ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([*command, str(port)], env=environment, stderr=subprocess.DEVNULL)
    try:
        while True:
            if process.poll() is not None:
                raise SystemExit(f"{command} ended with {process.returncode}")
            try:
                httpx.get(f"{address}{asked}")
                break
            except httpx.TransportError:
                sleep(0.1)
        yield process, address
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
