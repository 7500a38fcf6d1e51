"""Remarks: what the team says beside the findings of the engine."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InChange, InGet
from bsc_audit.api.schemas.records import RemarksIn, RemarksOut
from bsc_audit.app.service import remarks
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}/remarks", tags=["remarks"])


@router.get("", response_model=RemarksOut)
def get_remarks(call: InGet, org: str, assessment: str) -> Response:
    """All remarks of an assessment; 404 while there are none."""

    def use(work: Work, who: Principal) -> Reply:
        found = remarks.find_remarks(work, visible_assessment(work, who, assessment))
        if found is None:
            raise NotFound("there are no remarks yet")
        return shown(RemarksOut.of(found), version=found.version)

    return call.read(org, use)


@router.put("", response_model=RemarksOut, responses={201: {"model": RemarksOut, "description": "Stored anew."}})
def put_remarks(call: InChange, org: str, assessment: str, body: RemarksIn) -> Response:
    """Store all remarks of an assessment; first ones need no If-Match."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        stored = remarks.find_remarks(work, found)
        expected = call.perhaps_expected(stored, lambda: RemarksOut.model_validate(stored))
        rulesets = call.scores.rulesets
        put = remarks.put_remarks(work, call.wiring.ids, rulesets, who, found, body.content(), expected=expected)
        return shown(RemarksOut.of(put), status=200 if stored else 201, version=put.version)

    return call.write(org, use)
