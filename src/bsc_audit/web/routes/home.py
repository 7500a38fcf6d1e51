"""The first page: the assessments of everybody one works for; and the choice of whom to begin one for."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.permissions import may_ever
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.web.call import InView
from bsc_audit.web.lines import gather_lines, link, page_of, wish_of

router = APIRouter()


@router.get("/")
def home_page(call: InView) -> Response:
    """Assessments of every organisation of mine, found, filtered and sorted."""
    gathered = gather_lines(call, call.come())
    wish = wish_of(call.request.query_params)
    places = call.frame.places
    about = {
        "wish": wish,
        "cut": page_of(call, gathered.lines, wish),
        "total": len(gathered.lines),
        "locked": gathered.locked,
        "link": link,
        "clients": sorted({(one.organisation.id, one.organisation.name) for one in gathered.lines}, key=lambda c: c[1]),
        "states": [one for one in AssessmentState if any(line.assessment.state is one for line in gathered.lines)],
        "kinds": list(AssessmentKind),
        "may_begin": any(may_ever("create_assessment", role=one.membership.role) for one in places),
    }
    return call.page("home/home", about)


@router.get("/begin")
def begin_page(call: InView) -> Response:
    """Whom to begin an assessment for."""
    call.come()
    places = [one for one in call.frame.places if may_ever("create_assessment", role=one.membership.role)]
    consultancies = [
        one
        for one in call.frame.places
        if one.organisation.kind is OrganisationKind.CONSULTANCY
        and may_ever("create_organisation", role=one.membership.role)
    ]
    return call.page("home/begin", {"places": places, "consultancies": consultancies})
