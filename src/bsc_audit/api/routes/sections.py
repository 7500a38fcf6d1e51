"""Sections of an assessment's form: given to people, filled in, marked completed, opened again."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import Call, InChange, InGet, InPost
from bsc_audit.api.routes.live_score import OneTrack
from bsc_audit.api.schemas.sections import HandOutIn, ReopeningIn, SectionOut, SectionsOut, SectionTaskOut
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.score import counting_track
from bsc_audit.app.service.section_tasks import SectionDesk
from bsc_audit.app.service.section_tasks import list_sections as every_section

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}/sections", tags=["sections"])

SectionId = Annotated[str, Path(pattern=r"^[0-9A-Za-z._-]{1,64}$", description="id of a section of the form")]


@router.get("", response_model=SectionsOut)
def list_sections(call: InGet, org: str, assessment: str, track: OneTrack = None) -> Response:
    """Every section of the form, with what it asks for, how far it is, and who it was given to."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        one = track or counting_track(found.kind)
        items = [SectionOut.of(section) for section in every_section(work, call.scores, found, one)]
        return shown(SectionsOut(assessment_id=found.id, track=one, items=items))

    return call.read(org, use)


@router.put("/{track}/{section}", response_model=SectionTaskOut, responses={201: {"model": SectionTaskOut}})
def put_section_task(
    call: InChange, org: str, assessment: str, track: Track, section: SectionId, body: HandOutIn
) -> Response:
    """Give a section to somebody; the first time needs no If-Match."""

    def use(work: Work, who: Principal) -> Reply:
        desk = _desk(call, work, who, assessment, track)
        stored = desk.stored(section)
        expected = call.perhaps_expected(stored, lambda: SectionTaskOut.model_validate(stored))
        return _shown(desk.hand_out(section, body.hand_out(), expected=expected), status=200 if stored else 201)

    return call.write(org, use)


@router.post("/{track}/{section}/completion", response_model=SectionTaskOut)
def complete_section(call: InPost, org: str, assessment: str, track: Track, section: SectionId) -> Response:
    """It is filled in."""

    def use(work: Work, who: Principal) -> Reply:
        return _shown(_desk(call, work, who, assessment, track).complete(section))

    return call.write(org, use)


@router.post("/{track}/{section}/reopening", response_model=SectionTaskOut)
def reopen_section(
    call: InPost, org: str, assessment: str, track: Track, section: SectionId, body: ReopeningIn
) -> Response:
    """Open it again, and say what is to be changed."""

    def use(work: Work, who: Principal) -> Reply:
        return _shown(_desk(call, work, who, assessment, track).reopen(section, changes=body.changes))

    return call.write(org, use)


def _desk(call: Call, work: Work, who: Principal, assessment: str, track: Track) -> SectionDesk:
    found = visible_assessment(work, who, assessment)
    return SectionDesk(work, call.wiring.ids, call.scores.rulesets, who, found, track)


def _shown(task: SectionTask, *, status: int = 200) -> Reply:
    return shown(SectionTaskOut.of(task), status=status, version=task.version)
