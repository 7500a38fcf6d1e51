"""Disputes of reviews: who was judged says what is wrong, who is no party says what came of it."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.records import REVIEWS, visible_record
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.reviews import raise_dispute, settle_dispute
from bsc_audit.web.call import InForm
from bsc_audit.web.record_page import record_response
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/visits")


@router.post("/review/r/{name}/dispute")
def review_disputed_done(call: InForm, org: str, assessment: str, name: str) -> Response:
    """Say that a judgement is wrong, and why."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        stored = visible_record(work, who, REVIEWS, shell.assessment, name)
        if not call.form.text("said"):
            raise invalid("/said", "missing", "say what is wrong with it")
        raise_dispute(work, who, shell.assessment, stored, said=call.form.text("said"))
        return call.go(shell.at("visits", "review", "r", name), said="saved")

    return call.write(
        org, "raise_dispute", use, lambda failure: record_response(call, org, assessment, "review", name, failure)
    )


@router.post("/review/r/{name}/settle")
def review_settled_done(call: InForm, org: str, assessment: str, name: str) -> Response:
    """Say what came of a dispute."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        stored = visible_record(work, who, REVIEWS, shell.assessment, name)
        outcome, reason = call.form.text("outcome"), call.form.text("reason")
        if outcome not in ("upheld", "changed") or not reason:
            raise invalid("/reason", "missing", "say what came of it, and why")
        settle_dispute(work, who, shell.assessment, stored, outcome=outcome, reason=reason)
        return call.go(shell.at("visits", "review", "r", name), said="saved")

    return call.write(
        org, "settle_dispute", use, lambda failure: record_response(call, org, assessment, "review", name, failure)
    )
