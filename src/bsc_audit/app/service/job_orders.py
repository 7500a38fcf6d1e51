"""Use cases of jobs: seen by those who see what they are about, cancelled, tried again."""

from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.ports import Page, Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.trail import note


def list_jobs(work: Work, who: Principal, query: Query) -> Page[Job]:
    """One page of the organisation's jobs.

    Raises:
        Forbidden: the principal has a part of the organisation only.
    """
    who.demand_whole()
    return work.jobs.list(query)


def visible_job(work: Work, who: Principal, job_id: str) -> Job:
    """A job about an assessment of the principal's part of the organisation; others are for who has all of it.

    Raises:
        NotFound: there is none.
    """
    job = work.jobs.get(job_id)
    about = job.payload.get("assessment")
    if about is not None:
        visible_assessment(work, who, about)
    elif who.unit_id is not None:
        raise NotFound(f"there is no job {job_id}")
    return job


def cancel_job(work: Work, who: Principal, job_id: str) -> Job:
    """Cancel a job that waits, ask one that runs to stop.

    Raises:
        NotFound: there is none.
    """
    before = visible_job(work, who, job_id)
    after = work.jobs.cancel(job_id)
    if after != before:
        note(work.audit, who, "cancel_job", before=before, after=after)
    return after


def retry_job(work: Work, who: Principal, job_id: str) -> Job:
    """Try a failed or cancelled job again, with all its attempts.

    Raises:
        NotFound: there is none.
        Conflict: it neither failed nor was cancelled, or another does the same.
    """
    before = visible_job(work, who, job_id)
    after = work.jobs.retry(job_id)
    note(work.audit, who, "retry_job", before=before, after=after)
    return after
