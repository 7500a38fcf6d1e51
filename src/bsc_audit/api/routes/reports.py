"""Reports: ordered, made by a job, read by the digest of their file."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.deciders import decider_of
from bsc_audit.api.schemas.base import Id
from bsc_audit.api.schemas.reports import JobOut, ReportIn, ReportOut
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.report_making import MEDIA_TYPES, Wanted
from bsc_audit.app.service.reports import ReportDesk, report_content, visible_report
from bsc_audit.app.service.reports import list_reports as page_of
from bsc_audit.app.service.reports import order_report as order

router = APIRouter(prefix="/organisations/{org}", tags=["reports"])

ByAssessment = Annotated[Id | None, Query(description="of this assessment only"), MAY_BE_ABSENT]
_FILES: Any = {
    200: {
        "description": "The file.",
        "content": {
            kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()
        },
    }
}


@router.post("/assessments/{assessment}/reports", status_code=202, response_model=JobOut)
def order_report(call: InPost, org: str, assessment: str, body: ReportIn) -> Response:
    """Have a report made of the assessment as it is now. Equal wishes of an unchanged assessment give one report."""
    decider = decider_of(call, org, assessment)
    desk = ReportDesk.of(call.wiring, call.scores, org)

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        wanted = Wanted(template=body.template, format=body.format, language=body.language or found.language)
        _, job = order(work, desk, who, found, wanted, decider=decider)
        return shown(JobOut.of(job), status=202, location=f"/v1/organisations/{org}/jobs/{job.id}")

    return call.write(org, use)


@router.get("/reports", response_model=PageOf[ReportOut])
def list_reports(call: InGet, org: str, paging: InPage, assessment_id: ByAssessment = None) -> Response:
    """Reports, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        equal = {} if assessment_id is None else {"assessment_id": assessment_id}
        name = f"reports {org} {who.unit_id} {assessment_id}"
        page = page_of(work, who, call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(ReportOut.of, page.items), page.next))

    return call.read(org, use)


@router.get("/reports/{report}", response_model=ReportOut)
def get_report(call: InGet, org: str, report: str) -> Response:
    """One report, and whether its file is there."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_report(work, who, report)
        return shown(ReportOut.of(found), version=found.version)

    return call.read(org, use)


@router.get("/reports/{report}/file", response_class=Response, responses=_FILES | {409: {}})
def get_report_file(call: InGet, org: str, report: str) -> Response:
    """The file; its ETag is its SHA-256."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_report(work, who, report)
        name = f"{found.template}-{found.id}.{found.format}"
        headers = {
            "content-type": found.media_type,
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "private, no-cache",
            "etag": f'"{found.sha256}"',
        }
        return Reply(status=200, body=report_content(work, call.wiring.blobs, who, found), headers=headers)

    return call.read(org, use)
