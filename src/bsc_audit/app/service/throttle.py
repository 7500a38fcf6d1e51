"""Failed sign-ins make the next one wait, longer each time; nobody is locked out for good."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

FORGET = timedelta(hours=1)  # of quiet, after which failures are forgotten
MOST_NAMES = 20_000  # in one process; those seen longest ago are forgotten first


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """What is known of a name that failed."""

    count: int
    last: datetime

    def again(self, now: datetime) -> "Failures":
        """The same with one more."""
        return Failures(count=self.count + 1 if now - self.last <= FORGET else 1, last=now)


class FailureBook(Protocol):
    """Counts failures by name."""

    def find(self, name: str) -> Failures | None:
        """What is known of a name; None when nothing is, or not any more.

        Raises:
            Unavailable: who keeps the book does not answer.
        """
        ...

    def add(self, name: str, now: datetime) -> None:
        """One more failure; those before count where they are not forgotten.

        Raises:
            Unavailable: as `find`.
        """
        ...

    def forget(self, name: str) -> None:
        """Nothing is known of a name any more.

        Raises:
            Unavailable: as `find`.
        """
        ...


class LocalFailures:
    """Fulfils the port `FailureBook` in one process."""

    def __init__(self, *, most_names: int = MOST_NAMES) -> None:
        self._most_names = most_names
        self._failures: OrderedDict[str, Failures] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, name: str) -> Failures | None:
        """What is known of a name."""
        with self._lock:
            return self._failures.get(name)

    def add(self, name: str, now: datetime) -> None:
        """One more failure."""
        with self._lock:
            before = self._failures.pop(name, None)
            self._failures[name] = before.again(now) if before else Failures(count=1, last=now)
            while len(self._failures) > self._most_names:
                self._failures.popitem(last=False)

    def forget(self, name: str) -> None:
        """Nothing is known of a name any more."""
        with self._lock:
            self._failures.pop(name, None)


class Throttle:
    """How long a name (an account, an address) has to wait.

    After `free` failures the wait doubles with each further one, up to `longest`; it is over after a quiet FORGET.
    """

    def __init__(
        self, book: FailureBook | None = None, *, free: int = 5, longest: timedelta = timedelta(minutes=15)
    ) -> None:
        self._book, self._free, self._longest = book or LocalFailures(), free, longest

    def wait(self, name: str, now: datetime) -> int:
        """Seconds until this name may be tried again; 0 when it may be now."""
        failures = self._book.find(name)
        if failures is None or failures.count < self._free or now - failures.last > FORGET:
            return 0
        doubled = timedelta(seconds=2 ** min(failures.count - self._free, 20))
        left = failures.last + min(doubled, self._longest) - now
        return max(0, -(-int(left.total_seconds() * 1000) // 1000))

    def failed(self, name: str, now: datetime) -> None:
        """One more failure."""
        self._book.add(name, now)

    def succeeded(self, name: str) -> None:
        """Signed in: the failures before were the person's own mistakes."""
        self._book.forget(name)
