"""What a worker and its owner tell each other: lines of JSON over a pipe, and files in the folder of a job.

Nothing that comes back is unpickled: a worker has run templates of strangers.
"""

import json
import os
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bsc_audit.core.problems import Location, Problem
from bsc_audit.render.job import Task
from bsc_audit.render.workers.limits import Limits

ORDER, CONTENT, PROBLEMS, SCRATCH = "order", "content", "problems", "scratch"  # names in the folder of a job
WHOLE_LINE = 512  # bytes a pipe takes whole or not at all, on every system
_STEP = 200  # characters of a step that are told

DONE, BROKEN, REFUSED, OUT_OF_MEMORY, FILE_TOO_LARGE = 0, 2, 3, 4, 5  # how a job's process ends of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a job's process ended."""

    code: int | None = None  # one of the above; None when something else ended it
    signal: int = 0  # that ended it; 0 for none
    overdue: bool = False  # ended because its time by the clock was up
    cpu: float = 0.0  # seconds
    memory: int = 0  # bytes it held at most; 0 where the system does not say


def say(pipe: int, **words: Any) -> None:
    """One line, which never mixes with another process's.

    Raises:
        OSError: nobody listens any more.
    """
    line = json.dumps(words).encode() + b"\n"
    if len(line) <= WHOLE_LINE:
        os.write(pipe, line)


def step_words(step: str, done: float) -> Mapping[str, Any]:
    """Progress as a line says it."""
    return {"step": step[:_STEP].encode("ascii", "replace").decode(), "done": done}


def write_order(folder: Path, job: Task, limits: Limits) -> None:
    """A job for the process that does it; from here on the way is one of trust."""
    (folder / SCRATCH).mkdir()
    (folder / ORDER).write_bytes(pickle.dumps((job, limits), protocol=pickle.HIGHEST_PROTOCOL))


def read_order(folder: Path) -> tuple[Task, Limits]:
    """The same in the process that does it."""
    job, limits = pickle.loads((folder / ORDER).read_bytes())
    return job, limits


def write_problems(folder: Path, problems: Iterable[Problem]) -> None:
    """Why there is no file."""
    (folder / PROBLEMS).write_text(json.dumps([_data(problem) for problem in problems]), encoding="utf-8")


def read_problems(folder: Path) -> tuple[Problem, ...]:
    """The same at its owner.

    Raises:
        ValueError: what was written is none.
    """
    try:
        found = json.loads((folder / PROBLEMS).read_text(encoding="utf-8"))
        return tuple(_problem(**one) for one in found)
    except (OSError, TypeError) as error:
        raise ValueError("no problems can be read") from error


def _data(problem: Problem) -> Mapping[str, Any]:
    where = problem.where
    return {
        "code": problem.code,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "message": problem.message,
        "hint": problem.hint,
        "field": problem.field,
    }


def _problem(*, file: str, line: int, column: int, **words: str) -> Problem:
    return Problem(where=Location(file, line, column), **words)
