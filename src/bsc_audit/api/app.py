"""The one application: conventions round the routes of `table`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
from fastapi import Depends, FastAPI, Request

from bsc_audit.api.cursors import Cursors
from bsc_audit.api.edge import Edge
from bsc_audit.api.measured import Looked
from bsc_audit.api.methods import Methods
from bsc_audit.api.metrics import Metrics
from bsc_audit.api.openapi import description, operation_id
from bsc_audit.api.operations import operations_of_routes
from bsc_audit.api.problems import HANDLERS
from bsc_audit.api.table import BUSIEST, FOREIGN, OWN, PUBLIC, mount
from bsc_audit.app.service.compiled import CompiledRulesets
from bsc_audit.app.service.permissions import PERMISSIONS
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.refusals import Flaw, Invalid
from bsc_audit.app.service.score import Scores
from bsc_audit.app.service.signed import Signer
from bsc_audit.app.service.throttle import Throttle
from bsc_audit.app.service.wiring import Wiring


def create_app(wiring: Wiring) -> FastAPI:
    """The application over these adapters.

    Raises:
        ValueError: a route stands neither in the permission table nor among the public ones.
    """
    app = _Application(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        form_limits={"max_files": 8, "max_fields": 32, "max_part_size": 64 * 1024},
        dependencies=[Depends(_known_query)],
        exception_handlers=HANDLERS,  # type: ignore[arg-type] # each handler takes any exception and says which it knows
        lifespan=_with_threads,
        telemetry=_telemetry(wiring),  # type: ignore[arg-type]
        generate_unique_id_function=operation_id,
    )
    mount(app, first=BUSIEST)
    _refuse_unlisted(routes_of())
    _equip(app, wiring)
    return app


@asynccontextmanager
async def _with_threads(app: FastAPI) -> AsyncIterator[None]:
    """Answer with as many threads as the database has use for."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = app.state.wiring.settings.threads
    yield


class _Application(FastAPI):
    """FastAPI with our description of the routes, made when it is first asked for."""

    def openapi(self) -> dict[str, Any]:
        """The description; the same for every application, because the routes are."""
        return description()


def routes_of() -> Mapping[tuple[str, str], str]:
    """Operation of every path and method that is described."""
    return {(one.path, one.method): one.name for one in operations_of_routes()}


def _equip(app: FastAPI, wiring: Wiring) -> None:
    """What the routes find in `request.app.state`, and the outermost layer."""
    hidden = [(path, "GET") for path in ("/docs", "/docs.css", "/problems", "/problems/{kind}", "/openapi.json")]
    app.state.wiring = wiring
    app.state.metrics = Metrics(Looked(wiring))
    app.state.methods = Methods([*routes_of(), *hidden, ("/metrics", "GET")])
    app.state.cursors = Cursors(Signer(wiring.settings.secret))
    app.state.query = _query_names()
    app.state.compiled = CompiledRulesets(wiring.library)
    app.state.scores = Scores(PinnedRulesets(wiring.library), wiring.blobs)
    app.state.throttle = Throttle(wiring.failures)
    app.add_middleware(Edge, settings=wiring.settings, metrics=app.state.metrics, tokens=wiring.tokens)


def _refuse_unlisted(routes: Mapping[tuple[str, str], str]) -> None:
    unlisted = sorted(set(routes.values()) - PERMISSIONS.keys() - PUBLIC - OWN)
    if unlisted:
        raise ValueError(f"no row of app.service.permissions or api.table says who may: {', '.join(unlisted)}")


def _telemetry(wiring: Wiring) -> Mapping[str, bool]:
    """Answers are personal data: nothing leaves by OpenTelemetry unless the operator says so."""
    wanted = wiring.settings.telemetry
    parts = ("tracing", "metrics", "operation_spans", "auto_configure")
    return {**dict.fromkeys(parts, wanted), "logs": False}


async def _known_query(request: Request) -> None:
    """Refuse parameters the operation does not know: a misspelt filter must not be passed over."""
    name = request.scope["route"].name
    known = request.app.state.query.get(name)
    if known is None or name in FOREIGN or not request.query_params:
        return
    said = "the operation has no such parameter"
    flaws = tuple(
        Flaw(pointer=name, code="unknown-parameter", detail=said, where="query")
        for name in request.query_params
        if name not in known
    )
    if flaws:
        raise Invalid("unknown parameter", flaws=flaws)


def _query_names() -> Mapping[str, frozenset[str]]:
    """Names of the query parameters of every operation that is described."""
    return {one.name: one.query for one in operations_of_routes()}
