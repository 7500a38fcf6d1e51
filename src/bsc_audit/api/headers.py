"""Headers of every response: what a browser may do with it."""

from collections.abc import Mapping
from types import MappingProxyType

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types bsc-sw",
    )
)

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    }
)
OVER_HTTPS: Mapping[str, str] = MappingProxyType({"Strict-Transport-Security": "max-age=31536000; includeSubDomains"})
UNLESS_SAID: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-store"})  # a route may say otherwise

_ENCODED = tuple((name.lower().encode(), value.encode()) for name, value in ALWAYS.items())
_HTTPS = tuple((name.lower().encode(), value.encode()) for name, value in OVER_HTTPS.items())
_UNLESS = tuple((name.lower().encode(), value.encode()) for name, value in UNLESS_SAID.items())


def with_security(headers: list[tuple[bytes, bytes]], *, https: bool) -> list[tuple[bytes, bytes]]:
    """The headers of a response with those every response has; what a route said itself stays."""
    said = {name for name, _ in headers}
    wanted = (*_ENCODED, *(_HTTPS if https else ()), *_UNLESS)
    return headers + [pair for pair in wanted if pair[0] not in said]
