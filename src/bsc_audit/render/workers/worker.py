"""One warm process as its owner sees it: started, given a job at a time, killed when it does not behave."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic
from typing import IO, Any

from bsc_audit.core.problems import Problem, RenderError
from bsc_audit.render.job import Task
from bsc_audit.render.pdf import Progress
from bsc_audit.render.workers.letters import (
    CONTENT,
    DONE,
    FILE_TOO_LARGE,
    OUT_OF_MEMORY,
    REFUSED,
    Ended,
    read_problems,
    write_order,
)
from bsc_audit.render.workers.limits import Limits, crashed, too_large_a_file, too_much_memory, too_slow

BEAT = 0.25  # seconds at most between two calls of a job's progress
GRACE = 15.0  # seconds a worker has beyond a job's own: to get warm, to make copies on a busy machine
TOO_LONG = getattr(signal, "SIGXCPU", None)  # what the system sends at the limit of processor time
LAST_WORDS = 5.0  # seconds a worker has to end when told to

COMMAND = (sys.executable, "-P", "-m", "bsc_audit.render.workers.process")

# Of the environment a worker knows what the libraries need that set text and where data lie, and no secret of its owner.
KNOWN = (
    "PATH", "HOME", "LANG", "LC_", "TZ", "TMP", "TEMP", "PYTHON", "VIRTUAL_ENV", "XDG_", "FONTCONFIG_",
    "LD_LIBRARY_PATH", "DYLD_", "SYSTEMROOT", "WEASYPRINT_", "BSC_AUDIT_HOME",
)  # fmt: skip

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A file and what it cost."""

    content: bytes
    cpu: float  # seconds of processor time; 0 where the system does not say
    memory: int  # bytes held at most, what it shares with the warm process included; 0 where the system does not say


class Worker:
    """A warm process. One thread at a time may use it, but any may close it."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        """Start it; it gets warm while its owner does something else.

        Args:
            command: what is started; speaks as render.workers.process does.
        """
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name.startswith(KNOWN)},
            start_new_session=True,  # what kills it kills its copies; the terminal's interrupt is for the owner
        )
        self._lines: SimpleQueue[Line | None] = SimpleQueue()
        Thread(target=_listen, args=(self._process.stdout, self._lines), daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it takes another job."""
        return self._process.poll() is None

    def run(self, job: Task, limits: Limits, progress: Progress) -> Rendered:
        """Do a job.

        Raises:
            RenderError: see PageRenderer.
        """
        with TemporaryDirectory(prefix="bsc-audit-page-") as name:
            folder = Path(name)
            write_order(folder, job, limits)
            try:
                self._order({"folder": name, "seconds": limits.seconds})
                ended = self._follow(limits, progress)
            except BaseException:
                self.kill()
                raise
            if ended.code == DONE and (folder / CONTENT).is_file():
                return Rendered(content=(folder / CONTENT).read_bytes(), cpu=ended.cpu, memory=ended.memory)
            raise RenderError(_problems(folder, ended, job, limits))

    def close(self) -> None:
        """End it, whatever it does."""
        self._hang_up()
        try:
            in_order = self._process.wait(LAST_WORDS) == 0
        except subprocess.TimeoutExpired:
            in_order = False
        if not in_order:
            self.kill()

    def kill(self) -> None:
        """End it and its copies at once."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._hang_up()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self._input.close()

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _order(self, order: Line) -> None:
        with suppress(OSError, ValueError):  # a worker that is gone is found out by its silence
            self._input.write(json.dumps(order).encode() + b"\n")
            self._input.flush()

    def _follow(self, limits: Limits, progress: Progress) -> Ended:
        """Listen until the job ended; one that is not heard of in time is ended."""
        until = monotonic() + limits.seconds + GRACE
        step, done = "waiting for the page maker", 0.0
        while True:
            line = self._next_line()
            if line is None:
                return self._lost()
            if "code" in line:
                return Ended(**line)
            if monotonic() > until:
                self.kill()
                return Ended(overdue=True)
            step, done = line.get("step", step), line.get("done", done)
            progress(step, done)

    def _next_line(self) -> Line | None:
        """What it says next, nothing if it is silent for a while; None when it will say nothing more."""
        try:
            return self._lines.get(timeout=BEAT)
        except Empty:
            return {} if self.alive else None

    def _lost(self) -> Ended:
        """How it ended, with all its copies."""
        code = self._process.wait()
        self.kill()
        return Ended(signal=-code) if code < 0 else Ended(code=code)


def _listen(output: IO[bytes], lines: "SimpleQueue[Line | None]") -> None:
    """Pass on what the process says; None when it says nothing more."""
    with output:
        for line in output:
            lines.put(json.loads(line))
    lines.put(None)


def _problems(folder: Path, ended: Ended, job: Task, limits: Limits) -> tuple[Problem, ...]:
    """Why there is no file."""
    if ended.code == REFUSED:
        with suppress(ValueError):
            return read_problems(folder)
    if ended.overdue:
        return (too_slow(job, limits, by_clock=True),)
    if ended.signal == TOO_LONG:
        return (too_slow(job, limits, by_clock=False),)
    if ended.code == OUT_OF_MEMORY:
        return (too_much_memory(job, limits),)
    if ended.code == FILE_TOO_LARGE:
        return (too_large_a_file(job, limits),)
    return (crashed(job, signal.strsignal(ended.signal) or "" if ended.signal else f"it ended with {ended.code}"),)
