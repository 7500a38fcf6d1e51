"""The files of a report as a command makes them: in this process, or side by side in limited workers."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Annotated

import typer

from bsc_audit.cli.console import usage_error
from bsc_audit.core.report.model import Report
from bsc_audit.render.job import PDF, RenderJob, render_here
from bsc_audit.render.pdf import Progress
from bsc_audit.render.table import PAGED, Renderer
from bsc_audit.render.template import Template
from bsc_audit.render.workers.limits import MEGABYTE, Limits
from bsc_audit.render.workers.pool import Pool
from bsc_audit.settings import SettingError, read_render_settings

Tell = Callable[[str], None]
Wanted = tuple[Template, str]  # and its format
Order = Callable[[Template, str], RenderJob]

MOST_JOBS = min(2, os.cpu_count() or 1)
JobsOption = Annotated[int, typer.Option("--jobs", min=1, max=64, help="How many PDFs are made side by side.")]


def told_limits() -> Limits:
    """What one file may use, by the settings; a wrong one is wrong usage."""
    try:
        told = read_render_settings()
    except SettingError as error:
        raise usage_error(str(error)) from error
    return Limits(seconds=told.seconds, cpu_seconds=told.cpu_seconds, memory=told.megabytes * MEGABYTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Makes the files of one report."""

    pool: Pool | None  # makes the files in `watched`; None when there are none
    watched: frozenset[tuple[str, str]]  # template id and format
    renderers: Mapping[str, Renderer]  # make the others, in this process

    def files(self, report: Report, wanted: Sequence[Wanted], order: Order, tell: Tell) -> Iterator[bytes]:
        """Every file wanted, in that order; made side by side where workers make them.

        Raises:
            RenderError: the first in order that cannot be made.
        """
        board = Board(tell)
        with ThreadPoolExecutor(max(1, len(self.watched))) as threads, self._ended_by_errors():
            under_way = {
                (look.id, kind): threads.submit(self._watched, order(look, kind), board)
                for look, kind in wanted
                if (look.id, kind) in self.watched
            }
            for look, kind in wanted:
                if waiting := under_way.get((look.id, kind)):
                    yield waiting.result()
                elif kind == PDF:
                    with board.about(look, kind) as told:
                        yield render_here(order(look, kind), told)
                else:
                    with board.about(look, kind):
                        yield self.renderers[kind](report, look)

    def _watched(self, job: RenderJob, board: "Board") -> bytes:
        assert self.pool is not None
        with board.about(job.template, job.format) as told:
            return self.pool.render(job, told)

    @contextmanager
    def _ended_by_errors(self) -> Iterator[None]:
        """Without this, an interrupt would wait for files nobody wants any more."""
        try:
            yield
        except BaseException:
            if self.pool is not None:
                self.pool.close()
            raise


class Board:
    """What is being made, in one line. Many threads may write on it."""

    def __init__(self, tell: Tell) -> None:
        """An empty board.

        Args:
            tell: shows a line.
        """
        self._tell = tell
        self._steps: dict[str, str] = {}
        self._lock = Lock()

    @contextmanager
    def about(self, look: Template, kind: str) -> Iterator[Progress]:
        """Shows a file while it is made; what it gives is told its steps."""
        name = f"{look.id} as {kind.upper()}"
        self._show(name, "")
        try:
            yield lambda step, _done: self._show(name, step)
        finally:
            with self._lock:
                del self._steps[name]

    def _show(self, name: str, step: str) -> None:
        with self._lock:
            self._steps[name] = f"{name}: {step}" if step else name
            self._tell(f"Writing {', '.join(self._steps.values())}")


@contextmanager
def press(
    wanted: Sequence[Wanted], renderers: Mapping[str, Renderer], most: int, trusted: Sequence[Path]
) -> Iterator[Press]:
    """What will make the files. Workers get warm while something else is done.

    Args:
        wanted: every file that will be made.
        renderers: by format, for what is made in this process.
        most: how many files are made side by side.
        trusted: folders of templates that no stranger wrote.
    """
    watched = watched_files(wanted, most, trusted)
    if not watched:
        yield Press(pool=None, watched=watched, renderers=renderers)
        return
    with Pool(min(most, len(watched)), told_limits()) as pool:
        yield Press(pool=pool, watched=watched, renderers=renderers)


def watched_files(wanted: Sequence[Wanted], most: int, trusted: Sequence[Path]) -> frozenset[tuple[str, str]]:
    """Template id and format of the files that limited workers make.

    All pages of a stranger's template; and PDFs when there are several, which is sooner done side by side. One alone
    is sooner done in this process, and a page for a browser takes no time worth a process.
    """
    strange = {(look.id, kind) for look, kind in wanted if kind in PAGED and not is_below(look.folder, trusted)}
    heavy = {(look.id, kind) for look, kind in wanted if kind == PDF}
    return frozenset(strange | heavy if min(most, len(heavy)) > 1 else strange)


def is_below(folder: Path, shelves: Sequence[Path]) -> bool:
    """Whether a folder lies in one of the shelves, whatever links lead there."""
    return any(folder.resolve().is_relative_to(shelf.resolve()) for shelf in shelves)
