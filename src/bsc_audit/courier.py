"""Sends webhooks: one request to an address that was looked up and checked first, with a bound on everything.

The name is resolved here, every address it has must be public, and the connection goes to one of these very addresses:
a name that means another address a moment later leads nowhere else. No redirect is followed, no proxy of the
environment used, and of the answer nothing but the status is read.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import httpcore

from bsc_audit.app.service.webhook_address import NOT_PUBLIC, Address, is_public
from bsc_audit.app.service.webhook_jobs import Answer

SECONDS = 15.0  # for connecting, sending and the answer's head, together
Resolve = Callable[[str, int], Iterable[str]]


class WebCourier:
    """Fulfils the port `Courier`."""

    def __init__(
        self,
        *,
        anywhere: bool,
        seconds: float = SECONDS,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            anywhere: the operator allows private addresses.
            seconds: for one message.
            resolve: addresses of a host and port; None: as the system does.
            tls: whom to trust; None: the usual authorities.
        """
        self._anywhere, self._seconds, self._tls = anywhere, seconds, tls
        self._resolve = resolve or _resolved

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send once."""
        way = _CheckedWay(self._resolve, anywhere=self._anywhere, until=time.monotonic() + self._seconds)
        try:
            with (
                httpcore.ConnectionPool(network_backend=way, ssl_context=self._tls) as pool,
                pool.stream("POST", url, headers=list(headers.items()), content=body) as response,
            ):
                return Answer(status=response.status)
        except AddressRefused as error:
            return Answer(error=str(error))
        except httpcore.TimeoutException:
            return Answer(error=f"no answer within {self._seconds:.0f} s")
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            return Answer(error=_said(error))


class AddressRefused(Exception):  # noqa: N818 - the receiver's address is at fault
    """Nothing is sent there, and why."""


class _CheckedWay(httpcore.SyncBackend):
    """Connects to addresses that were checked, and lets nothing take longer than the whole may."""

    def __init__(self, resolve: Resolve, *, anywhere: bool, until: float) -> None:
        super().__init__()
        self._resolve, self._anywhere, self._until = resolve, anywhere, until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the base's
        *more: Any,
        **others: Any,
    ) -> httpcore.NetworkStream:
        failed: httpcore.ConnectError | None = None
        for address in self._checked(host, port)[:MOST_ADDRESSES]:
            try:
                stream = super().connect_tcp(str(address), port, _left(self._until), *more, **others)
                return _Bounded(stream, self._until)
            except httpcore.ConnectError as error:
                failed = error
        raise failed or AddressRefused(NO_HOST)

    def _checked(self, host: str, port: int) -> list[Address]:
        """Every address of a host, or none: one that is not public says what the name is for."""
        try:
            found = [ipaddress.ip_address(one) for one in self._resolve(host, port)]
        except (OSError, UnicodeError, ValueError) as error:
            raise AddressRefused(NO_HOST) from error
        if not self._anywhere and not all(map(is_public, found)):
            raise AddressRefused(NOT_PUBLIC)
        return found


class _Bounded(httpcore.NetworkStream):
    """A connection on which each step has what is left of the time for all of them."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the base's
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the base's
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the base's
    ) -> httpcore.NetworkStream:
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    """Seconds that are left.

    Raises:
        httpcore.ReadTimeout: none.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _said(error: Exception) -> str:
    """What went wrong on the way, without what the system says of its own network."""
    if isinstance(error.__cause__ or error.__context__, ssl.SSLCertVerificationError):
        return "the receiver's certificate cannot be trusted"
    return "no connection" if isinstance(error, httpcore.ConnectError) else "the receiver broke off, or speaks no HTTP"


MOST_ADDRESSES = 4  # of one name that are tried
NO_HOST = "there is no such host"
