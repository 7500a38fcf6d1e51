"""What a browser keeps to open pages of the form without the network: the worker that does it, and the page for all others."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bsc_audit.web.pages import page
from bsc_audit.web.routes.static import FOR_NOW
from bsc_audit.web.static import Assets

router = APIRouter()


@router.get("/worker.js", name="worker_file")
def worker_file(request: Request) -> Response:
    """The service worker; at the root, since it may only see pages below its own address."""
    assets: Assets = request.app.state.assets
    found = assets.worker
    return Response(found.content, media_type=found.kind, headers=FOR_NOW)


@router.get("/offline")
def offline_page(request: Request) -> Response:
    """What is shown in the place of a page that cannot be opened now."""
    return page(request, "errors/offline", {})
