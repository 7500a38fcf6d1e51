"""What an edge of the service is given: settings and the adapters behind its ports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bsc_audit.app.ports import Library
from bsc_audit.app.service.ports import BlobStore, Clock, Ids, UnitOfWork
from bsc_audit.app.service.rates import LocalTokens, Tokens
from bsc_audit.app.service.report_making import ReportOffer
from bsc_audit.app.service.sealed import Sealer
from bsc_audit.app.service.throttle import FailureBook, LocalFailures

if TYPE_CHECKING:
    from bsc_audit.app.service.external import External

Check = Callable[[], str]  # "" when all is well, else what is missing, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """What the service was told from outside."""

    secret: bytes = field(repr=False)  # signs cursors, seals secrets; at least 32 bytes, the same in every process
    former_secrets: tuple[bytes, ...] = field(default=(), repr=False)  # those before it, which may still seal something
    public_url: str = "http://127.0.0.1:8000"  # scheme and host people and browsers reach it by, no slash at the end
    most_body: int = 10_000_000  # bytes of a request, unless a route says otherwise
    requests_a_minute: int = 600  # of one key or session
    address_requests_a_minute: int = 1200  # of one address, whoever asks
    metrics_token: str = field(default="", repr=False)  # who shows it may read /metrics; "" for nobody
    webhooks_anywhere: bool = False  # webhooks may point to private addresses, and over plain HTTP
    telemetry: bool = False  # hand spans and metrics to OpenTelemetry
    threads: int = 4  # that answer requests at once; SQLite has one writer, more only wait
    session_idle: timedelta = timedelta(hours=8)
    session_lasts: timedelta = timedelta(days=7)

    @property
    def https(self) -> bool:
        """Whether people reach the service over TLS."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number an adapter tells of itself, for /metrics."""

    name: str  # with its unit, as Prometheus wants it
    help: str
    read: Callable[[], float]
    grows: bool = False  # counts since the start


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """Settings and adapters; made once, by bootstrap or by a test."""

    settings: ServiceSettings
    library: Library  # rulesets and questionnaires that came with the program
    work: UnitOfWork
    blobs: BlobStore
    clock: Clock
    ids: Ids
    tokens: Tokens = field(default_factory=LocalTokens)  # how often somebody may ask
    failures: FailureBook = field(default_factory=LocalFailures)  # of those who try to sign in
    external: "External | None" = None  # where people sign in besides; None: nowhere
    reports: ReportOffer = field(default_factory=ReportOffer)
    checks: Mapping[str, Check] = field(default_factory=dict)  # what /readyz looks at, by name
    measures: tuple[Measure, ...] = ()  # what /metrics tells besides

    @property
    def sealer(self) -> Sealer:
        """Seals and opens the secrets that are stored."""
        return Sealer(self.settings.secret, self.settings.former_secrets)
