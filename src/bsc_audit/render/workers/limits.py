"""What one job may use, as the system enforces it, and the problem of each limit overstepped."""

import sys
from dataclasses import dataclass
from math import ceil

from bsc_audit.core.problems import Location, Problem
from bsc_audit.render.job import Task

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one job. The defaults let the complete report of 1,500 criteria through on a slow machine."""

    seconds: float = 300.0  # by the clock
    cpu_seconds: int = 150  # of processor time; Linux and other Unix only
    memory: int = 2048 * MEGABYTE  # bytes of address space, the page maker's own 270 MB included; Linux only
    output: int = 128 * MEGABYTE  # bytes of the file

    def __post_init__(self) -> None:
        if min(self.seconds, self.cpu_seconds, self.memory, self.output) <= 0:
            raise ValueError("a limit is more than nothing")


def limit_this_process(limits: Limits) -> None:
    """Bind this process for good; where the system knows no such limits, only the clock is left, which others watch."""
    if sys.platform == "win32":
        return
    import resource

    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.output,
        resource.RLIMIT_CORE: 0,
    }
    for what, bound in bounds.items():
        _bind(what, bound, bound)
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    _bind(resource.RLIMIT_CPU, until, until + 1)  # the first limit tells itself from a plain kill


def _bind(what: int, soft: int, hard: int) -> None:
    """Lower a limit; one that is lower already stays."""
    import resource

    _, most = resource.getrlimit(what)
    highest = hard if most == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(what, (min(soft, highest), highest))


def too_slow(job: Task, limits: Limits, *, by_clock: bool) -> Problem:
    """The job took too long."""
    taken = f"{limits.seconds:g} seconds" if by_clock else f"{limits.cpu_seconds} seconds of processor time"
    hint = "look for loops in its parts, cut long lists with filters: most, and nest neither flex boxes nor SVG <use>"
    return _problem("render-too-slow", job, f"took more than {taken}", hint)


def too_much_memory(job: Task, limits: Limits) -> Problem:
    """The job asked for more memory than it may have."""
    hint = "cut long lists with filters: most, make images smaller, and look for texts that a part repeats"
    return _problem("render-too-big", job, f"needed more than {limits.memory // MEGABYTE} MB of memory", hint)


def too_large_a_file(job: Task, limits: Limits) -> Problem:
    """What the job made is too large to hand on."""
    hint = "cut long lists with filters: most, and make images smaller"
    return _problem("render-too-big", job, f"made a file of more than {limits.output // MEGABYTE} MB", hint)


def too_deep(job: Task) -> Problem:
    """Elements are nested deeper than pages can be set."""
    hint = "look for parts or macros that include themselves, and nest fewer elements"
    return _problem("render-too-deep", job, "nests elements or macros too deeply", hint)


def crashed(job: Task, how: str) -> Problem:
    """The page maker ended without saying why."""
    hint = "leave out parts of the template until it is found which one does it; a shipped template should never do so"
    return _problem("render-crashed", job, f"ended the process it runs in: {how}", hint)


def _problem(code: str, job: Task, message: str, hint: str) -> Problem:
    return Problem(code=code, where=Location(job.place), message=f"{job.title} {message}", hint=hint)
