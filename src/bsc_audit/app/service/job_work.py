"""What does a job of one kind, and how its failure is kept: as a problem, and to be tried again or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.refusals import Refusal, StorageFull, Unavailable
from bsc_audit.core.problems import AuditError, RenderError

Tell = Callable[[int, str], None]  # percent and step; raises JobStopped or LeaseLost where nobody wants the job's end
Effect = Callable[[Work], Json]  # what a job changes, in the transaction that ends it; gives the job's result
Handler = Callable[[Job, Tell], Effect]

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=30)
MOST_DOUBLINGS = 20


class JobStopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody cancelled the job."""


@dataclass(slots=True, eq=False)
class JobFailed(Exception):  # noqa: N818 - a job that fails is no error of the program
    """An attempt failed, and what is to be written down of it in the transaction that says so."""

    problem: Json
    effect: Callable[[Work], None]
    again: bool = True
    wait: timedelta | None = None  # before the next attempt; None: as `waiting` has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a failed attempt is kept."""

    problem: Json  # as RFC 9457 has it
    again: bool  # whether another attempt may do better
    wait: timedelta | None = None  # before that; None: as `waiting` has it


def waiting(attempt: int) -> timedelta:
    """How long to wait before the attempt that follows this one: twice as long each time, up to LONGEST_WAIT."""
    doublings = min(attempt - 1, MOST_DOUBLINGS)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def failure_of(error: Exception) -> Failure:
    """What became of an attempt that raised: what somebody has to mend is not tried again."""
    match error:
        case JobFailed():
            return Failure(problem=error.problem, again=error.again, wait=error.wait)
        case RenderError() if any(one.code == "pdf-library-missing" for one in error.problems):
            return Failure(problem=_of_engine("pdf-renderer-missing", error), again=False)
        case AuditError():
            return Failure(problem=_of_engine("report-not-made", error), again=False)
        case StorageFull() | Unavailable():
            return Failure(problem=job_problem(error.kind, error.detail), again=True)
        case Refusal():
            return Failure(problem=job_problem(error.kind, error.detail), again=False)
        case OSError():
            return Failure(problem=job_problem("unavailable", type(error).__name__), again=True)
    return Failure(problem=job_problem("internal", type(error).__name__), again=True)


def job_problem(kind: str, detail: str, **more: Any) -> Json:
    """A problem as a job keeps it; kinds without a row of their own fail like the service itself."""
    title, status = KINDS.get(kind, KINDS["refused"])
    return {"type": f"/problems/{kind}", "title": title, "status": status, "detail": detail, **more}


def _of_engine(kind: str, error: AuditError) -> Json:
    found = [{"code": one.code, "detail": one.message, "hint": one.hint} for one in error.problems]
    return job_problem(kind, error.problems[0].message, errors=found)


KINDS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "pdf-renderer-missing": ("The machine that makes PDFs lacks a library", 503),
        "report-not-made": ("The report could not be made", 422),
        "webhook-not-delivered": ("The receiver did not take the message", 502),
        "storage-full": ("There is no room left", 507),
        "unavailable": ("Something the service works with is gone for a while", 503),
        "internal": ("The service failed", 500),
        "refused": ("What the job needs was refused", 409),
    }
)
