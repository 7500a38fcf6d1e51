"""The process of a worker: loads the page maker once, then does each job in a copy of itself.

A copy is made in hundredths of a second and ends with its job: no job finds anything of another, every limit is its own,
and whatever kills it leaves the worker warm. Where processes cannot be copied, the worker does one job and ends.
"""

import errno
import gc
import json
import os
import select
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

from bsc_audit.core.problems import AuditError, RenderError
from bsc_audit.render.job import Task
from bsc_audit.render.workers.letters import (
    BROKEN,
    CONTENT,
    DONE,
    FILE_TOO_LARGE,
    OUT_OF_MEMORY,
    REFUSED,
    SCRATCH,
    read_order,
    say,
    step_words,
    write_problems,
)
from bsc_audit.render.workers.limits import crashed, limit_this_process, too_deep
from bsc_audit.render.workers.warm import warm_up

KILOBYTE = 1024  # the unit of memory in what Linux says of a process that ended
COLD = "--cold"  # said instead of templates: nothing is loaded before the first job
COPIES = sys.platform == "linux"  # elsewhere the libraries that set text do not survive being copied


def main() -> None:
    """Serve until standard input ends."""
    pipe = _own_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner hears it and decides
    if COLD not in sys.argv:
        with suppress(RenderError):  # without the page maker there are still jobs for a browser
            warm_up([Path(one) for one in sys.argv[1:]])
    say(pipe, ready=os.getpid())
    for line in sys.stdin:
        order = json.loads(line)
        if COPIES:
            _in_a_copy(Path(order["folder"]), order["seconds"], pipe)
        else:
            _do_and_end(Path(order["folder"]), pipe)


def _own_output() -> int:
    """Standard output for letters alone: what libraries print goes where their errors go."""
    pipe = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


def _in_a_copy(folder: Path, seconds: float, pipe: int) -> None:
    """Do a job in a copy of this process, watch it, and tell how it ended."""
    ends, held = os.pipe()  # `held` is closed by the end of the copy, whatever ends it
    copy = os.fork()
    if not copy:
        os.close(ends)
        os.close(sys.stdin.fileno())
        _do_and_end(folder, pipe)
    os.close(held)
    awake, _, _ = select.select([ends, sys.stdin], [], [], seconds)
    if ends not in awake:  # its time is up, or the owner is gone
        os.kill(copy, signal.SIGKILL)
    os.close(ends)
    _, status, used = os.wait4(copy, 0)
    if sys.stdin in awake:
        shutil.rmtree(folder, ignore_errors=True)
        return
    say(pipe, **_ended(status), overdue=not awake, cpu=used.ru_utime + used.ru_stime, memory=used.ru_maxrss * KILOBYTE)


def _ended(status: int) -> dict[str, int | None]:
    if os.WIFSIGNALED(status):
        return {"code": None, "signal": os.WTERMSIG(status)}
    return {"code": os.waitstatus_to_exitcode(status), "signal": 0}


def _do_and_end(folder: Path, pipe: int) -> NoReturn:
    """Do a job and end this process with the code that says what became of it, whatever happens on the way."""
    code = BROKEN
    gc.disable()  # its memory goes with it
    try:
        code = _do(folder, pipe)
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _do(folder: Path, pipe: int) -> int:
    job, limits = read_order(folder)
    tempfile.tempdir = str(folder / SCRATCH)  # goes with the folder, even if this process is killed
    limit_this_process(limits)
    try:
        content = job.do(partial(_tell, pipe))
        (folder / CONTENT).write_bytes(content)
        return DONE if len(content) <= limits.output else FILE_TOO_LARGE
    except Exception as error:
        return _refused(folder, job, error)


def _refused(folder: Path, job: Task, error: Exception) -> int:
    """Say why there is no file."""
    match error:
        case MemoryError():
            return OUT_OF_MEMORY
        case OSError(errno=errno.EFBIG):
            return FILE_TOO_LARGE
        case AuditError():
            write_problems(folder, error.problems)
        case RecursionError():
            write_problems(folder, [too_deep(job)])
        case _:
            write_problems(folder, [crashed(job, f"{type(error).__name__}: {error}")])
    return REFUSED


def _tell(pipe: int, step: str, done: float) -> None:
    say(pipe, **step_words(step, done))


if __name__ == "__main__":
    main()
