"""Several warm workers, each doing one job at a time; one that is lost is replaced."""

from collections.abc import Sequence
from pathlib import Path
from queue import LifoQueue
from threading import Lock
from types import TracebackType
from typing import Self

from bsc_audit.core.problems import RenderError
from bsc_audit.render.job import Task
from bsc_audit.render.pdf import Progress
from bsc_audit.render.workers.limits import Limits, crashed
from bsc_audit.render.workers.process import COLD
from bsc_audit.render.workers.worker import COMMAND, Rendered, Worker


class Pool:
    """A PageRenderer that many threads may use. Close it, or use it as a context: its processes end with it.

    They also end when this process does, however it ends.
    """

    def __init__(
        self, workers: int = 2, limits: Limits | None = None, *, templates: Sequence[Path] = (), warm: bool = True
    ) -> None:
        """Start the workers; they get warm while something else is done.

        Args:
            workers: how many jobs are done side by side, at least 1.
            limits: of every job.
            templates: folders of those that every worker makes ready for; worth a second where it does many jobs.
            warm: False where there is but one job, which may need no page maker: what it needs, it loads itself.
        """
        if workers < 1:
            raise ValueError("a pool has at least one worker")
        self._limits = limits or Limits()
        made_ready = (str(folder.resolve()) for folder in templates)
        self._command = (*COMMAND, *made_ready) if warm else (*COMMAND, COLD)
        self._lock = Lock()
        self._closed = False
        self._all: set[Worker] = {self._new() for _ in range(workers)}
        self._free: LifoQueue[Worker] = LifoQueue()
        for worker in self._all:
            self._free.put(worker)

    def render(self, job: Task, progress: Progress | None = None) -> bytes:
        """See PageRenderer; waits for a free worker."""
        return self.measured(job, progress).content

    def measured(self, job: Task, progress: Progress | None = None) -> Rendered:
        """The same with what it cost."""
        worker = self._free.get()
        try:
            if self._closed:
                raise RenderError([crashed(job, "the program is ending")])
            worker = self._living(worker)
            return worker.run(job, self._limits, progress or _silent)
        finally:
            self._free.put(self._living(worker))

    def close(self) -> None:
        """End every worker; jobs under way fail."""
        with self._lock:
            self._closed = True
        for worker in self._all:
            worker.close()

    def _living(self, worker: Worker) -> Worker:
        """The worker, or another in its place."""
        with self._lock:
            if worker.alive or self._closed:
                return worker
            self._all.remove(worker)
            worker.close()
            new = self._new()
            self._all.add(new)
            return new

    def _new(self) -> Worker:
        return Worker(self._command)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _silent(step: str, done: float) -> None:
    """Progress nobody listens to."""
