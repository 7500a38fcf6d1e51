"""Which request it is: an id given by the client or made here, and the trace it belongs to (W3C Trace Context)."""

import re
import secrets
from collections.abc import Mapping

from starlette.types import Scope

_KEY = "bsc.request_id"
_ID = re.compile(r"[0-9A-Za-z._-]{8,64}")
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


def header(scope: Scope, name: bytes) -> str | None:
    """One header of a request; None when it was not sent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


def begin_request(scope: Scope) -> str:
    """Give the request its id: the client's where it is harmless, else a new one."""
    given = header(scope, b"x-request-id")
    found = given if given and _ID.fullmatch(given) else secrets.token_hex(16)
    scope[_KEY] = found
    return found


def request_id(scope: Scope) -> str:
    """The id of the request; "" before it has one."""
    return str(scope.get(_KEY, ""))


def trace(scope: Scope) -> Mapping[str, str]:
    """Trace and parent span of the caller, for logs; empty when none was sent."""
    found = _TRACEPARENT.fullmatch(header(scope, b"traceparent") or "")
    return {"trace_id": found[1], "parent_id": found[2]} if found else {}
