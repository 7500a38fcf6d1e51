"""Remarks: what the team says beside the findings of the engine."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from bsc_audit.api.actors import name_in
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.schemas.records import DifferenceAnswer, DifferenceRaised, RemarksIn, RemarksOut
from bsc_audit.app.service import differences, remarks
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound

Number = Annotated[int, Path(ge=1, le=1000, description="of the difference, from 1 in the order they were raised")]

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


@router.post("/differences", status_code=201, response_model=RemarksOut)
def raise_difference(call: InPost, org: str, assessment: str, body: DifferenceRaised) -> Response:
    """Say that the organisation sees something otherwise."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        ids, rulesets = call.wiring.ids, call.scores.rulesets
        kept = differences.raise_difference(work, ids, rulesets, who, found, about=body.about, said=body.said)
        return shown(RemarksOut.of(kept), status=201, version=kept.version)

    return call.write(org, use)


@router.put("/differences/{difference}", response_model=RemarksOut)
def answer_difference(
    call: InChange, org: str, assessment: str, difference: Number, body: DifferenceAnswer
) -> Response:
    """Say what the team holds, and what came of it; If-Match names the version of the remarks."""
    by = name_in(call, org)

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        stored = remarks.find_remarks(work, found)
        if stored is None:
            raise NotFound("there is no such difference of opinion")
        expected = call.expected(stored, lambda: RemarksOut.of(stored))
        answer = differences.Answer(assessor=body.assessor, outcome=body.outcome)
        ids, rulesets = call.wiring.ids, call.scores.rulesets
        kept = differences.answer_difference(
            work, ids, rulesets, who, found, difference, answer, by=by, expected=expected
        )
        return shown(RemarksOut.of(kept), version=kept.version)

    return call.write(org, use)
