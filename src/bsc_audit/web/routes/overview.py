"""The first page of an assessment: its sections as a task list, and what it is about; and the map of its form."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.web.asked.tasks import ATTENTION, TaskList, done, task_list
from bsc_audit.web.call import InView, PageCall

router = APIRouter(prefix="/o/{org}/a/{assessment}")
OfTrack = Annotated[str, Query(max_length=20)]


@router.get("")
def overview_page(call: InView, org: str, assessment: str, track: OfTrack = "") -> Response:
    """Where the assessment stands."""

    def use(work: Work, who: Principal) -> Response:
        tasks = task_list(work, call.scores, who, assessment, "", track)
        about = {**shared(call, tasks), "engagement": tasks.shell.assessment.engagement}
        return call.page("assessment/overview", about)

    return call.read(org, "get_assessment", use)


@router.get("/form")
def form_page(call: InView, org: str, assessment: str, track: OfTrack = "") -> Response:
    """Every item of the form by section, with what is missing."""

    def use(work: Work, who: Principal) -> Response:
        tasks = task_list(work, call.scores, who, assessment, "form", track)
        return call.page("form/map", shared(call, tasks))

    return call.read(org, "list_answers", use)


def shared(call: PageCall, tasks: TaskList) -> dict[str, object]:
    """What every page with the task list shows."""
    actors = [one.task.assignee for one in tasks.sections if one.task]
    return {
        "shell": tasks.shell,
        "tasks": tasks,
        "names": call.names(tasks.shell.address.split("/")[2], actors),
        "done": done,
        "attention": ATTENTION,
    }
