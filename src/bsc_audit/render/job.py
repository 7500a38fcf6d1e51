"""One file to be made of a report, and what makes it: this process, or a worker that is watched."""

from dataclasses import dataclass
from typing import Protocol

from bsc_audit.core.problems import RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.check.trial import faults_of
from bsc_audit.render.html import render_html
from bsc_audit.render.imprint import Attachment
from bsc_audit.render.pdf import Progress, render_pdf
from bsc_audit.render.template import Template

PDF, HTML = "pdf", "html"


class Task(Protocol):
    """Something a limited worker does; plain values, as it is sent to another process."""

    @property
    def title(self) -> str:
        """What oversteps a limit, as a problem says it: "template 'x' as PDF"."""
        ...

    @property
    def place(self) -> str:
        """The file or folder to look at when it does."""
        ...

    def do(self, progress: Progress) -> bytes:
        """Do it, in the process that is limited.

        Raises:
            AuditError: it cannot be done; every problem reaches the owner.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """Everything a file of pages is made from; plain values, so that it can be sent to another process."""

    report: Report
    template: Template
    format: str = PDF  # or HTML
    attachments: tuple[Attachment, ...] = ()  # of a PDF whose template lets it carry anything
    verified_at: str = ""  # address of the verification page, see imprint_of; "" when there is none
    tried: bool = False  # nothing is kept of what is made: all that is wrong with it is looked for, and a problem

    def __post_init__(self) -> None:
        if self.format not in (PDF, HTML):
            raise ValueError(f"pages are made as {PDF} or {HTML}, not as {self.format!r}")

    @property
    def title(self) -> str:
        """See Task."""
        return f"template {self.template.id!r} as {self.format.upper()}"

    @property
    def place(self) -> str:
        """See Task."""
        return str(self.template.folder)

    def do(self, progress: Progress) -> bytes:
        """See Task."""
        return render_here(self, progress)


class PageRenderer(Protocol):
    """What makes pages. A pool of workers is one; a service asks for this and not for the pool."""

    def render(self, job: RenderJob, progress: Progress | None = None) -> bytes:
        """The file.

        Args:
            job: what is made.
            progress: told each step and the share done, 0..1; what it raises ends the job and reaches the caller.

        Raises:
            RenderError: the template fails, asks for what it may not have, or oversteps a limit.
        """
        ...


def render_here(job: RenderJob, progress: Progress | None = None) -> bytes:
    """The file, made in this process and without limits: for templates that are trusted.

    Raises:
        RenderError: see render_pdf and render_html.
    """
    if job.tried:
        return _tried(job)
    if job.format == HTML:
        return render_html(job.report, job.template)
    return render_pdf(
        job.report, job.template, progress=progress, attachments=job.attachments, verified_at=job.verified_at
    )


def _tried(job: RenderJob) -> bytes:
    faults = tuple(faults_of(job.report, job.template, pages=job.format == PDF))
    if faults:
        raise RenderError(faults)
    return b""
