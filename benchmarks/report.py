"""The pages of a report: processor time and memory by number of criteria, warm and cold, alone and side by side.

python benchmarks/report.py [--sizes 50,150,500,1500] [--rounds 3]
"""

import argparse
import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from sized_report import TEMPLATES, sized_report
from timing import machine, print_table
from typst_pages import typst_source

from bsc_audit.core.report.model import Report
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.imprint import imprint_of
from bsc_audit.render.job import RenderJob
from bsc_audit.render.page import compose
from bsc_audit.render.pdf import renderer_version
from bsc_audit.render.template import Template, load_template
from bsc_audit.render.workers.limits import MEGABYTE, Limits
from bsc_audit.render.workers.pool import Pool

K = TypeVar("K")

WHOLE = "certification"
ONE_PAGE = ("certificate", "executive-summary", "public-summary")
HERE = Path(__file__).resolve()
LIMITS = Limits(seconds=1800, cpu_seconds=900)  # a busy machine is no failure
SHIPPED = sorted(TEMPLATES.glob("*/"))  # folders of templates
SIDE_BY_SIDE = 150  # criteria of the packs that two workers make


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one file."""

    cpu: float  # seconds of processor time
    memory: int  # bytes held at most
    size: int  # bytes of the file


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="50,150,500,1500")
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    sizes = [int(one) for one in given.sizes.split(",")]
    print(f"{renderer_version()}; {given.rounds} rounds; {machine()}\n")
    by_size(sizes, given.rounds)
    one_page(given.rounds)
    side_by_side(given.rounds)


def by_size(sizes: Sequence[int], rounds: int) -> None:
    """The complete pack, ours warm and cold beside Typst."""
    reports = {size: sized_report(size) for size in sizes}
    with TemporaryDirectory() as name, Pool(1, LIMITS, templates=SHIPPED) as pool:
        candidates = {
            (size, kind): go
            for size, report in reports.items()
            for kind, go in _of_size(Path(name), pool, report, size).items()
        }
        costs = in_rounds(candidates, rounds)
    print_table(
        ("criteria", "pages made by", "CPU s, minimum", "CPU s, median", "peak MB", "file kB"),
        [(f"{size:,}", kind, *_cells(found)) for (size, kind), found in costs.items()],
    )
    for kind in dict.fromkeys(kind for _, kind in costs):
        _print_growth(kind, {size: min(one.cpu for one in costs[size, kind]) for size in sizes})


def _of_size(folder: Path, pool: Pool, report: Report, size: int) -> Mapping[str, Callable[[], Cost]]:
    job = RenderJob(report=report, template=template(WHOLE))
    ordered, source = folder / f"{size}.job", folder / f"{size}.typ"
    ordered.write_bytes(pickle.dumps(job))
    source.write_text(typst_source(compose(report, job.template, "", imprint_of(report, (), ""))), encoding="utf-8")
    return {
        "a warm worker": lambda: warm(pool, job),
        "a new process": lambda: cold([str(HERE.parent / "cold_page.py"), str(ordered)]),
        "Typst, a new process": lambda: cold([str(HERE.parent / "typst_pages.py"), str(source)]),
    }


def _print_growth(kind: str, seconds: Mapping[int, float]) -> None:
    """What one more criterion costs, between the sizes that follow each other."""
    steps = [
        f"{1000 * (seconds[high] - seconds[low]) / (high - low):.1f} ms from {low:,} to {high:,}"
        for low, high in zip(list(seconds)[:-1], list(seconds)[1:], strict=True)
    ]
    print(f"\nOne criterion more, {kind}: {'; '.join(steps) or 'one size only'}.")


def one_page(rounds: int) -> None:
    """Packs of one page, of 150 criteria."""
    report = sized_report(SIDE_BY_SIDE)
    with Pool(1, LIMITS, templates=SHIPPED) as pool:
        jobs = {name: RenderJob(report=report, template=template(name)) for name in ONE_PAGE}
        costs = in_rounds({name: lambda job=job: warm(pool, job) for name, job in jobs.items()}, 3 * rounds)
    print()
    print_table(
        ("one page of 150 criteria", "CPU s, minimum", "CPU s, median", "peak MB", "file kB"),
        [(name, *_cells(found)) for name, found in costs.items()],
    )


def side_by_side(rounds: int) -> None:
    """Packs a minute of one worker and of two, in turn."""
    job = RenderJob(report=sized_report(SIDE_BY_SIDE), template=template(WHOLE))
    took: dict[int, list[float]] = {1: [], 2: []}
    with Pool(1, LIMITS, templates=SHIPPED) as one, Pool(2, LIMITS, templates=SHIPPED) as two:
        pools = {1: one, 2: two}
        for count, pool in pools.items():
            _at_once(pool, job, count)  # warm
        for _ in range(rounds):
            for count, pool in pools.items():
                start = time.perf_counter()
                _at_once(pool, job, 2)
                took[count].append((time.perf_counter() - start) / 2)
    print()
    rows = [
        (str(count), f"{min(found):.2f}", f"{median(found):.2f}", f"{60 / min(found):.1f}")
        for count, found in took.items()
    ]
    print_table(("workers", "s a pack, minimum", "s a pack, median", "packs a minute"), rows)
    print(f"\nTwo workers make {min(took[1]) / min(took[2]):.2f} times what one makes (medians: "
          f"{median(took[1]) / median(took[2]):.2f}).")  # fmt: skip


def _at_once(pool: Pool, job: RenderJob, count: int) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(pool.render, [job] * count))


def in_rounds(candidates: Mapping[K, Callable[[], Cost]], rounds: int) -> dict[K, list[Cost]]:
    """Every candidate in turn, round after round, so that a busy moment strikes them all."""
    found: dict[K, list[Cost]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, go in candidates.items():
            found[name].append(go())
    return found


def warm(pool: Pool, job: RenderJob) -> Cost:
    """A pack made by a worker that is warm."""
    made = pool.measured(job)
    return Cost(made.cpu, made.memory, len(made.content))


def cold(command: Sequence[str]) -> Cost:
    """A pack made by a process that does nothing else: its start and imports included."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as output:
        said = output.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, json.loads(said))


def template(name: str) -> Template:
    """A shipped template."""
    return load_template(TEMPLATES / name, charts=frozenset(CHARTS), shelves=[TEMPLATES])


def _cells(found: Sequence[Cost]) -> Iterator[str]:
    yield f"{min(one.cpu for one in found):.2f}"
    yield f"{median(one.cpu for one in found):.2f}"
    yield f"{max(one.memory for one in found) / MEGABYTE:.0f}"
    yield f"{found[0].size / 1000:,.0f}"


if __name__ == "__main__":
    main()
