"""Jobs: how far they are, as a page or as a stream of events; cancelled, or tried again."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import Call, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.reports import JobOut
from bsc_audit.app.service import job_orders
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}/jobs", tags=["jobs"])

LOOK_EVERY = 0.5  # seconds between two looks of a stream
MOST_LOOKS = 600  # then a client asks again
BEAT_EVERY = 30  # looks without news after which a stream says that it lives

ByState = Annotated[JobState | None, Query(description="in this state only"), MAY_BE_ABSENT]
_EVENT: Any = {
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "description": "version of the job"},
        "event": {"const": "job"},
        "data": {"type": "string", "description": "the job as JSON"},
    },
}
_STREAM: Any = {200: {"description": "Events.", "content": {"text/event-stream": {"schema": _EVENT}}}}


@router.get("", response_model=PageOf[JobOut])
def list_jobs(call: InGet, org: str, paging: InPage, state: ByState = None) -> Response:
    """Jobs of the organisation, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        equal = {} if state is None else {"state": state}
        name = f"jobs {org} {state}"
        page = job_orders.list_jobs(work, who, call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(JobOut.of, page.items), page.next))

    return call.read(org, use)


@router.get("/{job}", response_model=JobOut)
def get_job(call: InGet, org: str, job: str) -> Response:
    """How far a job is."""

    def use(work: Work, who: Principal) -> Reply:
        found = job_orders.visible_job(work, who, job)
        return shown(JobOut.of(found), version=found.version)

    return call.read(org, use)


@router.get("/{job}/events", response_class=StreamingResponse, responses=_STREAM)
def follow_job(call: InGet, org: str, job: str) -> Response:
    """The job as it is, then again whenever it changes, until it has ended (server-sent events)."""
    who = call.principal(org)
    return StreamingResponse(_events(call, who, _look(call, who, job)), media_type="text/event-stream")


@router.post("/{job}/cancellation", response_model=JobOut)
def cancel_job(call: InPost, org: str, job: str) -> Response:
    """Cancel a job that waits, ask one that runs to stop; one that has ended stays as it is."""

    def use(work: Work, who: Principal) -> Reply:
        return shown(JobOut.of(job_orders.cancel_job(work, who, job)))

    return call.write(org, use)


@router.post("/{job}/retry", response_model=JobOut)
def retry_job(call: InPost, org: str, job: str) -> Response:
    """Try a failed or cancelled job again."""

    def use(work: Work, who: Principal) -> Reply:
        return shown(JobOut.of(job_orders.retry_job(work, who, job)))

    return call.write(org, use)


def _look(call: Call, who: Principal, job_id: str) -> Job:
    with call.wiring.work.read(who.org_id) as work:
        return job_orders.visible_job(work, who, job_id)


async def _events(call: Call, who: Principal, job: Job) -> AsyncIterator[str]:
    """One event a version; each look is a transaction of its own."""
    yield _event(job)
    for look in range(MOST_LOOKS):
        if job.ended:
            return
        await anyio.sleep(LOOK_EVERY)
        seen = await run_in_threadpool(_look, call, who, job.id)
        if seen.version != job.version:
            yield _event(seen)
        elif look % BEAT_EVERY == BEAT_EVERY - 1:
            yield ": still here\n\n"
        job = seen


def _event(job: Job) -> str:
    return f"id: {job.version}\nevent: job\ndata: {JobOut.of(job).model_dump_json()}\n\n"
