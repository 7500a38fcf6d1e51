"""Contact reviews: put under the id the organisation's system gave them, judged twice, disputed, settled."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.records import RecordRoutes
from bsc_audit.api.schemas.records import DisputeIn, RecordIn, RecordStepIn, ReviewOut, SecondAnswersIn, SettlementIn
from bsc_audit.app.service import reviews
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.records import REVIEWS, visible_record

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}/reviews", tags=["reviews"])

ReviewId = Annotated[
    str,
    Path(
        pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$", description="in the organisation's own system, such as a ticket"
    ),
]

_RECORDS = RecordRoutes(kind=REVIEWS, out=ReviewOut)


@router.get("", response_model=PageOf[ReviewOut])
def list_reviews(call: InGet, org: str, assessment: str, paging: InPage) -> Response:
    """Contact reviews, in the order they were last changed in."""
    return _RECORDS.list(call, org, assessment, paging)


@router.get("/{review}", response_model=ReviewOut)
def get_review(call: InGet, org: str, assessment: str, review: ReviewId) -> Response:
    """One contact review."""
    return _RECORDS.read(call, org, assessment, review)


@router.put("/{review}", response_model=ReviewOut, responses={201: {"model": ReviewOut, "description": "Stored anew."}})
def put_review(call: InChange, org: str, assessment: str, review: ReviewId, body: RecordIn) -> Response:
    """Store a review. A first one needs no If-Match, the same again changes nothing: a system may send it twice."""
    return _RECORDS.put(call, org, assessment, review, body)


@router.post("/{review}/submission", response_model=ReviewOut)
def submit_review(call: InPost, org: str, assessment: str, review: ReviewId, body: RecordStepIn) -> Response:
    """Hand a review over; from now on it is changed only when it is returned."""
    return _RECORDS.step(call, org, assessment, review, body, "submit")


@router.post("/{review}/acceptance", response_model=ReviewOut)
def accept_review(call: InPost, org: str, assessment: str, review: ReviewId, body: RecordStepIn) -> Response:
    """Accept a review of somebody else; only accepted ones are scored."""
    return _RECORDS.step(call, org, assessment, review, body, "accept")


@router.post("/{review}/return", response_model=ReviewOut)
def return_review(call: InPost, org: str, assessment: str, review: ReviewId, body: RecordStepIn) -> Response:
    """Give a review back to its reviewer, with the reason."""
    return _RECORDS.step(call, org, assessment, review, body, "return")


@router.post("/{review}/exclusion", response_model=ReviewOut)
def exclude_review(call: InPost, org: str, assessment: str, review: ReviewId, body: RecordStepIn) -> Response:
    """Leave a review out of the score; it stays in the report with the reason."""
    return _RECORDS.step(call, org, assessment, review, body, "exclude")


@router.put("/{review}/second-answers", response_model=ReviewOut)
def put_second_answers(call: InChange, org: str, assessment: str, review: ReviewId, body: SecondAnswersIn) -> Response:
    """Judge a contact again, to see whether two reviewers agree."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        stored = visible_record(work, who, REVIEWS, found, review)
        expected = call.expected(stored, lambda: ReviewOut.of(stored))
        given: dict[str, Any] = {"reviewer": body.reviewer, "answers": body.answers, "expected": expected}
        put = reviews.put_second_answers(work, call.scores.rulesets, who, found, stored, **given)
        return shown(ReviewOut.of(put), version=put.version)

    return call.write(org, use)


@router.post("/{review}/dispute", response_model=ReviewOut)
def raise_dispute(call: InPost, org: str, assessment: str, review: ReviewId, body: DisputeIn) -> Response:
    """Say that a judgement is wrong, and why."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        stored = visible_record(work, who, REVIEWS, found, review)
        disputed = reviews.raise_dispute(work, who, found, stored, said=body.said)
        return shown(ReviewOut.of(disputed), version=disputed.version)

    return call.write(org, use)


@router.post("/{review}/settlement", response_model=ReviewOut)
def settle_dispute(call: InPost, org: str, assessment: str, review: ReviewId, body: SettlementIn) -> Response:
    """Say what came of a dispute; a judgement that changes is returned to its reviewer by a step of its own."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        stored = visible_record(work, who, REVIEWS, found, review)
        settled = reviews.settle_dispute(work, who, found, stored, outcome=body.outcome, reason=body.reason)
        return shown(ReviewOut.of(settled), version=settled.version)

    return call.write(org, use)
