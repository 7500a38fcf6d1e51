"""Requests of respondents, who came in by a link: a cookie of their own, pages of their own, nothing of the rest."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from bsc_audit.api.call import Call
from bsc_audit.api.conditional import IfMatch
from bsc_audit.api.cross_site import is_shown_same_site
from bsc_audit.api.requests import request_id
from bsc_audit.app.service.access import Shown
from bsc_audit.app.service.principal import Principal, Share
from bsc_audit.app.service.refusals import NotFound, NotSignedIn
from bsc_audit.app.service.respondents import SESSION, RespondentDoor
from bsc_audit.app.service.wiring import ServiceSettings
from bsc_audit.web.call import FormCall, OrgUse
from bsc_audit.web.forms import Form, SentForm
from bsc_audit.web.frame import Frame

HOME = "/respond"  # their pages, and the path of their cookie


def door(request: Request) -> RespondentDoor:
    """Lets respondents in."""
    state = request.app.state
    return RespondentDoor(state.wiring, state.scores.rulesets, state.throttle)


def cookie_name(settings: ServiceSettings) -> str:
    """Of a respondent's session."""
    return "__Secure-bsc-respondent" if settings.https else "bsc-respondent"


def let_in(response: Response, session: str, settings: ServiceSettings) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(settings),
        session,
        max_age=int(SESSION.total_seconds()),
        path=HOME,
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def visitor(request: Request) -> tuple[Principal, Share]:
    """Who comes, and what their link opens.

    Raises:
        NotSignedIn: the visit is over, or a page of another site sent this.
    """
    settings: ServiceSettings = request.app.state.wiring.settings
    if not is_shown_same_site(request.scope, settings.public_url):
        raise NotSignedIn("changes count only from this site's own pages")
    session = request.cookies.get(cookie_name(settings), "")
    who = door(request).enter(session, request_id=request_id(request.scope))
    if who.share is None:
        raise NotSignedIn("your visit is over; open the link you were sent again")
    return who, who.share


class RespondentCall(FormCall):
    """A request for a page of theirs; what they may is the same in every action that is there for them."""

    def __init__(self, request: Request, form: Form) -> None:
        super().__init__(request, form)
        self.who, self.share = visitor(request)
        self.frame = Frame(principal=self.who)

    def read(self, org_id: str, action: str, use: OrgUse) -> Response:
        """A page about what their link opens."""
        who = self.enter(org_id, action)
        with self.wiring.work.read(org_id) as work:
            return use(work, who)

    def enter(self, org_id: str, action: str) -> Principal:  # noqa: ARG002 - use cases ask what a respondent may
        """The respondent.

        Raises:
            NotFound: it is another organisation's.
        """
        if org_id != self.who.org_id:
            raise NotFound("there is nothing here for you")
        return self.who


class RespondentChange(Call):
    """A change by the form's script, answered as the API answers."""

    def __init__(self, request: Request) -> None:
        super().__init__(request, Shown())
        self.who, self.share = visitor(request)

    def principal(self, org_id: str) -> Principal:  # noqa: ARG002 - they are in one organisation only
        """The respondent."""
        return self.who


def days_left(until: datetime, now: datetime) -> int:
    """Whole days until a link ends."""
    return max(0, (until - now).days)


def _viewing(request: Request) -> RespondentCall:
    return RespondentCall(request, Form())


def _known(request: Request) -> None:
    visitor(request)  # who holds no link has nothing read


def _sending(request: Request, _: Annotated[None, Depends(_known)], form: SentForm) -> RespondentCall:
    return RespondentCall(request, form)


def _changing(request: Request, if_match: IfMatch = None) -> RespondentChange:
    call = RespondentChange(request)
    call.if_match = if_match
    return call


InVisit = Annotated[RespondentCall, Depends(_viewing)]  # GET
InVisitForm = Annotated[RespondentCall, Depends(_sending)]  # POST
InVisitChange = Annotated[RespondentChange, Depends(_changing)]  # PUT, DELETE by script
