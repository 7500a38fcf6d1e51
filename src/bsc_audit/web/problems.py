"""What goes wrong, as a page for people: same statuses and words as the API's problems, and a way on."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bsc_audit.api.problem_types import OF_STATUS, PROBLEM_TYPES
from bsc_audit.api.problems import problem
from bsc_audit.api.requests import request_id
from bsc_audit.app.service.refusals import NotFound, NotSignedIn, Refusal, SecondFactorNeeded, TooMany
from bsc_audit.core.problems import AuditError
from bsc_audit.web.pages import page

Handler = Callable[[Request, Exception], Response]
API = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json")
SENT_AROUND = "/v1/sessions/oidc/"  # where a browser is sent to a provider, and comes back
RESPONDENTS = "/respond"  # pages of who came by a link
SECOND_FACTOR = "/me/security"


def wants_page(request: Request) -> bool:
    """Whether a person's browser waits for this answer, not a program."""
    path = request.url.path
    for_programs = path.startswith(API) and not path.startswith(SENT_AROUND)
    return not for_programs and "text/html" in request.headers.get("accept", "")


def on_page(handler: Handler | Callable[[Request, Exception], Awaitable[Response]]) -> Callable[..., Any]:
    """The handler of the API for programs, a page for people."""

    async def handle(request: Request, error: Exception) -> Response:
        if wants_page(request):
            return problem_response(request, error)
        answer = handler(request, error)
        return answer if isinstance(answer, Response) else await answer

    return handle


def refuse(request: Request, kind: str, detail: str) -> Response:
    """What stops a request before it reaches a route, in the form its sender understands."""
    if not wants_page(request):
        return problem(request, kind, detail)
    return _page(request, kind, detail)


def problem_response(request: Request, error: Exception) -> Response:
    """The page of one problem; who has to sign in first is led there and back."""
    if isinstance(error, NotSignedIn) and request.url.path.startswith(RESPONDENTS):
        return page(request, "respond/over", {"said_why": error.detail}, status=401)
    if request.url.path.startswith(SENT_AROUND) and not isinstance(error, NotFound):
        return _not_let_in(request, error)
    if isinstance(error, NotSignedIn) and request.url.path != "/sign-in":
        return RedirectResponse(f"/sign-in?next={quote(_here(request), safe='')}", 303)
    if isinstance(error, SecondFactorNeeded):
        return RedirectResponse(f"{SECOND_FACTOR}?needed=1&next={quote(_here(request), safe='')}", 303)
    return _page(request, _kind(error), _detail(error))


def _not_let_in(request: Request, error: Exception) -> Response:
    """Who was sent to a provider, or comes back from one, and is not signed in: why, and the ways that are left."""
    kind = _kind(error)
    about = {"detail": _detail(error), "kind": kind, "request_id": request_id(request.scope)}
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else None
    return page(request, "signing_in/elsewhere", about, status=PROBLEM_TYPES[kind].status, headers=headers)


def _page(request: Request, kind: str, detail: str) -> Response:
    row = PROBLEM_TYPES[kind]
    about = {"row": row, "detail": detail, "request_id": request_id(request.scope)}
    return page(request, "errors/problem", about, status=row.status)


def _here(request: Request) -> str:
    """Where to come back to; a change is not repeated, its page is shown again."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _kind(error: Exception) -> str:
    if isinstance(error, Refusal):
        return error.kind
    if isinstance(error, AuditError):
        return "evidence-problems"
    status = getattr(error, "status_code", 422)
    return OF_STATUS.get(status, "bad-request" if status < 500 else "internal")


def _detail(error: Exception) -> str:
    """What is wrong this time, for people; nothing of what a framework says of itself."""
    if isinstance(error, Refusal):
        return error.detail
    if isinstance(error, AuditError):
        return "; ".join(one.message for one in error.problems[:5])
    return ""
