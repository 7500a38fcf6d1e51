"""What the form's pages weigh and cost: a section of 30 rubrics, the task list, and the way from a click to the score.

    python benchmarks/pages.py [--rounds 5] [--requests 60]

A real server on an SQLite file, 150 rubrics in five sections of 30, all answered; texts as long as those of the shipped
ruleset are on average. CPU is what the kernel counts for the server's process; the click is timed in Chromium.
"""

import argparse
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import httpx
from playwright.sync_api import Page, sync_playwright
from service import PROGRAM, cpu_of, started
from timing import machine, print_table

from bsc_audit.api.schemas.answers import AnswerItemIn
from bsc_audit.api.schemas.assessments import AssessmentIn, RulesetPin
from bsc_audit.api.schemas.rulesets import RulesetIn
from bsc_audit.app.service.model.answer import Track
from bsc_audit.client import Client
from bsc_audit.core.vocabulary import AssessmentKind

SECTIONS, ITEMS = 5, 30
TITLE, ASKS, LEVEL = 34, 98, 109  # characters, as in the shipped ruleset on average
PASSWORD = "a long sentence for a benchmark only"
WORDS = "the service is known to those who give it and seen by those who need it every day of the year in each place "
OWN_PAGES = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Desk:
    """A served assessment, and an assessor who signed in."""

    pid: int
    address: str
    form: str  # path of its form
    http: httpx.Client


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--requests", type=int, default=60)
    told = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as desk:
        print(f"{SECTIONS} sections of {ITEMS} rubrics; {told.rounds} rounds of {told.requests}; {machine()}")
        pages = {
            "section of 30 rubrics": f"{desk.form}/G1",
            "one item": f"{desk.form}/G1/C1",
            "map of the form": desk.form,
            "task list": desk.form.removesuffix("/form"),
            "live result": f"{desk.form.removesuffix('/form')}/live",
            "404, for comparison": "/static/none",
        }
        rows = [cost(desk, name, path, told.rounds, told.requests) for name, path in pages.items()]
        print_table(("page", "bytes", "ms CPU, minimum", "median"), rows)
        clicks(desk)


def cost(desk: Desk, name: str, path: str, rounds: int, requests: int) -> list[str]:
    """A page's size and what it costs the server."""
    size = len(desk.http.get(path).content)
    found: list[float] = []
    for _ in range(rounds):
        begun = cpu_of(desk.pid)
        for _ in range(requests):
            got = desk.http.get(path)
            if not got.is_success and "none" not in path:
                raise SystemExit(f"{path} was answered {got.status_code}")
        found.append((cpu_of(desk.pid) - begun) / requests * 1000)
    return [name, f"{size:,}", f"{min(found):.1f}", f"{median(found):.1f}"]


def clicks(desk: Desk) -> None:
    """From the press of a level to its answer saved, and to the score that follows from it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium: the click was not timed")
        return
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium, args=flags) as browser:
        context = browser.new_context(base_url=desk.address)
        context.add_cookies([{"name": "bsc", "value": desk.http.cookies["bsc"], "url": desk.address}])
        page = context.new_page()
        page.goto(f"{desk.form}/G1")
        page.locator("form[data-script]").wait_for()
        saved, scored = zip(*(click(page, turn) for turn in range(2, ITEMS)), strict=True)
    rows = [[name, f"{min(ms):.0f}", f"{median(ms):.0f}"] for name, ms in (("saved", saved), ("score shown", scored))]
    print_table(("from the click to", "ms, minimum", "median"), rows)


def click(page: Page, number: int) -> tuple[float, float]:
    """Milliseconds until the answer was saved, and until the score was shown; timed in the page itself."""
    return tuple(  # type: ignore[return-value]
        page.evaluate(
            """async (key) => {
                const item = document.querySelector(`.item[data-key="${key}"]`);
                const begun = performance.now();
                const seen = (node, holds) => new Promise((resolve) => {
                    const look = () => holds() && resolve(performance.now() - begun);
                    new MutationObserver(look).observe(node, {subtree: true, childList: true, attributes: true, characterData: true});
                });
                const said = item.querySelector(".kept");
                const shown = document.querySelector("#live");
                const before = document.querySelector('tr[data-bar="G1"] .shown').textContent;
                const both = [
                    seen(said, () => said.dataset.is === "saved"),
                    seen(shown, () => document.querySelector('tr[data-bar="G1"] .shown').textContent !== before),
                ];
                item.querySelector('input[value="5"]').click();
                return Promise.all(both);
            }""",
            f"C{number}",
        )
    )


@contextmanager
def served(folder: Path) -> Iterator[Desk]:
    """A server with the assessment on it, and somebody who may answer."""
    limits = dict.fromkeys(("BSC_REQUESTS_A_MINUTE", "BSC_ADDRESS_REQUESTS_A_MINUTE"), "1000000")
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**kept, "BSC_DATA": str(folder / "data"), "BSC_WORKERS": "0", **limits}

    def run(*arguments: str) -> str:
        done = subprocess.run([*PROGRAM, *arguments], env=environment, check=True, capture_output=True, text=True)
        return done.stdout

    key = run("keys", "new", "--organisation", "Ours").split()[-1]
    person = ("--organisation", "Ours", "--email", "ann@example.org", "--name", "Ann", "--role", "assessor")
    token = re.search(r"/invitation/(\S+)", run("people", "invite", *person))
    if token is None:
        raise SystemExit("nobody was invited")
    with started([*PROGRAM, "serve", "--port"], "/healthz", environment) as (process, address):
        with Client(address, key) as client:
            form = begun(client)
        with httpx.Client(base_url=address, headers=OWN_PAGES, timeout=60) as http:
            http.post(f"/invitation/{token[1]}", data={"password": PASSWORD, "again": PASSWORD})
            http.post("/sign-in", data={"email": "ann@example.org", "password": PASSWORD, "next": "/"})
            yield Desk(process.pid, address, form, http)


def begun(client: Client) -> str:
    """Path of the form of an assessment in which everything is answered."""
    here = client.organisation(client.me().memberships[0].org_id)
    here.upload_ruleset(RulesetIn(ruleset={"ruleset.yaml": ruleset_text()}))
    new = AssessmentIn(
        title="Seen again and again",
        as_of=date(2026, 9, 30),
        period="2026-Q3",
        engagement={"scope": {"statement": "All of it."}},
        kind=AssessmentKind.SELF_ASSESSMENT,
        ruleset=RulesetPin(id="pages", version="1.0"),
    )
    assessment = here.assessment(here.create_assessment(new).id)
    made = assessment.start()
    number = SECTIONS * ITEMS
    given = [AnswerItemIn(track=Track.SELF, key=f"C{at}", value=2) for at in range(1, number + 1)]
    if sum(done.stored for done in assessment.put_answers(given)) != number:
        raise SystemExit("the service did not take the answers")
    return f"/o/{here.get().id}/a/{made.id}/form"


def ruleset_text() -> str:
    """Sections of rubrics with texts of the usual length."""
    groups = "".join(
        f"- {{id: G{at}, title: Group {at}, kind: perspective, in: overall, weight: 20}}\n" for at in groups_()
    )
    criteria = "".join(
        f"- id: C{at}\n  title: {words(TITLE, at)}\n  asks: {words(ASKS, at)}\n  in: G{(at - 1) // ITEMS + 1}\n  weight: 1\n"
        f"  score:\n    kind: rubric\n    levels:\n"
        + "".join(f"      {level}: {words(LEVEL, level)}\n" for level in range(6))
        for at in range(1, SECTIONS * ITEMS + 1)
    )
    return (
        'ruleset: {id: pages, version: "1.0", title: Pages}\n'
        "groups:\n- {id: overall, title: Overall, kind: overall}\n"
        f"{groups}criteria:\n{criteria}"
        "decision:\n  awards: [{id: pass, title: Pass, needs: score.overall >= 60}]\n  otherwise: not_yet\n"
    )


def groups_() -> range:
    """Numbers of the sections."""
    return range(1, SECTIONS + 1)


def words(length: int, start: int) -> str:
    """So many characters of plain words."""
    text = WORDS * 4
    return text[start : start + length].strip().capitalize()


if __name__ == "__main__":
    main()
