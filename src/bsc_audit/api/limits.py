"""How much and how often: bodies up to a size, requests up to a rate (token buckets in this process)."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

MAX_BODY = "bsc.max_body"  # key of the scope; a route that streams may raise it before it reads
MOST_BUCKETS = 20_000


def limited(scope: Scope, receive: Receive, *, most: int) -> Receive:
    """`receive` that stops a body at `scope[MAX_BODY]` bytes: at once when its length is announced, else on the way."""
    scope[MAX_BODY] = most
    announced = _announced(scope)
    read = 0

    async def receive_some() -> Message:
        nonlocal read
        if announced > scope[MAX_BODY]:
            raise _too_large(scope[MAX_BODY])
        message = await receive()
        read += len(message.get("body", b""))
        if read > scope[MAX_BODY]:
            raise _too_large(scope[MAX_BODY])
        return message

    return receive_some


def _announced(scope: Scope) -> int:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(length) if length.isdigit() else 0


def _too_large(most: int) -> HTTPException:
    return HTTPException(413, f"the body may have {most:,} bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many requests in so many seconds; a quiet caller may send them all at once."""

    name: str
    requests: int
    seconds: int

    @property
    def policy(self) -> str:
        """As the header RateLimit-Policy says it."""
        return f'"{self.name}";q={self.requests};w={self.seconds}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left to a caller after this request."""

    rate: Rate
    left: int  # whole requests that may follow at once; -1 when this one was too many
    wait: int  # seconds until one more may be sent (when refused), else until all are back

    @property
    def refused(self) -> bool:
        """This request was too many."""
        return self.left < 0

    def headers(self) -> list[tuple[bytes, bytes]]:
        """RateLimit headers as the draft of the IETF has them, and Retry-After when refused."""
        said = f'"{self.rate.name}";r={max(self.left, 0)};t={self.wait}'
        found = [(b"ratelimit-policy", self.rate.policy.encode()), (b"ratelimit", said.encode())]
        return [*found, (b"retry-after", str(self.wait).encode())] if self.refused else found


class Buckets:
    """One bucket of tokens a caller; the callers seen longest ago are forgotten first."""

    def __init__(self, rate: Rate, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when they were counted
        self._lock = threading.Lock()

    def take(self, caller: str, *, cost: int = 1) -> Allowance:
        """Take a token, or several for what takes long; never more than the bucket holds."""
        cost = min(cost, self._rate.requests)
        rate, now = self._rate, self._clock()
        with self._lock:
            tokens, since = self._buckets.pop(caller, (float(rate.requests), now))
            tokens = min(float(rate.requests), tokens + (now - since) * rate.requests / rate.seconds)
            left = tokens - cost
            self._buckets[caller] = (max(left, tokens) if left < 0 else left, now)
            while len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        short = -left if left < 0 else rate.requests - left
        wait = max(1, -(-int(short * rate.seconds * 1000) // (rate.requests * 1000)))
        return Allowance(rate=rate, left=int(left) if left >= 0 else -1, wait=wait)
