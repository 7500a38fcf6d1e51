"""One section as a task: handed to somebody, marked completed, opened again with what is to be changed."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.section_tasks import HandOut, SectionDesk
from bsc_audit.web.asked.tasks import fillers, task_list
from bsc_audit.web.asked.tracks import filling_of
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure, Form
from bsc_audit.web.routes.overview import shared
from bsc_audit.web.shell import address_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/sections/{section}")
OfTrack = Annotated[str, Query(max_length=20)]


@router.get("")
def section_task_page(call: InView, org: str, assessment: str, section: str, track: OfTrack = "") -> Response:
    """Who fills it in, until when, and how far it is."""
    return _shown(call, org, assessment, section, track)


@router.post("/hand-out")
def hand_out_done(call: InForm, org: str, assessment: str, section: str) -> Response:
    """Give it to somebody."""
    form = call.form

    def use(work: Work, who: Principal) -> Response:
        desk = _desk(call, work, who, assessment)
        stored = desk.stored(section)
        given = HandOut(assignee=form.optional("assignee"), due=form.day("due"), note=form.text("note"))
        desk.hand_out(section, given, expected=form.version() if stored else None)
        return _back(call, org, assessment, "saved")

    return call.write(org, "put_section_task", use, lambda failure: _refused(call, org, assessment, section, failure))


@router.post("/completion")
def completion_done(call: InForm, org: str, assessment: str, section: str) -> Response:
    """It is filled in."""

    def use(work: Work, who: Principal) -> Response:
        _desk(call, work, who, assessment).complete(section)
        return _back(call, org, assessment, "completed")

    return call.write(org, "complete_section", use, lambda failure: _refused(call, org, assessment, section, failure))


@router.post("/reopening")
def reopening_done(call: InForm, org: str, assessment: str, section: str) -> Response:
    """Open it again."""

    def use(work: Work, who: Principal) -> Response:
        _desk(call, work, who, assessment).reopen(section, changes=call.form.text("changes"))
        return _back(call, org, assessment, "reopened")

    return call.write(org, "reopen_section", use, lambda failure: _refused(call, org, assessment, section, failure))


def _desk(call: FormCall, work: Work, who: Principal, assessment: str) -> SectionDesk:
    found = visible_assessment(work, who, assessment)
    track = filling_of(who, found, call.form.text("track")).track
    return SectionDesk(work, call.wiring.ids, call.scores.rulesets, who, found, track)


def _back(call: FormCall, org: str, assessment: str, said: str) -> Response:
    track = call.form.optional("track")
    return call.go(address_of(org, assessment), said=said, **({"track": track} if track else {}))


def _refused(call: FormCall, org: str, assessment: str, section: str, failure: Failure) -> Response:
    return _shown(call, org, assessment, section, call.form.text("track"), sent=call.form, failure=failure)


def _shown(
    call: PageCall,
    org: str,
    assessment: str,
    section: str,
    track: str,
    *,
    sent: Form | None = None,
    failure: Failure | None = None,
) -> Response:
    def use(work: Work, who: Principal) -> Response:
        tasks = task_list(work, call.scores, who, assessment, "", track)
        about = {
            **shared(call, tasks),
            "one": tasks.find(section),
            "people": fillers(work, tasks.filling.track),
            "sent": sent,
            "failure": failure,
        }
        return call.page("assessment/section_task", about, status=failure.status if failure else 200)

    return call.read(org, "list_sections", use)
