"""The findings board: what the team says of the engine's findings, and findings of its own."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from bsc_audit.api.actors import name_in
from bsc_audit.api.answers import Reply, done, shown
from bsc_audit.api.call import InChange, InGet
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.finding_edits import FindingEditIn, FindingEditOut
from bsc_audit.app.service import finding_edits as board
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.disclosure import demand_scores
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}/finding-edits", tags=["findings"])

FindingId = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,79}$", description="id of the engine's finding, or of your own")
]


@router.get("", response_model=PageOf[FindingEditOut], responses={409: {}})
def list_finding_edits(call: InGet, org: str, assessment: str, paging: InPage) -> Response:
    """What is said of findings, in the order it was last changed in; the findings themselves have it applied."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        demand_scores(who, found)
        name = f"finding edits {org} {found.id}"
        page = work.finding_edits.list(call.cursors.query(name, paging, {"assessment_id": found.id}))
        return shown(call.cursors.page(name, map(FindingEditOut.of, page.items), page.next))

    return call.read(org, use)


@router.get("/{finding}", response_model=FindingEditOut, responses={409: {}})
def get_finding_edit(call: InGet, org: str, assessment: str, finding: FindingId) -> Response:
    """What is said of one finding; 404 while nothing is."""

    def use(work: Work, who: Principal) -> Reply:
        about = visible_assessment(work, who, assessment)
        demand_scores(who, about)
        found = board.get_edit(work, about, finding)
        return shown(FindingEditOut.of(found), version=found.version)

    return call.read(org, use)


@router.put("/{finding}", response_model=FindingEditOut, responses={201: {"model": FindingEditOut}})
def put_finding_edit(call: InChange, org: str, assessment: str, finding: FindingId, body: FindingEditIn) -> Response:
    """Word, rate, merge or reject a finding, name its owner, or add one; the first time needs no If-Match."""
    by = name_in(call, org)

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        stored = board.find_edit(work, found, finding)
        expected = call.perhaps_expected(stored, lambda: FindingEditOut.model_validate(stored))
        ids, scores = call.wiring.ids, call.scores
        put = board.put_finding_edit(work, ids, scores, who, found, finding, body.content(), by=by, expected=expected)
        return shown(FindingEditOut.of(put), status=200 if stored else 201, version=put.version)

    return call.write(org, use)


@router.delete("/{finding}", status_code=204)
def remove_finding_edit(call: InChange, org: str, assessment: str, finding: FindingId) -> Response:
    """Take it back: the engine's finding stands again, one of your own is gone."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        stored = board.get_edit(work, found, finding)
        expected = call.expected(stored, lambda: FindingEditOut.of(stored))
        board.remove_finding_edit(work, call.scores, who, found, stored, expected=expected)
        return done()

    return call.write(org, use)
