"""Reports and the jobs that make them."""

import time
from collections.abc import Callable, Iterator

from bsc_audit.api.schemas.reports import JobOut, ReportOut
from bsc_audit.app.service.model.job import JobState
from bsc_audit.client.refused import ClientError
from bsc_audit.client.wire import Wire

FIRST_LOOK, LONGEST_PAUSE = 0.2, 5.0  # seconds
ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class JobFailed(ClientError):  # noqa: N818 - named for what happened, like the refusals
    """A job ended without its result; `job.error` is the problem."""

    def __init__(self, job: JobOut) -> None:
        self.job = job
        said = (job.error or {}).get("detail") or job.state
        super().__init__(f"{job.kind} {job.id}: {said}")


class StillRunning(ClientError):  # noqa: N818 - the same
    """A job has not ended within the time one was ready to wait. It goes on."""


class JobsClient:
    """Jobs of an organisation."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def jobs(self, *, state: JobState | None = None) -> Iterator[JobOut]:
        """Jobs, in the order they were last changed in."""
        return self._wire.each("list_jobs", JobOut, {"state": state})

    def get(self, job_id: str) -> JobOut:
        """How far a job is."""
        return self._wire.one("get_job", JobOut, job=job_id)

    def cancel(self, job_id: str) -> JobOut:
        """Cancel a job that waits, ask one that runs to stop."""
        return self._wire.one("cancel_job", JobOut, job=job_id)

    def retry(self, job_id: str) -> JobOut:
        """Try a failed or cancelled job again."""
        return self._wire.one("retry_job", JobOut, job=job_id)

    def wait(self, job_id: str, *, most: float = 300.0, tell: Callable[[JobOut], None] | None = None) -> JobOut:
        """Wait until a job is done.

        Args:
            job_id: of the job.
            most: seconds to wait.
            tell: is shown the job at every look.

        Raises:
            JobFailed: it failed or was cancelled.
            StillRunning: it takes longer.
        """
        until, pause = time.monotonic() + most, FIRST_LOOK
        while True:
            job = self.get(job_id)
            if tell is not None:
                tell(job)
            if job.state is JobState.DONE:
                return job
            if job.state in ENDED:
                raise JobFailed(job)
            if time.monotonic() + pause > until:
                raise StillRunning(f"{job.kind} {job.id} is {job.state} after {most:.0f} s: {job.step}")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


class ReportsClient:
    """Reports of an organisation."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def reports(self, *, assessment_id: str | None = None) -> Iterator[ReportOut]:
        """Reports, in the order they were last changed in."""
        return self._wire.each("list_reports", ReportOut, {"assessment_id": assessment_id})

    def get(self, report_id: str) -> ReportOut:
        """One report, and whether its file is there."""
        return self._wire.one("get_report", ReportOut, report=report_id)

    def file(self, report_id: str) -> bytes:
        """Its file."""
        return self._wire.send("get_report_file", names={"report": report_id}).content
