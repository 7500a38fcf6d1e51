"""How much and how often: bodies up to a size, requests up to a rate."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from bsc_audit.app.service.rates import MOST_BUCKETS, LocalTokens, Rate, Taken, Tokens
from bsc_audit.app.service.refusals import Unavailable

MAX_BODY = "bsc.max_body"  # key of the scope; a route that streams may raise it before it reads

log = structlog.get_logger("bsc_audit.api")


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


@dataclass(slots=True, kw_only=True)
class _Held:
    """Tokens this process took from a shared bucket and has not spent."""

    tokens: int
    left: float  # in the bucket, when they were taken
    until: float  # then they are given up: the bucket has filled up since


class Buckets:
    """What callers have left of one rate. Of shared tokens several are taken at once, so that few requests wait."""

    def __init__(self, rate: Rate, tokens: Tokens, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._tokens, self._clock = rate, tokens, clock
        self._batch = max(1, rate.requests // BATCHES) if tokens.shared else 1
        self._own = LocalTokens(clock=clock)  # for the time in which shared ones are not to be had
        self._held: OrderedDict[str, _Held] = OrderedDict()

    async def take(self, caller: str, *, cost: int = 1) -> Allowance:
        """Take a token, or several for what takes long; never more than the bucket holds."""
        cost = min(cost, self._rate.requests)
        held = self._at_hand(caller)
        if held.tokens < cost:
            least = cost - held.tokens
            taken = await self._taken(caller, least, max(least, self._batch))
            held.tokens += taken.granted
            held.left, held.until = taken.left, self._clock() + self._rate.seconds
        spent = held.tokens >= cost
        held.tokens -= cost if spent else 0
        self._keep(caller, held)
        left = held.tokens + held.left
        return self._allowance(left if spent else left - cost)

    async def _taken(self, caller: str, least: int, most: int) -> Taken:
        take = partial(self._tokens.take, self._rate, caller, least=least, most=most)
        try:
            return await run_in_threadpool(take) if self._tokens.shared else take()
        except Unavailable as error:
            log.warning("tokens not shared", rate=self._rate.name, error=error.detail)
            return self._own.take(self._rate, caller, least=least, most=least)

    def _at_hand(self, caller: str) -> _Held:
        """What is held for a caller. Requests that overlap each see it as it is: nothing waits in between."""
        held = self._held.get(caller)
        if held is None or held.until < self._clock():
            held = self._held[caller] = _Held(tokens=0, left=0.0, until=0.0)
        return held

    def _keep(self, caller: str, held: _Held) -> None:
        if held.tokens == 0:
            self._held.pop(caller, None)
            return
        self._held[caller] = held
        self._held.move_to_end(caller)
        while len(self._held) > MOST_BUCKETS:
            self._held.popitem(last=False)

    def _allowance(self, left: float) -> Allowance:
        rate = self._rate
        short = -left if left < 0 else rate.requests - left
        wait = max(1, -(-int(short * rate.seconds * 1000) // (rate.requests * 1000)))
        return Allowance(rate=rate, left=int(left) if left >= 0 else -1, wait=wait)


BATCHES = 60  # a full bucket of shared tokens is taken in so many parts: enough that many processes have their share
