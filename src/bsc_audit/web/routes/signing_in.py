"""Signing in and out, and choosing a password by invitation."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bsc_audit.api.credentials import forget_session, set_session
from bsc_audit.api.own_address import own_address
from bsc_audit.api.routes.sessions import begun_by_password
from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.people import set_password
from bsc_audit.app.service.ports import Installation
from bsc_audit.app.service.refusals import Invalid, NotSignedIn, Refusal, SecondFactorNeeded, TooMany
from bsc_audit.app.service.sign_in import end_session
from bsc_audit.web.call import InForm
from bsc_audit.web.forms import Failure, SentForm
from bsc_audit.web.pages import page

router = APIRouter()


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """The form to sign in with."""
    return _page(request, own_address(request.query_params.get("next", "")))


@router.post("/sign-in")
def sign_in_done(request: Request, form: SentForm) -> Response:
    """Begin a session and go where the person wanted to."""
    where = own_address(form.text("next"))
    email, code = form.text("email"), form.optional("code")
    try:
        begun = begun_by_password(request, email=email, password=form.secret("password"), code=code)
    except SecondFactorNeeded:
        failure = Failure.say(code="Your password is right. Type it again with a code from your authenticator app.")
        return _page(request, where, {"email": email, "failure": failure, "code_needed": True}, status=401)
    except (NotSignedIn, TooMany) as error:
        failure = Failure.say(email=f"{error.detail[:1].upper()}{error.detail[1:]}.")
        about = {"email": email, "failure": failure, "code_needed": code is not None}
        return _page(request, where, about, status=429 if isinstance(error, TooMany) else 401)
    response = RedirectResponse(where, 303)
    set_session(response, begun.token, request.app.state.wiring.settings)
    return response


@router.post("/sign-out")
def sign_out_done(call: InForm) -> Response:
    """End the session."""
    settings = call.wiring.settings

    def use(installation: Installation, who: Caller) -> Response:
        end_session(installation, who.signed_in()[1])
        response = call.go("/sign-in", said="signed-out")
        forget_session(response, settings)
        return response

    return call.write_own(use)


@router.get("/invitation/{token}")
def invitation_page(request: Request, token: str) -> Response:
    """The form to choose a password with."""
    return page(request, "signing_in/invitation", {"token": token})


@router.post("/invitation/{token}")
def invitation_done(request: Request, token: str, form: SentForm) -> Response:
    """Set the password; who holds the token proves nothing but having been invited, so they sign in next."""
    if form.secret("password") != form.secret("again"):
        return _refused(request, token, Failure.say(again="The two are not the same."))
    try:
        set_password(request.app.state.wiring.work, token=token, password=form.secret("password"))
    except Refusal as error:
        if not isinstance(error, Invalid):
            raise
        return _refused(request, token, Failure.of(error))
    return RedirectResponse("/sign-in?said=password-set", 303)


def _page(request: Request, where: str, about: Mapping[str, Any] | None = None, *, status: int = 200) -> Response:
    external = request.app.state.wiring.external is not None
    shown = {"next": where, "email": "", "code_needed": False, "external": external, **(about or {})}
    return page(request, "signing_in/sign_in", shown, status=status)


def _refused(request: Request, token: str, failure: Failure) -> Response:
    return page(request, "signing_in/invitation", {"token": token, "failure": failure}, status=422)
