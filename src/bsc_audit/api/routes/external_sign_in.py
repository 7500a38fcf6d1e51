"""Signing in at the provider the operator named: a browser is sent there, and comes back with a session."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from bsc_audit.api.credentials import cookie_name, set_session
from bsc_audit.api.own_address import own_address
from bsc_audit.api.routes.sessions import counted, place_of, sign_in_of
from bsc_audit.app.service.external import BEGIN_AGAIN, LASTS, ExternalSignIn, demand_external
from bsc_audit.app.service.refusals import NotSignedIn
from bsc_audit.app.service.wiring import ServiceSettings

router = APIRouter(prefix="/sessions/oidc", tags=["sessions"])

_REDIRECT: dict[int | str, dict[str, Any]] = {303: {"description": "Go there."}}
Said = Annotated[str, Query(max_length=4_000)]


@router.get("/start", status_code=303, response_class=Response, responses={**_REDIRECT, 404: {}, 503: {}})
def start_external_sign_in(
    request: Request, next: Annotated[str, Query(max_length=2_000, description="A page of this service.")] = "/"
) -> Response:
    """Send the browser to the provider. Afterwards it is at `next`."""
    left = _external(request).begin(own_address(next))
    settings: ServiceSettings = request.app.state.wiring.settings
    response = RedirectResponse(left.address, 303)
    response.set_cookie(
        _cookie(settings),
        left.token,
        max_age=int(LASTS.total_seconds()),
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",  # it must come along when the provider sends the browser back
    )
    return response


@router.get("/callback", status_code=303, response_class=Response, responses={**_REDIRECT, 401: {}, 404: {}, 503: {}})
def finish_external_sign_in(
    request: Request, state: Said = "", code: Said = "", error: Said = "", iss: Said = ""
) -> Response:
    """Where the provider sends the browser back to; the session is a cookie. Other parameters are passed over."""
    external = _external(request)
    settings: ServiceSettings = request.app.state.wiring.settings
    with counted(request):
        if error:
            raise NotSignedIn("the provider did not sign you in; begin again")
        if iss and iss != request.app.state.wiring.external.issuer:
            raise NotSignedIn(BEGIN_AGAIN)
        token = request.cookies.get(_cookie(settings), "")
        begun, where = external.finish(token=token, state=state, code=code, place=place_of(request))
    response = RedirectResponse(where, 303)
    response.delete_cookie(_cookie(settings), path="/", secure=settings.https, httponly=True, samesite="lax")
    set_session(response, begun.token, settings)
    return response


def _external(request: Request) -> ExternalSignIn:
    wiring = request.app.state.wiring
    return ExternalSignIn(wiring, demand_external(wiring.external), sign_in_of(request))


def _cookie(settings: ServiceSettings) -> str:
    return f"{cookie_name(settings)}-oidc"
