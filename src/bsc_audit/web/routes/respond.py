"""What respondents see: their sections, and the form of each; a link opens it, and nothing leads on from there."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bsc_audit.api.routes import answers as api
from bsc_audit.api.schemas.answers import AnswerIn
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.respondents import respondent_sections
from bsc_audit.app.service.section_tasks import SectionDesk
from bsc_audit.web.asked.page import section_page
from bsc_audit.web.asked.tasks import ATTENTION, done
from bsc_audit.web.pages import page
from bsc_audit.web.respondent import HOME, InVisit, InVisitChange, InVisitForm, cookie_name, door, let_in
from bsc_audit.web.routes.form import answer_now, show_section
from bsc_audit.web.routes.form_saving import Sending

router = APIRouter()
OfKey = Annotated[str, Query(max_length=64)]


@router.get("/r/{token}")
def respondent_link_page(request: Request, token: str) -> Response:
    """Open a link: its session in a cookie, its token out of the address."""
    try:
        opened = door(request).open(token, address=request.client.host if request.client else "")
    except NotFound as refusal:
        return page(request, "respond/over", {"said_why": refusal.detail}, status=404)
    response = RedirectResponse(HOME, 303)
    let_in(response, opened.session, request.app.state.wiring.settings)
    return response


@router.get(HOME)
def respond_page(call: InVisit) -> Response:
    """Their sections, with how far each is."""

    def use(work: Work, who: Principal) -> Response:
        about = {
            "organisation": work.organisations.get(work.org_id),
            "assessment": work.assessments.get(call.share.assessment_id),
            "sections": respondent_sections(work, call.scores, who),
            "share": call.share,
            "done": done,
            "attention": ATTENTION,
        }
        return call.page("respond/sections", about)

    return call.read(call.who.org_id, "list_answers", use)


@router.get(HOME + "/form/{section}")
def respond_section_page(call: InVisit, section: str) -> Response:
    """One section, to be filled in."""

    def use(work: Work, who: Principal) -> Response:
        found = section_page(work, call.scores, who, call.share.assessment_id, section, Track.SELF)
        return show_section(call, found)

    return call.read(call.who.org_id, "list_answers", use)


@router.post(HOME + "/form/{section}")
def respond_section_done(call: InVisitForm, section: str) -> Response:
    """Store what was changed in it."""
    sending = Sending(call, call.who.org_id, call.share.assessment_id, section)
    return call.go(HOME, said=sending.said) if sending.save() else sending.again()


@router.post(HOME + "/form/{section}/completion")
def respond_completion_done(call: InVisitForm, section: str) -> Response:
    """It is filled in."""

    def use(work: Work, who: Principal) -> Response:
        assessment = work.assessments.get(call.share.assessment_id)
        SectionDesk(work, call.wiring.ids, call.scores.rulesets, who, assessment, Track.SELF).complete(section)
        return call.go(HOME, said="completed")

    return call.write(call.who.org_id, "complete_section", use, lambda _: call.go(HOME))


@router.post(HOME + "/leave")
def respond_leave_done(call: InVisitForm) -> Response:
    """End the visit on this device; the link goes on counting."""
    settings = call.wiring.settings
    response = page(call.request, "respond/over", {"said_why": "you left; the link opens it again"})
    response.delete_cookie(cookie_name(settings), path=HOME, secure=settings.https, httponly=True, samesite="lax")
    return response


@router.get(HOME + "/live")
def respond_live(call: InVisit, key: OfKey = "") -> Response:
    """Who visits, for the form's script; of an item also what is stored."""

    def use(work: Work, who: Principal) -> Response:
        data: dict[str, object] = {"actor": who.actor, "bars": []}
        if key in call.share.keys:
            data["answer"] = answer_now(call, work, work.assessments.get(call.share.assessment_id), Track.SELF, key)
        return JSONResponse(data)

    return call.read(call.who.org_id, "get_answer", use)


@router.put(HOME + "/answers/{subject}")
def respond_answer_done(call: InVisitChange, subject: api.Subject, body: AnswerIn) -> Response:
    """Give or change an answer, as by the API."""
    return api.put_answer(call, call.who.org_id, call.share.assessment_id, Track.SELF, subject, body)


@router.delete(HOME + "/answers/{subject}")
def respond_answer_gone_done(call: InVisitChange, subject: api.Subject) -> Response:
    """Take an answer back, as by the API."""
    return api.withdraw_answer(call, call.who.org_id, call.share.assessment_id, Track.SELF, subject)
