"""Where webhooks may point: to the world, never into the network the service itself stands in.

The operator may allow any address, and plain HTTP, for tests and where receivers are on the same network.
"""

import ipaddress
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from bsc_audit.app.service.refusals import Flaw, Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NOT_PUBLIC = "the address is not a public one"
# Ranges that are no one's on the internet, or that carry an IPv4 address inside; beside what `is_global` knows.
_NEVER = tuple(
    ipaddress.ip_network(one)
    for one in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
        *("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fec0::/10"),
    )
)


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet: not private, local, shared, reserved, multicast, or in disguise."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in one for one in _NEVER if one.version == address.version)


def demand_address(url: str, *, anywhere: bool) -> None:
    """Refuse an address no message would be sent to; a name is looked up only when one is sent.

    Args:
        url: as the organisation gives it.
        anywhere: the operator allows private addresses and plain HTTP.

    Raises:
        Invalid: with everything that is wrong with it.
    """
    flaws = tuple(Flaw(pointer="/url", code=code, detail=detail) for code, detail in _wrong(url, anywhere=anywhere))
    if flaws:
        raise Invalid("webhooks cannot be sent there", flaws=flaws)


def _wrong(url: str, *, anywhere: bool) -> Iterator[tuple[str, str]]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        yield "url-unreadable", "this is no address of the web"
        return
    if not host or not url.isascii() or any(one <= " " for one in url):
        yield "url-unreadable", "an address is written https://host/path, in ASCII without spaces"
        return
    yield from _wrong_parts(parts, anywhere=anywhere)
    literal = _literal(host)
    if literal is not None and not anywhere and not is_public(literal):
        yield "address-not-public", NOT_PUBLIC


def _wrong_parts(parts: SplitResult, *, anywhere: bool) -> Iterator[tuple[str, str]]:
    if parts.scheme != "https" and not (anywhere and parts.scheme == "http"):
        yield "not-https", "messages are sent over https"
    if parts.username is not None or parts.password is not None:
        yield "credentials-in-url", "leave name and password out: messages are signed"
    if parts.fragment:
        yield "fragment-in-url", "leave out what follows #: it is never sent"


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
