"""The first page of an assessment."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.web.call import InView
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}")


@router.get("")
def overview_page(call: InView, org: str, assessment: str) -> Response:
    """Where the assessment stands."""

    def use(work: Work, who: Principal) -> Response:
        return call.page("assessment/overview", {"shell": shell_of(work, who, assessment, "")})

    return call.read(org, "get_assessment", use)
