"""The clock and the ids of a running service."""

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bsc_audit.app.service.ports import Clock


class SystemClock:
    """Fulfils the port `Clock` by the machine's clock."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one clock


class Uuid7:
    """Fulfils the port `Ids`: milliseconds, their fraction in 4096ths, then chance (RFC 9562, 5.7 and 6.2, method 3)."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()

    def new(self) -> str:
        """A UUIDv7 as text, in lower case; later ones sort later, to the microsecond."""
        microseconds = (self._clock.now() - _EPOCH) // timedelta(microseconds=1)
        milliseconds, rest = divmod(microseconds, 1000)
        fraction, chance = rest * 4096 // 1000, secrets.randbits(62)
        return str(UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | chance))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
