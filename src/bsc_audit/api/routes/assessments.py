"""Assessments: begun by a pinned ruleset, changed while they are open, taken from state to state."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import Call, InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.answers import AnswerOut
from bsc_audit.api.schemas.assessments import AssessmentIn, AssessmentOut, AssessmentRead, StepIn, TermsIn
from bsc_audit.api.schemas.base import Id
from bsc_audit.app.service import assessments
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import NewAssessment, Terms, visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.workflow import AssessmentState

router = APIRouter(prefix="/organisations/{org}/assessments", tags=["assessments"])

ByUnit = Annotated[Id | None, Query(description="of this unit only"), MAY_BE_ABSENT]
ByState = Annotated[AssessmentState | None, Query(description="in this state only"), MAY_BE_ABSENT]
ByRuleset = Annotated[Id | None, Query(description="scored by this ruleset only"), MAY_BE_ABSENT]
Expand = Annotated[Literal["answers"] | None, Query(description="show them with it"), MAY_BE_ABSENT]


@router.get("", response_model=PageOf[AssessmentOut])
def list_assessments(
    call: InGet,
    org: str,
    paging: InPage,
    unit_id: ByUnit = None,
    state: ByState = None,
    ruleset_id: ByRuleset = None,
) -> Response:
    """Assessments, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        asked: dict[str, Any] = {"unit_id": unit_id, "state": state, "ruleset_id": ruleset_id}
        equal = {name: value for name, value in asked.items() if value is not None}
        name = f"assessments {org} {who.unit_id} {sorted(equal.items())}"
        found = assessments.list_assessments(work, who, call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(AssessmentOut.of, found.items), found.next))

    return call.read(org, use)


@router.post("", status_code=201, response_model=AssessmentOut)
def create_assessment(call: InPost, org: str, body: AssessmentIn) -> Response:
    """Begin an assessment; it is scored by the ruleset as it is today, whatever becomes of it."""

    def use(work: Work, who: Principal) -> Reply:
        given = NewAssessment(
            terms=_terms(body),
            kind=body.kind,
            ruleset_id=body.ruleset.id,
            ruleset_version=body.ruleset.version,
            profile=body.ruleset.profile,
            unit_id=body.unit_id,
            number=body.number,
        )
        made = assessments.create_assessment(work, call.wiring.ids, call.scores.rulesets, who, given)
        where = f"/v1/organisations/{org}/assessments/{made.id}"
        return shown(AssessmentOut.of(made), status=201, version=made.version, location=where)

    return call.write(org, use)


@router.get("/{assessment}", response_model=AssessmentRead)
def get_assessment(call: InGet, org: str, assessment: str, expand: Expand = None) -> Response:
    """One assessment. Its ETag is that of the assessment alone; with answers it has none."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        read = AssessmentRead.of(found)
        if expand is None:
            return shown(read, version=found.version)
        read.answers = [AnswerOut.of(one) for one in work.answers.all(assessment_id=found.id)]
        return shown(read)

    return call.read(org, use)


@router.put("/{assessment}", response_model=AssessmentOut)
def update_assessment(call: InChange, org: str, assessment: str, body: TermsIn) -> Response:
    """Change what an open assessment is about."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_assessment(work, who, assessment)
        expected = call.expected(stored, lambda: AssessmentOut.of(stored))
        rulesets = call.scores.rulesets
        changed = assessments.update_assessment(work, rulesets, who, stored, _terms(body), expected=expected)
        return shown(AssessmentOut.of(changed), version=changed.version)

    return call.write(org, use)


@router.post("/{assessment}/start", response_model=AssessmentOut)
def start_assessment(call: InPost, org: str, assessment: str, body: StepIn) -> Response:
    """Begin to answer: from draft to in progress."""
    return _step(call, org, assessment, body)


@router.post("/{assessment}/submission", response_model=AssessmentOut)
def submit_assessment(call: InPost, org: str, assessment: str, body: StepIn) -> Response:
    """Hand it over to the auditors; what does not hold together is refused."""
    return _step(call, org, assessment, body)


@router.post("/{assessment}/change-request", response_model=AssessmentOut)
def request_changes(call: InPost, org: str, assessment: str, body: StepIn) -> Response:
    """Give it back, with the reason."""
    return _step(call, org, assessment, body)


@router.post("/{assessment}/validation", response_model=AssessmentOut)
def validate_assessment(call: InPost, org: str, assessment: str, body: StepIn) -> Response:
    """The auditors are done; somebody else decides."""
    return _step(call, org, assessment, body)


@router.post("/{assessment}/withdrawal", response_model=AssessmentOut)
def withdraw_assessment(call: InPost, org: str, assessment: str, body: StepIn) -> Response:
    """End it without a decision, with the reason."""
    return _step(call, org, assessment, body)


def _step(call: Call, org: str, assessment: str, body: StepIn) -> Response:
    """The step that has the operation's name."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_assessment(work, who, assessment)
        taken = take_step(work, call.scores, who, stored, call.action, reason=body.reason, expected=stored.version)
        return shown(AssessmentOut.of(taken), version=taken.version)

    return call.write(org, use)


def _terms(body: TermsIn) -> Terms:
    return Terms(
        title=body.title,
        as_of=body.as_of,
        period=body.period,
        language=body.language,
        engagement=body.engagement,
        lead=None if body.lead_id is None else f"person:{body.lead_id}",
        previous_id=body.previous_id,
    )
