"""The whole service: the API's application with the web pages beside it."""

from collections.abc import Iterator

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from bsc_audit.api.app import create_app
from bsc_audit.app.service.wiring import Wiring
from bsc_audit.web.problems import on_page, refuse
from bsc_audit.web.result import Shelf
from bsc_audit.web.static import Assets
from bsc_audit.web.table import ROUTERS


def create_site(wiring: Wiring) -> FastAPI:
    """The application over these adapters, with its pages."""
    app = create_app(wiring)
    app.state.assets = Assets()
    app.state.refuse = refuse
    app.state.shelf = Shelf()
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
        app.state.methods.learn(_addresses(router))
    for kind, handler in tuple(app.exception_handlers.items()):
        app.exception_handlers[kind] = on_page(handler)  # type: ignore[arg-type]
    return app


def _addresses(router: APIRouter) -> Iterator[tuple[str, str]]:
    """Path and method of every page, for what a 405 says is allowed."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield from ((route.path, method) for method in route.methods or ())
