"""Files that pages load."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bsc_audit.app.service.refusals import NotFound
from bsc_audit.web.static import Assets

router = APIRouter()
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
FOR_NOW = {"Cache-Control": "no-cache"}


@router.get("/static/{name}", name="static_file")
def static_file(request: Request, name: str, v: str = "") -> Response:
    """One file; kept for good where its address names its content."""
    assets: Assets = request.app.state.assets
    found = assets.find(name)
    if found is None:
        raise NotFound("there is no such file")
    tag = f'"{found.digest}"'
    headers = {**(FOR_GOOD if v == found.digest else FOR_NOW), "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.kind, headers=headers)
