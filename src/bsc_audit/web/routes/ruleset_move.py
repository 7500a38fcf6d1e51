"""Moving a running assessment to another version of its ruleset: seen first, done, undone."""

from collections import Counter

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import ruleset_moves
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, NotFound
from bsc_audit.app.service.ruleset_preview import Preview, preview_move
from bsc_audit.web.call import FormCall, InForm
from bsc_audit.web.forms import Failure
from bsc_audit.web.routes.engagement import engagement_again
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/engagement")


@router.post("/move")
def move_preview_done(call: InForm, org: str, assessment: str) -> Response:
    """What it would do; nothing is changed."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "engagement")
        seen = _preview(call, work, who, assessment)
        about = {
            "shell": shell,
            "seen": seen,
            "counted": {
                **dict.fromkeys(("kept", "rescaled", "lost"), 0),
                **Counter(str(one.fate) for one in seen.answers),
            },
            "to": call.form.text("to"),
            "profile": call.form.text("profile"),
        }
        return call.page("engagement/move", about)

    return call.write(org, "preview_ruleset_move", use, lambda failure: _again(call, org, assessment, failure))


@router.post("/move/confirmed")
def move_done(call: InForm, org: str, assessment: str) -> Response:
    """Move it as it was seen."""

    def use(work: Work, who: Principal) -> Response:
        stored = visible_assessment(work, who, assessment)
        seen = _preview(call, work, who, assessment)
        confirmed = call.form.text("preview")
        ruleset_moves.move_ruleset(
            work, call.wiring.ids, who, stored, seen, confirmed=confirmed, expected=stored.version
        )
        return call.go(f"/o/{org}/a/{assessment}/engagement", said="ruleset-moved")

    return call.write(org, "move_ruleset", use, lambda failure: _again(call, org, assessment, failure))


@router.post("/moves/{move}/undo")
def move_undone_done(call: InForm, org: str, assessment: str, move: str) -> Response:
    """Take a move back."""

    def use(work: Work, who: Principal) -> Response:
        stored = visible_assessment(work, who, assessment)
        made = work.ruleset_moves.get(move)
        if made.assessment_id != stored.id:
            raise NotFound("there is no such move")
        ruleset_moves.undo_move(work, call.scores.rulesets, who, stored, made, expected=stored.version)
        return call.go(f"/o/{org}/a/{assessment}/engagement", said="move-undone")

    return call.write(org, "undo_ruleset_move", use, lambda failure: _again(call, org, assessment, failure))


def _preview(call: FormCall, work: Work, who: Principal, assessment_id: str) -> Preview:
    ruleset, _, version = call.form.text("to").partition("@")
    stored, rulesets = visible_assessment(work, who, assessment_id), call.scores.rulesets
    profile = call.form.optional("profile")
    return preview_move(work, call.wiring.ids, rulesets, who, stored, to=(ruleset, version), profile=profile)


def _again(call: FormCall, org: str, assessment_id: str, failure: Failure) -> Response:
    """The engagement as it is stored, with why nothing was moved."""
    if isinstance(failure.error, Conflict):
        failure = Failure.say(to="Something was answered since you looked. See again what would change, then move.")
    return engagement_again(call, org, assessment_id, failure)
