"""The job that makes a report: the file is stored by its digest first, then everything becomes true at once."""

from dataclasses import replace
from functools import partial

from bsc_audit.app.service.job_work import Effect, Handler, Tell
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Blob, BlobStore, UnitOfWork, Work
from bsc_audit.app.service.report_making import MadeReport, ReportMaker, Wanted
from bsc_audit.app.service.trail import note


def report_handler(store: UnitOfWork, blobs: BlobStore, maker: ReportMaker) -> Handler:
    """What does the jobs of the kind `report`."""

    def make(job: Job, tell: Tell) -> Effect:
        with store.read(job.org_id) as work:
            report = work.reports.get(job.payload["report"])
        wanted = Wanted(template=report.template, format=report.format, language=report.language)
        tell(1, "reading what it is made from")
        brand = blobs.get(report.brand_sha256) if report.brand_sha256 else None
        made = maker.make(wanted, blobs.get(report.source_sha256), tell, brand=brand)
        blob = blobs.put([made.content])
        return partial(_keep, job=job, made=made, blob=blob)

    return make


def _keep(work: Work, *, job: Job, made: MadeReport, blob: Blob) -> Json:
    report = work.reports.get(job.payload["report"])
    stored = work.reports.replace(replace(report, sha256=blob.sha256, size=blob.size), expected=report.version)
    note(work.audit, job.actor, "finish_report", before=report, after=stored)
    if "certificate" in job.payload:
        _complete(work, job, made, blob)
    return {"report": stored.id, "sha256": blob.sha256, "size": blob.size}


def _complete(work: Work, job: Job, made: MadeReport, blob: Blob) -> None:
    """A certificate names its file and who signed it."""
    certificate = work.certificates.get(job.payload["certificate"])
    changed = replace(certificate, file_sha256=blob.sha256, key=made.key)
    stored = work.certificates.replace(changed, expected=certificate.version)
    note(work.audit, job.actor, "complete_certificate", before=certificate, after=stored)
