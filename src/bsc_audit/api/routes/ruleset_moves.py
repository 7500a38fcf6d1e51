"""Moving a running assessment to another version of a ruleset."""

from collections import Counter

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import Call, InGet, InPost
from bsc_audit.api.schemas.ruleset_versions import (
    AnswerFateOut,
    LostRecordOut,
    LostRemarkOut,
    PreviewIn,
    PreviewOut,
    RulesetMoveIn,
    RulesetMoveOut,
    RulesetMovesOut,
)
from bsc_audit.api.schemas.score import RulesetRef
from bsc_audit.app.service import ruleset_moves
from bsc_audit.app.service.answer_fates import Fate
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.ruleset import RulesetVersion
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.ruleset_preview import Preview, noun_of, preview_move

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}", tags=["rulesets"])


@router.post("/ruleset-move-previews", response_model=PreviewOut)
def preview_ruleset_move(call: InPost, org: str, assessment: str, body: PreviewIn) -> Response:
    """What moving to another ruleset would do to every answer; nothing is changed."""

    def use(work: Work, who: Principal) -> Reply:
        return shown(_preview_out(_preview(call, work, who, visible_assessment(work, who, assessment), body)))

    return call.write(org, use)


@router.get("/ruleset-moves", response_model=RulesetMovesOut)
def list_ruleset_moves(call: InGet, org: str, assessment: str) -> Response:
    """The moves of an assessment, with what they did."""

    def use(work: Work, who: Principal) -> Reply:
        found = work.ruleset_moves.all(assessment_id=visible_assessment(work, who, assessment).id)
        return shown(RulesetMovesOut(items=[RulesetMoveOut.of(one) for one in found]))

    return call.read(org, use)


@router.post("/ruleset-moves", status_code=201, response_model=RulesetMoveOut)
def move_ruleset(call: InPost, org: str, assessment: str, body: RulesetMoveIn) -> Response:
    """Move it as it was previewed; 409 where something was answered since."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_assessment(work, who, assessment)
        seen = _preview(call, work, who, stored, body)
        made = ruleset_moves.move_ruleset(
            work, call.wiring.ids, who, stored, seen, confirmed=body.preview, expected=stored.version
        )
        return shown(RulesetMoveOut.of(made), status=201, version=made.version)

    return call.write(org, use)


@router.post("/ruleset-moves/{move}/undo", response_model=RulesetMoveOut)
def undo_ruleset_move(call: InPost, org: str, assessment: str, move: str) -> Response:
    """Take a move back: the former ruleset, and every answer that was lost or changed."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_assessment(work, who, assessment)
        made = work.ruleset_moves.get(move)
        if made.assessment_id != stored.id:
            raise NotFound("there is no such move")
        rulesets = call.scores.rulesets
        undone = ruleset_moves.undo_move(work, rulesets, who, stored, made, expected=stored.version)
        return shown(RulesetMoveOut.of(undone), version=undone.version)

    return call.write(org, use)


def _preview(call: Call, work: Work, who: Principal, assessment: Assessment, body: PreviewIn) -> Preview:
    to = (body.ruleset.id, body.ruleset.version)
    rulesets, profile = call.scores.rulesets, body.ruleset.profile
    return preview_move(work, call.wiring.ids, rulesets, who, assessment, to=to, profile=profile)


def _preview_out(seen: Preview) -> PreviewOut:
    counted = Counter(one.fate for one in seen.answers)
    return PreviewOut(
        digest=seen.digest,
        before=_ref(seen.before),
        after=_ref(seen.after),
        kept=counted[Fate.KEPT],
        rescaled=counted[Fate.RESCALED],
        lost=counted[Fate.LOST],
        answers=[
            AnswerFateOut(
                track=one.answer.track,
                key=one.answer.key,
                fate=one.fate,
                reason=one.reason,
                before=dict(one.answer.content),
                after=None if one.after is None else dict(one.after),
            )
            for one in seen.answers
        ],
        records=[LostRecordOut(noun=noun_of(one.record), id=one.record.id, reason=one.reason) for one in seen.records],
        remarks=[LostRemarkOut(key=one.key, content=one.content, reason=one.reason) for one in seen.remarks],
    )


def _ref(stored: RulesetVersion) -> RulesetRef:
    return RulesetRef(id=stored.ruleset_id, version=stored.ruleset_version, digest=stored.digest)
