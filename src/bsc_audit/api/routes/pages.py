"""The API about itself: its description, for machines and for people, and every kind of problem. Without any script."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from bsc_audit.api.pages import STYLE, api_page, problem_page, problems_page
from bsc_audit.api.problem_types import PROBLEM_TYPES
from bsc_audit.app.service.refusals import NotFound

router = APIRouter(include_in_schema=False)
HTML = "text/html; charset=utf-8"
AN_HOUR = {"Cache-Control": "public, max-age=3600"}


@router.get("/openapi.json")
def description_file(request: Request) -> Response:
    """The API, described for machines; the first who asks waits a second, and nobody else does."""
    return JSONResponse(request.app.openapi())


@router.get("/docs")
def docs_page(request: Request) -> Response:
    """The API, described for people."""
    return Response(api_page(request.app.openapi()), media_type=HTML, headers=AN_HOUR)


@router.get("/docs.css")
def docs_style() -> Response:
    """How the pages look."""
    return Response(STYLE, media_type="text/css; charset=utf-8", headers=AN_HOUR)


@router.get("/problems")
def problem_types() -> Response:
    """Every kind of problem."""
    return Response(problems_page(), media_type=HTML, headers=AN_HOUR)


@router.get("/problems/{kind}")
def problem_type(kind: str) -> Response:
    """One kind of problem: what it means and how to mend it."""
    row = PROBLEM_TYPES.get(kind)
    if row is None:
        raise NotFound(f"there is no kind of problem {kind!r}")
    return Response(problem_page(row), media_type=HTML, headers=AN_HOUR)
