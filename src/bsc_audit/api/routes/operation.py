"""What the operator's machines ask: whether the process lives, whether it can work, what it measured."""

import hmac

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bsc_audit.api.answers import shown
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.wiring import Wiring

router = APIRouter(tags=["operation"])
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Alive(BaseModel):
    """The process answers."""

    status: str


class Ready(BaseModel):
    """Whether the service can work, and what is missing by name; "" where all is well."""

    status: str
    checks: dict[str, str]


@router.get("/healthz", response_model=Alive)
async def healthz() -> Response:
    """Whether the process lives."""
    return shown(Alive(status="ok")).response()


@router.get("/readyz", response_model=Ready, responses={503: {"model": Ready, "description": "Something is missing."}})
async def readyz(request: Request) -> Response:
    """Whether the service can work."""
    wiring: Wiring = request.app.state.wiring
    found = {name: await run_in_threadpool(check) for name, check in wiring.checks.items()}
    well = not any(found.values())
    return shown(Ready(status="ok" if well else "not ready", checks=found), status=200 if well else 503).response()


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Measurements for Prometheus, for who shows the operator's token."""
    wanted = request.app.state.wiring.settings.metrics_token
    shown_token = request.headers.get("authorization", "").partition(" ")[2]
    if not wanted or not hmac.compare_digest(shown_token.encode(), wanted.encode()):
        raise NotFound("Not Found")
    return Response(request.app.state.metrics.text(), media_type=PROMETHEUS)
