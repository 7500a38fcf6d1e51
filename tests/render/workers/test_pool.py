"""A pool of workers: the same bytes, side by side; nothing that happens to a worker hangs or outlives its owner."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import report_samples as samples
from attacks import template_saying
from bsc_audit.core.problems import RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.imprint import Attachment
from bsc_audit.render.job import HTML, PDF, RenderJob, render_here
from bsc_audit.render.template import Template, load_template
from bsc_audit.render.workers.limits import Limits
from bsc_audit.render.workers.pool import Pool
from bsc_audit.render.workers.worker import Worker

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
HERE = Path(__file__).resolve()
ALONE = "import bsc_audit.render.workers.process as process; process.COPIES = False; process.main()"


@cache
def report() -> Report:
    """A small one."""
    return samples.report_of(samples.foreign())


@cache
def shipped(name: str = "certificate") -> Template:
    """A template that comes with the program."""
    return load_template(samples.TEMPLATES / name, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One worker for all tests that do not end it."""
    with Pool(1) as one:
        yield one


def code_of(caught: pytest.ExceptionInfo[RenderError]) -> str:
    return caught.value.problems[0].code


def others(group: int) -> list[int]:
    """Living processes of a group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, of = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of) == group and state != "Z":
            found.append(int(folder.name))
    return found


def gone(group: int) -> bool:
    """Whether every process of a group ends; waits for it."""
    for _ in range(400):
        if not others(group):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("name", "kind"), [("certificate", PDF), ("public-summary", PDF), ("action-plan", HTML)])
def test_a_worker_makes_the_bytes_this_process_makes(pool: Pool, name: str, kind: str) -> None:
    attached = Attachment(name="a.json", content=b"{}", relationship="Data", description="x")
    job = RenderJob(
        report=report(),
        template=shipped(name),
        format=kind,
        attachments=(attached,),
        verified_at="https://example.org/",
    )
    assert pool.render(job) == render_here(job)


def test_the_second_file_is_that_of_a_first(pool: Pool) -> None:
    job = RenderJob(report=report(), template=shipped())
    assert pool.render(job) == pool.render(job)


def test_progress_is_told_from_nothing_to_done(pool: Pool) -> None:
    told: list[tuple[str, float]] = []
    pool.render(RenderJob(report=report(), template=shipped()), lambda step, done: told.append((step, done)))
    assert [done for _, done in told] == sorted(done for _, done in told)
    assert (told[-1], "setting the pages" in dict(told)) == (("done", 1.0), True)


def test_what_a_job_costs_is_told(pool: Pool) -> None:
    found = pool.measured(RenderJob(report=report(), template=shipped()))
    assert found.cpu > 0
    assert found.memory > 20 << 20


def test_problems_of_a_template_arrive_as_they_are(pool: Pool, tmp_path: Path) -> None:
    job = RenderJob(report=report(), template=template_saying(tmp_path, "\n\n{{ report.nothing }}"))
    with pytest.raises(RenderError) as here:
        render_here(job)
    with pytest.raises(RenderError) as there:
        pool.render(job)
    assert there.value.problems == here.value.problems


def test_a_job_that_takes_too_long_by_the_clock_is_ended(tmp_path: Path) -> None:
    job = RenderJob(report=report(), template=template_saying(tmp_path, ENDLESS))
    with Pool(1, Limits(seconds=0.5)) as pool, pytest.raises(RenderError) as caught:
        pool.render(job)
    assert code_of(caught) == "render-too-slow"
    assert "took more than 0.5 seconds" in caught.value.problems[0].message


def test_what_progress_raises_ends_the_job_and_the_pool_goes_on(tmp_path: Path) -> None:
    def stop(step: str, _done: float) -> None:
        if step == "filling the template":
            raise KeyboardInterrupt

    with Pool(1) as pool:
        with pytest.raises(KeyboardInterrupt):
            pool.render(RenderJob(report=report(), template=template_saying(tmp_path, ENDLESS)), stop)
        assert pool.render(RenderJob(report=report(), template=shipped())).startswith(b"%PDF")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_that_is_killed_is_a_problem_and_is_replaced(tmp_path: Path) -> None:
    group: list[int] = []

    def kill(step: str, _done: float) -> None:
        if step == "filling the template":
            (worker,) = pool._all
            group.append(worker._process.pid)
            os.kill(worker._process.pid, signal.SIGKILL)

    with Pool(1) as pool:
        with pytest.raises(RenderError) as caught:
            pool.render(RenderJob(report=report(), template=template_saying(tmp_path, ENDLESS)), kill)
        assert (code_of(caught), gone(group[0])) == ("render-crashed", True)
        assert pool.render(RenderJob(report=report(), template=shipped())).startswith(b"%PDF")


def test_two_jobs_are_done_side_by_side(tmp_path: Path) -> None:
    """Each waits for the other, so neither could end if they were done in turn."""
    begun: set[str] = set()
    jobs = {
        name: RenderJob(report=report(), template=template_saying(tmp_path / name, ENDLESS)) for name in ("one", "two")
    }

    def go(name: str) -> None:
        def told(step: str, _done: float) -> None:
            begun.add(name) if step == "filling the template" else None
            if len(begun) == len(jobs):
                raise StopIteration

        with pytest.raises(StopIteration):
            pool.render(jobs[name], told)

    with Pool(2, Limits(seconds=60)) as pool, ThreadPoolExecutor(2) as threads:
        list(threads.map(go, jobs))


def test_closing_ends_what_is_under_way(tmp_path: Path) -> None:
    pool = Pool(1)

    def told(step: str, _done: float) -> None:
        if step == "filling the template":
            pool.close()

    with pytest.raises(RenderError) as caught:
        pool.render(RenderJob(report=report(), template=template_saying(tmp_path, ENDLESS)), told)
    assert code_of(caught) == "render-crashed"
    with pytest.raises(RenderError):
        pool.render(RenderJob(report=report(), template=shipped()))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_worker_outlives_its_owner(tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
sys.path[:0] = [{str(HERE.parents[2])!r}, {str(HERE.parent)!r}]
from test_pool import ENDLESS, Pool, RenderJob, Path, report, template_saying
pool = Pool(1)
def told(step, done):
    if step == "filling the template":
        print(*[worker._process.pid for worker in pool._all], flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
pool.render(RenderJob(report=report(), template=template_saying(Path({str(tmp_path)!r}), ENDLESS)), told)
"""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    owner = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)
    assert owner.stdout, owner.stderr
    assert gone(int(owner.stdout))
    assert list(scratch.iterdir()) == []


def test_nothing_of_a_job_stays_on_the_disk(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pool.render(RenderJob(report=report(), template=shipped()))
    assert list(tmp_path.iterdir()) == []


def test_a_worker_knows_no_secret_of_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says itself what it knows: the system shows the environment of a process only a while after its start."""
    monkeypatch.setenv("BSC_SECRET", "hush")
    worker = Worker((sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"))
    try:
        known = worker._lines.get(timeout=60)
    finally:
        worker.close()
    assert known is not None
    assert ("PATH" in known, "hush" in known.values()) == (True, False)


def test_where_processes_are_not_copied_each_does_one_job(tmp_path: Path) -> None:
    command = (sys.executable, "-P", "-c", ALONE)
    job = RenderJob(report=report(), template=shipped())
    worker = Worker(command)
    assert worker.run(job, Limits(), lambda _step, _done: None).content == render_here(job)
    worker.close()
    assert not worker.alive
    worker = Worker(command)
    endless = replace(job, template=template_saying(tmp_path, ENDLESS))
    with pytest.raises(RenderError) as caught:
        worker.run(endless, Limits(cpu_seconds=1), lambda _step, _done: None)
    assert code_of(caught) == "render-too-slow"
    worker.close()


def test_a_worker_that_never_speaks_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bsc_audit.render.workers.worker.GRACE", 0.1)
    worker = Worker((sys.executable, "-c", "import time; time.sleep(60)"))
    with pytest.raises(RenderError) as caught:
        worker.run(RenderJob(report=report(), template=shipped()), Limits(seconds=0.2), lambda _step, _done: None)
    assert (code_of(caught), worker.alive) == ("render-too-slow", False)


def test_a_worker_that_cannot_start_is_a_problem() -> None:
    worker = Worker((sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(RenderError) as caught:
        worker.run(RenderJob(report=report(), template=shipped()), Limits(), lambda _step, _done: None)
    assert code_of(caught) == "render-crashed"
    worker.close()


def test_a_pool_without_workers_and_a_job_without_pages_are_mistakes() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Pool(0)
    with pytest.raises(ValueError, match="xlsx"):
        RenderJob(report=report(), template=shipped(), format="xlsx")
    with pytest.raises(ValueError, match="more than nothing"):
        Limits(memory=0)


def test_signals_are_told_by_name(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    from bsc_audit.render.workers.letters import Ended
    from bsc_audit.render.workers.worker import _problems

    job = RenderJob(report=report(), template=shipped())
    (problem,) = _problems(Path(), Ended(signal=signal.SIGSEGV), job, Limits())
    assert (problem.code, "Segmentation fault" in problem.message) == ("render-crashed", True)
