"""Signing in: with a password and a code, with a passkey; and choosing a password by invitation."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request
from starlette.responses import Response

from bsc_audit.api.answers import done, shown
from bsc_audit.api.credentials import cookie_name, set_session
from bsc_audit.api.schemas.access import PasskeyOptions, PasskeySignIn, PasswordChoice, SessionOut, SignInIn
from bsc_audit.app.service.access import Shown
from bsc_audit.app.service.passkeys import RelyingParty
from bsc_audit.app.service.people import set_password as choose
from bsc_audit.app.service.refusals import Refusal
from bsc_audit.app.service.sign_in import Begun, Place, SignIn
from bsc_audit.app.service.wiring import ServiceSettings, Wiring

router = APIRouter(tags=["sessions"])


@router.post("/sessions", status_code=201, response_model=SessionOut, responses={401: {}, 403: {}})
def sign_in(request: Request, body: SignInIn) -> Response:
    """Sign in with e-mail and password; the session is a cookie."""
    return _begun(request, begun_by_password(request, email=body.email, password=body.password, code=body.code))


@router.post("/sessions/passkey/options", response_model=PasskeyOptions)
def passkey_options(request: Request) -> Response:
    """What a browser needs to sign in with a passkey."""
    options = sign_in_of(request).passkey_options(party(request.app.state.wiring.settings))
    return shown(PasskeyOptions.model_validate(options)).response()


@router.post("/sessions/passkey", status_code=201, response_model=SessionOut, responses={401: {}})
def sign_in_by_passkey(request: Request, body: PasskeySignIn) -> Response:
    """Sign in with a passkey; it counts as two factors."""
    site = party(request.app.state.wiring.settings)
    place = place_of(request)
    with counted(request):
        begun = sign_in_of(request).by_passkey(site, token=body.token, answer=body.credential, place=place)
    return _begun(request, begun)


@router.post("/passwords", status_code=204, response_model=None)
def set_password(request: Request, body: PasswordChoice) -> Response:
    """Choose a password by the token of an invitation."""
    choose(request.app.state.wiring.work, token=body.token, password=body.password)
    return done().response()


def begun_by_password(request: Request, *, email: str, password: str, code: str | None) -> Begun:
    """A session begun from this request, counted by how it ends.

    Raises:
        NotSignedIn, SecondFactorNeeded, TooMany: as `SignIn.by_password`.
    """
    with counted(request):
        return sign_in_of(request).by_password(email=email, password=password, code=code, place=place_of(request))


def party(settings: ServiceSettings) -> RelyingParty:
    """This service as browsers know it."""
    host = settings.public_url.partition("://")[2].partition(":")[0]
    return RelyingParty(id=host, origin=settings.public_url)


def sign_in_of(request: Request) -> SignIn:
    """The sign-ins of the application."""
    wiring: Wiring = request.app.state.wiring
    return SignIn(wiring, request.app.state.throttle)


def place_of(request: Request) -> Place:
    """Where a request comes from."""
    token = request.cookies.get(cookie_name(request.app.state.wiring.settings))
    return Place(
        address=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
        before=Shown(token=token) if token else None,
    )


@contextmanager
def counted(request: Request) -> Iterator[None]:
    """Count an attempt to sign in by how it ends."""
    attempts = request.app.state.metrics.sign_ins
    try:
        yield
    except Refusal as refusal:
        attempts.labels(refusal.kind).inc()
        raise
    attempts.labels("good").inc()


def _begun(request: Request, begun: Begun) -> Response:
    response = shown(SessionOut.of(begun.session), status=201, version=begun.session.version).response()
    set_session(response, begun.token, request.app.state.wiring.settings)
    return response
