"""What a request shows of who sends it: `Authorization: Bearer <api key>`, or the cookie of a session."""

from starlette.requests import Request
from starlette.responses import Response

from bsc_audit.api.cross_site import is_shown_same_site
from bsc_audit.app.service.access import Shown
from bsc_audit.app.service.key_text import read_key
from bsc_audit.app.service.refusals import NotSignedIn
from bsc_audit.app.service.wiring import ServiceSettings


def cookie_name(settings: ServiceSettings) -> str:
    """The session's cookie; `__Host-` binds it to this host, which browsers allow over https only."""
    return "__Host-bsc" if settings.https else "bsc"


def shown_in(request: Request) -> Shown:
    """What the request shows; nothing is looked up yet.

    Raises:
        NotSignedIn: nothing, or what cannot be a key; a change by cookie must be shown to come from our own pages.
    """
    settings: ServiceSettings = request.app.state.wiring.settings
    authorization = request.headers.get("authorization")
    if authorization is not None:
        kind, _, text = authorization.partition(" ")
        if kind.lower() != "bearer" or read_key(text.strip()) is None:
            raise NotSignedIn("Authorization holds no API key: write 'Bearer ' and the key, all of it")
        return Shown(key=text.strip())
    token = request.cookies.get(cookie_name(settings))
    if not token:
        raise NotSignedIn("send an API key as 'Authorization: Bearer …', or sign in")
    if not is_shown_same_site(request.scope, settings.public_url):
        raise NotSignedIn("a session's cookie counts only for changes that say they come from this site")
    return Shown(token=token)


def set_session(response: Response, token: str, settings: ServiceSettings) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(settings.session_lasts.total_seconds()),
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def forget_session(response: Response, settings: ServiceSettings) -> None:
    """Take it away."""
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.https, httponly=True, samesite="lax")
