"""Reports of an assessment: chosen, made by a job whose progress is shown, looked at and taken along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.disclosure import sees_scores
from bsc_audit.app.service.job_orders import retry_job
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.report_making import MEDIA_TYPES, Wanted
from bsc_audit.app.service.reports import ReportDesk, order_report, report_content, visible_report
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.deciders import decider_of
from bsc_audit.web.forms import Failure
from bsc_audit.web.shell import address_of, shell_of
from bsc_audit.web.spoken import spoken

router = APIRouter(prefix="/o/{org}/a/{assessment}/reports")

# A report opened in the browser is a document of its own: it may show what it carries, and do nothing.
LOOKED_AT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report, and the job that makes it."""

    report: Report
    job: Job | None  # None: it is not known any more

    @property
    def under_way(self) -> bool:
        """Whether something will still happen to it."""
        return self.report.sha256 is None and self.job is not None and not self.job.ended

    @property
    def failed(self) -> bool:
        """Whether it could not be made."""
        return self.report.sha256 is None and self.job is not None and self.job.state is JobState.FAILED


@router.get("")
def reports_page(call: InView, org: str, assessment: str) -> Response:
    """What can be made, and what was."""
    return _page(call, org, assessment)


@router.post("")
def report_ordered_done(call: InForm, org: str, assessment: str) -> Response:
    """Have one made of the assessment as it is now."""
    decider = decider_of(call, org, assessment)
    desk = ReportDesk.of(call.wiring, call.scores, org)

    def use(work: Work, who: Principal) -> Response:
        found = shell_of(work, who, assessment, "reports").assessment
        report, _ = order_report(work, desk, who, found, _wanted(call), decider=decider)
        return call.go(f"{address_of(org, found.id)}/reports#{report.id}", said="ordered")

    return call.write(org, "order_report", use, lambda failure: _page(call, org, assessment, failure))


@router.post("/{report}/retry")
def report_retried_done(call: InForm, org: str, assessment: str, report: str) -> Response:
    """Try again what could not be made."""

    def use(work: Work, who: Principal) -> Response:
        found = visible_report(work, who, report)
        retry_job(work, who, found.job_id or "")
        return call.go(f"{address_of(org, found.assessment_id)}/reports#{found.id}", said="ordered")

    return call.write(org, "retry_job", use, lambda failure: _page(call, org, assessment, failure))


@router.get("/{report}/file")
def report_file(call: InView, org: str, assessment: str, report: str, look: bool = False) -> Response:
    """The file, to be taken along; with `look` to be read in the browser, where its format is made for that."""

    def use(work: Work, who: Principal) -> Response:
        found = visible_report(work, who, report)
        if found.assessment_id != assessment:
            raise NotFound("the assessment has no such report")
        name = f"{found.template}-{found.language}-{found.id[-6:]}.{found.format}"
        inside = look and found.format == "html"
        headers = {
            "content-disposition": f'{"inline" if inside else "attachment"}; filename="{name}"',
            "content-security-policy": LOOKED_AT,
            "cache-control": "private, no-cache",
        }
        return Response(
            report_content(work, call.wiring.blobs, who, found), media_type=found.media_type, headers=headers
        )

    return call.read(org, "get_report_file", use)


def _page(call: PageCall, org: str, assessment: str, failure: Failure | None = None) -> Response:
    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "reports")
        offer = call.wiring.reports
        about = {
            "shell": shell,
            "failure": failure,
            "withheld": not sees_scores(who, shell.assessment),
            "made": list(_made(work, shell.assessment.id)),
            "packs": [
                (name, *PACKS.get(name, (name, "A template of your own."))) for name in _ordered(offer.templates)
            ],
            "formats": [(name, FORMATS[name]) for name in MEDIA_TYPES],
            "languages": spoken(offer.languages),
            "chosen": call.form if isinstance(call, FormCall) else None,
            "titles": {name: title for name, (title, _) in PACKS.items()},
        }
        return call.page("reports/reports", about, status=failure.status if failure else 200)

    return call.read(org, "list_reports", use)


def _made(work: Work, assessment_id: str) -> Iterator[Made]:
    """The newest first."""
    for report in sorted(work.reports.all(assessment_id=assessment_id), key=lambda one: one.id, reverse=True):
        yield Made(report=report, job=work.jobs.get(report.job_id) if report.job_id else None)


def _wanted(call: FormCall) -> Wanted:
    form = call.form
    return Wanted(template=form.text("template"), format=form.text("format"), language=form.text("language"))


def _ordered(templates: Mapping[str, bool]) -> Sequence[str]:
    """Our own packs in the order people need them, others by name."""
    known = [name for name in PACKS if name in templates]
    return [*known, *sorted(templates.keys() - PACKS.keys())]


PACKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "certification": ("Complete report", "Everything: conclusion, scores, findings, evidence, method."),
        "executive-summary": ("Executive summary", "One page for a board."),
        "certificate": ("Certificate", "One page; a statement of assessment where nothing is granted."),
        "action-plan": ("Action plan", "What follows from the findings, with owners and dates."),
        "public-summary": ("Public summary", "For anybody: no internal detail."),
        "visit-report": ("Visit report", "Visits and reviews, item by item."),
    }
)
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "PDF, archivable and verifiable",
        "html": "HTML, to look at here",
        "xlsx": "Excel workbook",
        "json": "JSON, for programs",
        "csv": "CSV",
    }
)
