"""Jobs a second of both engines, in one run: the table on SQLite, and Procrastinate on PostgreSQL.

    python benchmarks/jobs.py [--jobs 200] [--workers 2] [--rounds 3]

A job here changes one row in the transaction that ends it, so what is measured is the engine. PostgreSQL is the one of
the development packages (with `fsync` off, as the tests start it), or the one BSC_TEST_DATABASE_URL names.
"""

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from timing import machine, print_table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # the engines as the tests start them

from bsc_audit.storage.engine import open_database
from bsc_audit.storage.migrating import upgrade
from job_engines import Shop, engine, makes_a_unit, shop_at, store_of
from postgres_server import new_database, server

PATIENCE = 300.0  # seconds


def main() -> None:
    """Order, start workers, wait until all is done; print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--jobs", type=int, default=200)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--rounds", type=int, default=3)
    told = arguments.parse_args()
    with ExitStack() as opened:
        urls = {"table on SQLite": opened.enter_context(_sqlite()), "Procrastinate": opened.enter_context(_postgres())}
        found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in urls}
        for _ in range(told.rounds):
            for name, url in urls.items():
                found[name].append(_round(url, told.jobs, told.workers))
    print(machine())
    rows = [
        (name, *(f"{median(one[place] for one in rounds):,.1f}" for place in range(3)))
        for name, rounds in found.items()
    ]
    print_table(("engine", "orders/s", "jobs/s", "CPU ms of the workers a job"), rows)


def _round(url: str, jobs: int, workers: int) -> tuple[float, float, float]:
    """Orders a second, jobs a second from the first one done to the last, CPU of a job in milliseconds."""
    with shop_at(url) as shop:
        begun = perf_counter()
        for _ in range(jobs):
            shop.order()
        ordered = perf_counter() - begun
        with _working(url, shop.kind, workers) as used:
            _until_done(shop, 1)
            begun, first = perf_counter(), _done(shop)
            _until_done(shop, jobs)
            lasted = perf_counter() - begun
        if len(shop.made()) != jobs:
            raise SystemExit("an effect is missing, or happened twice")
    return jobs / ordered, (jobs - first) / lasted, sum(used) / jobs * 1000


@contextmanager
def _working(url: str, kind: str, workers: int) -> Iterator[list[float]]:
    """Worker processes; at the end of the block the list holds the seconds of processor time they used."""
    context = multiprocessing.get_context("spawn")
    stop, used = context.Event(), context.Queue()
    made = [context.Process(target=_work, args=(url, kind, f"w{one}", stop, used)) for one in range(workers)]
    for process in made:
        process.start()
    found: list[float] = []
    yield found
    stop.set()
    found += [used.get(timeout=PATIENCE) for _ in made]
    for process in made:
        process.join()


def _work(
    url: str, kind: str, name: str, stop: "multiprocessing.synchronize.Event", used: "multiprocessing.Queue[float]"
) -> None:
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    begun = resource.getrusage(resource.RUSAGE_SELF)
    with store_of(url) as store:
        engine(url, store, {kind: makes_a_unit}, name=name).run(stop)  # type: ignore[arg-type] # it asks is_set and wait
    ended = resource.getrusage(resource.RUSAGE_SELF)
    used.put(ended.ru_utime - begun.ru_utime + ended.ru_stime - begun.ru_stime)


def _done(shop: Shop) -> int:
    with shop.store.read(shop.org) as work:
        return sum(1 for one in work.units.all())


def _until_done(shop: Shop, count: int) -> None:
    end = perf_counter() + PATIENCE
    while _done(shop) < count:
        if perf_counter() > end:
            raise SystemExit("the jobs are not done")
        sleep(0.05)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield _migrated(f"sqlite:///{folder}/service.db")


@contextmanager
def _postgres() -> Iterator[str]:
    with new_database(server()) as url:
        yield _migrated(url.render_as_string(hide_password=False))


def _migrated(url: str) -> str:
    database = open_database(url)
    upgrade(database)
    database.close()
    return url


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", os.pathsep.join(sys.path))
    main()
