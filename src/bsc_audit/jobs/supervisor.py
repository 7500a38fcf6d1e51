"""Worker processes of a server: started with it, started anew when they end, ended with it however it ends."""

import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

import structlog

PATIENCE = 10.0  # seconds a worker has to finish its job when told to stop
LOOK_EVERY = 1.0  # seconds between two looks whether all live

log = structlog.get_logger("bsc_audit.jobs")


class Workers:
    """So many processes of one command, as long as the block lasts.

    A worker ends when its standard input does: so it ends with this process, too, even if that is killed.
    """

    def __init__(self, command: Sequence[str], count: int) -> None:
        """Nothing is started before the block begins.

        Args:
            command: of one worker; ends when its standard input does.
            count: how many; 0 for none.
        """
        self._command, self._count = tuple(command), count
        self._over = threading.Event()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._watch = threading.Thread(target=self._keep_alive, name="workers", daemon=True)

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run."""
        return tuple(one.pid for one in self._processes if one.poll() is None)

    def __enter__(self) -> Self:
        self._processes = [self._start() for _ in range(self._count)]
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watch.join()
        for process in self._processes:
            _hang_up(process)
        for process in self._processes:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)

    def _keep_alive(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            for place, process in enumerate(self._processes):
                if process.poll() is not None:
                    log.warning("worker lost", pid=process.pid, code=process.returncode)
                    _hang_up(process)
                    self._processes[place] = self._start()


def _hang_up(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
