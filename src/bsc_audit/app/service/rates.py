"""How often somebody may ask: buckets of tokens that fill up again, kept in one process or shared by many."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

MOST_BUCKETS = 20_000  # in one process; the callers seen longest ago are forgotten first


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
class Taken:
    """What came of asking for tokens."""

    granted: int  # 0: fewer were there than needed, and none was taken
    left: float  # in the bucket afterwards


class Tokens(Protocol):
    """One bucket for each rate and caller. A bucket nobody has taken from is full."""

    @property
    def shared(self) -> bool:
        """Whether asking takes so long that it is worth taking several at once: other processes take from them, too."""
        ...

    def take(self, rate: Rate, caller: str, *, least: int, most: int) -> Taken:
        """Take as many as are there, up to `most`, but `least` or none.

        Raises:
            Unavailable: who keeps them does not answer.
        """
        ...


class LocalTokens:
    """Fulfils the port `Tokens` in one process."""

    shared = False

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()  # tokens, and when counted
        self._lock = threading.Lock()

    def take(self, rate: Rate, caller: str, *, least: int, most: int) -> Taken:
        """Take as many as are there, up to `most`, but `least` or none."""
        now, key = self._clock(), (rate.name, caller)
        with self._lock:
            tokens, since = self._buckets.pop(key, (float(rate.requests), now))
            tokens = min(float(rate.requests), tokens + max(0.0, now - since) * rate.requests / rate.seconds)
            granted = 0 if tokens < least else min(most, int(tokens))
            self._buckets[key] = (tokens - granted, now)
            while len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        return Taken(granted=granted, left=tokens - granted)
