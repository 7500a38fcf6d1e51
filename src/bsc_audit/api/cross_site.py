"""Requests that a page of another site made a browser send (CSRF), told by what browsers say of them, without tokens."""

from starlette.types import Scope

from bsc_audit.api.requests import header

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN = frozenset({"same-origin", "none"})  # `none`: typed or opened by the person


def is_cross_site(scope: Scope, origin: str) -> bool:
    """Whether a browser says that a page of elsewhere sent this change.

    Args:
        scope: of the request.
        origin: this service's own scheme and host.
    """
    if scope["method"] in SAFE:
        return False
    site = header(scope, b"sec-fetch-site")
    if site is not None:
        return site not in OWN
    said = header(scope, b"origin")
    return said is not None and said != origin


def is_shown_same_site(scope: Scope, origin: str) -> bool:
    """Whether it is certain that no other site sent this; without that, a change is not let in by a cookie."""
    if scope["method"] in SAFE:
        return True
    return header(scope, b"sec-fetch-site") in OWN or header(scope, b"origin") == origin
