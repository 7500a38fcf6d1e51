"""Failed sign-ins make the next one wait, longer each time; nobody is locked out for good."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failures:
    count: int
    last: datetime


class Throttle:
    """Counts failures by name (an account, an address). Lives in one process; holds the latest names only.

    After `free` failures the wait doubles with each further one, up to `longest`; it is over after a quiet `forget`.
    """

    def __init__(
        self,
        *,
        free: int = 5,
        longest: timedelta = timedelta(minutes=15),
        forget: timedelta = timedelta(hours=1),
        most_names: int = 20_000,
    ) -> None:
        self._free, self._longest, self._forget, self._most_names = free, longest, forget, most_names
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, now: datetime) -> int:
        """Seconds until this name may be tried again; 0 when it may be now."""
        with self._lock:
            failures = self._failures.get(name)
        if failures is None or failures.count < self._free or now - failures.last > self._forget:
            return 0
        doubled = timedelta(seconds=2 ** min(failures.count - self._free, 20))
        left = failures.last + min(doubled, self._longest) - now
        return max(0, -(-int(left.total_seconds() * 1000) // 1000))

    def failed(self, name: str, now: datetime) -> None:
        """One more failure."""
        with self._lock:
            before = self._failures.pop(name, None)
            count = before.count if before and now - before.last <= self._forget else 0
            self._failures[name] = _Failures(count=count + 1, last=now)
            while len(self._failures) > self._most_names:
                self._failures.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """Signed in: the failures before were the person's own mistakes."""
        with self._lock:
            self._failures.pop(name, None)
