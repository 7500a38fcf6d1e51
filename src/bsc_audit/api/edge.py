"""The outermost layer: every request gets an id, limits and a line in the log; every response its headers."""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bsc_audit.api.cross_site import is_cross_site
from bsc_audit.api.headers import with_security
from bsc_audit.api.limits import Allowance, Buckets, limited
from bsc_audit.api.metrics import Metrics
from bsc_audit.api.problems import problem
from bsc_audit.api.requests import begin_request, header, trace
from bsc_audit.app.service.key_text import read_key
from bsc_audit.app.service.rates import Rate, Tokens
from bsc_audit.app.service.wiring import ServiceSettings

Headers = list[tuple[bytes, bytes]]
# What anybody may ask for and takes the engine a while counts as many requests.
COST: Mapping[str, int] = MappingProxyType(
    {
        "/v1/score": 20,
        "/v1/rulesets/validate": 20,
        "/v1/rulesets/diff": 20,
        "/v1/questionnaires/validate": 5,
        "/v1/verify": 5,
        "/verify": 5,
    }
)
UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})  # asked by machines of the operator

log = structlog.get_logger("bsc_audit.api")


class Edge:
    """ASGI middleware round the whole application."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings, metrics: Metrics, tokens: Tokens) -> None:
        self._app, self._settings, self._metrics = app, settings, metrics
        self._by_caller = Buckets(Rate(name="caller", requests=settings.requests_a_minute, seconds=60), tokens)
        by_address = Rate(name="address", requests=settings.address_requests_a_minute, seconds=60)
        self._by_address = Buckets(by_address, tokens)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answering = _Answering(scope, send, https=self._settings.https)
        begun = time.perf_counter()
        try:
            await self._answer(scope, limited(scope, receive, most=self._settings.most_body), answering)
        except Exception as error:
            if answering.status is not None:
                raise  # too late for another answer; the server closes the connection
            log.error("failed", request_id=answering.request_id, error=type(error).__name__, exc_info=error)
            refusal = _refusal(scope, "internal", "the service failed; nothing of this request was stored")
            await refusal(scope, receive, answering.send)
        finally:
            self._tell(scope, answering, time.perf_counter() - begun)

    async def _answer(self, scope: Scope, receive: Receive, answering: "_Answering") -> None:
        allowance = None if scope["path"] in UNLIMITED else await self._allowance(scope)
        if allowance is not None:
            answering.more += allowance.headers()
            if allowance.refused:
                refusal = _refusal(scope, "too-many-requests", f"wait {allowance.wait} s")
                await refusal(scope, receive, answering.send)
                return
        if is_cross_site(scope, self._settings.public_url):
            refusal = _refusal(scope, "cross-site", "a browser says that another site's page sent this")
            await refusal(scope, receive, answering.send)
            return
        await self._app(scope, receive, answering.send)

    async def _allowance(self, scope: Scope) -> Allowance:
        """The tighter of what the address and the caller have left."""
        address = scope["client"][0] if scope.get("client") else "unknown"
        by_address = await self._by_address.take(address, cost=COST.get(scope["path"], 1))
        name = _caller_name(scope)
        if by_address.refused or name is None:
            return by_address
        by_caller = await self._by_caller.take(name)
        return min(by_caller, by_address, key=lambda one: one.left)

    def _tell(self, scope: Scope, answering: "_Answering", seconds: float) -> None:
        route = getattr(scope.get("route"), "name", "none")
        status = answering.status or 500
        self._metrics.answered(route, scope["method"], status, seconds)
        said: Mapping[str, Any] = {"request_id": answering.request_id, **trace(scope)}
        log.info("answered", route=route, method=scope["method"], status=status, ms=round(seconds * 1000, 1), **said)


class _Answering:
    """The sending side of one request."""

    def __init__(self, scope: Scope, send: Send, *, https: bool) -> None:
        self.request_id = begin_request(scope)
        self.status: int | None = None
        self.more: Headers = [(b"x-request-id", self.request_id.encode())]
        self._send, self._https = send, https

    async def send(self, message: Message) -> None:
        """Send on; the headers every response has are added."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = with_security([*message["headers"], *self.more], https=self._https)
        await self._send(message)


def _refusal(scope: Scope, kind: str, detail: str) -> Response:
    """What the application answers with: a problem for programs, or a page where it has pages for people."""
    refuse: Callable[[Request, str, str], Response] = getattr(scope["app"].state, "refuse", problem)
    return refuse(Request(scope), kind, detail)


def _caller_name(scope: Scope) -> str | None:
    """Whose bucket a request counts for: a key by its public part; None for requests that show no well-formed key.

    What a request shows is not proved yet, so that made-up keys still count for their address.
    """
    key = read_key((header(scope, b"authorization") or "").partition(" ")[2].strip())
    return None if key is None else key.keyid
