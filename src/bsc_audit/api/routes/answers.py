"""Answers of an assessment, in both tracks."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, done, shown
from bsc_audit.api.call import Call, InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.answers import (
    AnswerIn,
    AnswerOut,
    AnswerResult,
    AnswersDone,
    AnswersIn,
    AnswerVersionsOut,
    FlawOut,
)
from bsc_audit.api.schemas.base import Id
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import AnswerDesk, Outcome
from bsc_audit.app.service.answers import get_answer as found_answer
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}/answers", tags=["answers"])

Subject = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z._-]{1,64}$", description="id of a criterion or indicator of the ruleset")
]
ByTrack = Annotated[Track | None, Query(description="of this track only"), MAY_BE_ABSENT]
BySubject = Annotated[Id | None, Query(description="to this question only"), MAY_BE_ABSENT]


@router.get("", response_model=PageOf[AnswerOut])
def list_answers(
    call: InGet, org: str, assessment: str, paging: InPage, track: ByTrack = None, key: BySubject = None
) -> Response:
    """Answers of both tracks, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        asked: dict[str, Any] = {"assessment_id": found.id, "track": track, "key": key}
        equal = {name: value for name, value in asked.items() if value is not None}
        name = f"answers {org} {sorted(equal.items())}"
        page = work.answers.list(call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(AnswerOut.of, page.items), page.next))

    return call.read(org, use)


@router.patch("", response_model=AnswersDone)
def put_answers(call: InPost, org: str, assessment: str, body: AnswersIn) -> Response:
    """Store those of many answers that can be stored; the others are refused one by one."""

    def use(work: Work, who: Principal) -> Reply:
        desk = _desk(call, work, who, assessment)
        outcomes = desk.put_all([one.given() for one in body.items])
        stored = sum(one.stored is not None for one in outcomes)
        items = [_result(one) for one in outcomes]
        return shown(AnswersDone(stored=stored, refused=len(items) - stored, items=items))

    return call.write(org, use)


@router.get("/{track}/{subject}", response_model=AnswerOut)
def get_answer(call: InGet, org: str, assessment: str, track: Track, subject: Subject) -> Response:
    """One answer."""

    def use(work: Work, who: Principal) -> Reply:
        found = found_answer(work, visible_assessment(work, who, assessment), track, subject)
        return shown(AnswerOut.of(found), version=found.version)

    return call.read(org, use)


@router.put("/{track}/{subject}", response_model=AnswerOut, responses={201: {"model": AnswerOut}})
def put_answer(call: InChange, org: str, assessment: str, track: Track, subject: Subject, body: AnswerIn) -> Response:
    """Give an answer, or change it: a change names the version it is a change of, a first answer none."""

    def use(work: Work, who: Principal) -> Reply:
        desk = _desk(call, work, who, assessment)
        stored = desk.stored(track, subject)
        expected = _expected(call, stored)
        put = desk.put(Given(track=track, key=subject, content=body.content(), at=body.at, expected=expected))
        return shown(AnswerOut.of(put), status=200 if stored else 201, version=put.version)

    return call.write(org, use)


@router.delete("/{track}/{subject}", status_code=204)
def withdraw_answer(call: InChange, org: str, assessment: str, track: Track, subject: Subject) -> Response:
    """Take an answer back; its versions stay readable."""

    def use(work: Work, who: Principal) -> Reply:
        desk = _desk(call, work, who, assessment)
        expected = _expected(call, desk.stored(track, subject))
        desk.withdraw(Given(track=track, key=subject, content={}, expected=expected))
        return done()

    return call.write(org, use)


@router.get("/{track}/{subject}/versions", response_model=AnswerVersionsOut)
def list_answer_versions(call: InGet, org: str, assessment: str, track: Track, subject: Subject) -> Response:
    """Every version of an answer: what was said, by whom, and when."""

    def use(work: Work, who: Principal) -> Reply:
        found = found_answer(work, visible_assessment(work, who, assessment), track, subject)
        return shown(AnswerVersionsOut(items=[AnswerOut.of(one) for one in work.answers.history(found.id)]))

    return call.read(org, use)


def _desk(call: Call, work: Work, who: Principal, assessment: str) -> AnswerDesk:
    found = visible_assessment(work, who, assessment)
    return AnswerDesk(work, call.wiring.ids, call.scores.rulesets, who, found)


def _expected(call: Call, stored: Answer | None) -> int | None:
    """The version the client means to change; None where it knows of none, and there is none."""
    if stored is not None:
        return call.expected(stored, lambda: AnswerOut.of(stored))
    return None if call.if_match is None else NOTHING_STORED


def _result(outcome: Outcome) -> AnswerResult:
    given, stored = outcome.given, outcome.stored
    errors = [FlawOut(pointer=one.field, code=one.code, detail=one.message, hint=one.hint) for one in outcome.problems]
    if outcome.stale is not None:
        said = f"version {outcome.stale} is stored" if outcome.stale else "nothing is stored"
        errors.append(FlawOut(pointer="/version", code="version-conflict", detail=said))
    version = stored.version if stored else outcome.stale or None
    return AnswerResult(track=given.track, key=given.key, stored=stored is not None, version=version, errors=errors)


NOTHING_STORED = -1  # no version there is: what is a change of something meets nothing
