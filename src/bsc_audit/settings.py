"""Where the data lies: an explicit folder first, then the packaged data, then the checkout."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bsc_audit.app.service.permissions import Role

HOME_VARIABLE = "BSC_AUDIT_HOME"  # a folder with rulesets/, questionnaires/, report_templates/, brand/ of one's own
CONFIG_VARIABLE = "BSC_AUDIT_CONFIG"  # a folder for what belongs to this user: the local signing key
VERIFY_VARIABLE = "BSC_AUDIT_VERIFY_AT"  # address of the page where reports are verified; {number} is put in

_SHELVES = ("rulesets", "questionnaires", "report_templates", "brand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program was told from outside."""

    data_roots: tuple[Path, ...]  # searched in this order
    config: Path  # of this user; need not exist
    verified_at: str  # address printed on reports, "" when there is none


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; folders that are not there are left out."""
    package = Path(__file__).resolve().parent
    own = environment.get(HOME_VARIABLE)
    candidates = [Path(own)] if own else []
    candidates += [package / "data", package.parents[1]]
    return Settings(
        data_roots=tuple(root for root in candidates if any((root / name).is_dir() for name in _SHELVES)),
        config=_config(environment),
        verified_at=environment.get(VERIFY_VARIABLE, ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderTold:
    """What one file of pages may use; see render.workers.limits."""

    seconds: int  # by the clock
    cpu_seconds: int  # of processor time
    megabytes: int  # of memory


def read_render_settings(environment: Mapping[str, str] = os.environ) -> RenderTold:
    """Bounds of the workers that make pages.

    Raises:
        SettingError: one of them cannot be used.
    """
    told = _Environment(environment)
    return RenderTold(
        seconds=told.number("BSC_AUDIT_RENDER_SECONDS", 300, most=86_400),
        cpu_seconds=told.number("BSC_AUDIT_RENDER_CPU_SECONDS", 150, most=86_400),
        megabytes=told.number("BSC_AUDIT_RENDER_MEMORY", 2048, most=1_000_000),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTold:
    """What the service was told from outside, before anything is made or opened."""

    data: Path  # folder of the SQLite file, of evidence and of the secret; need not exist
    database_url: str
    sqlite_sync: str  # FULL | NORMAL
    evidence_store: str  # s3://bucket/prefix; "" for a folder in the data folder
    s3_endpoint: str  # "" for what AWS_* say
    oidc_issuer: str  # of the provider people sign in at; "" for none
    oidc_client_id: str
    oidc_client_secret: str = field(repr=False)  # "" for a public client
    oidc_scopes: tuple[str, ...]
    oidc_groups: str  # name of the claim with the groups
    oidc_organisation: str  # id of the one whose membership follows the groups; "" for none
    oidc_roles: Mapping[str, str]  # by group, the first that fits counts
    oidc_link_by_email: bool
    oidc_second_factors: tuple[str, ...]  # members of `amr`, or an `acr`, that stand for two factors
    secret: str = field(repr=False)  # "" where one is to be kept in the data folder
    former_secrets: tuple[str, ...] = field(repr=False)  # those it replaced, which may still seal something
    host: str
    port: int
    public_url: str  # "" where people reach it by host and port
    most_body: int  # bytes
    requests_a_minute: int  # of one key or session
    address_requests_a_minute: int
    metrics_token: str = field(repr=False)
    telemetry: bool
    workers: int = 1  # processes `serve` starts for jobs; 0 for none
    signing_key: Path | None = None  # key file reports are signed with; None: they are not
    signing_passphrase: Path | None = None  # file with its passphrase
    job_lease: int = 60  # seconds without a sign of a worker after which another takes its job
    webhooks_to: str = "public"  # public | anywhere: also private addresses, and plain HTTP


class SettingError(ValueError):
    """A variable of the environment holds what it cannot; says which and what it may hold."""


def read_service_settings(environment: Mapping[str, str] = os.environ) -> ServiceTold:
    """Settings of the service, from variables that begin with BSC_, and DATABASE_URL.

    Raises:
        SettingError: one of them cannot be used.
    """
    told = _Environment(environment)
    data = Path(told.text("BSC_DATA", "bsc-data")).absolute()
    return ServiceTold(
        data=data,
        database_url=told.text("DATABASE_URL", f"sqlite:///{data / 'bsc_audit.sqlite'}"),
        sqlite_sync=told.one_of("BSC_SQLITE_SYNC", "FULL", "NORMAL"),
        evidence_store=told.bucket("BSC_EVIDENCE_STORE"),
        s3_endpoint=told.address("BSC_S3_ENDPOINT"),
        oidc_issuer=told.issuer("BSC_OIDC_ISSUER"),
        oidc_client_id=told.beside("BSC_OIDC_CLIENT_ID", "BSC_OIDC_ISSUER"),
        oidc_client_secret=told.text("BSC_OIDC_CLIENT_SECRET", ""),
        oidc_scopes=told.words("BSC_OIDC_SCOPES", "openid email profile"),
        oidc_groups=told.text("BSC_OIDC_GROUPS", "groups"),
        oidc_organisation=told.text("BSC_OIDC_ORGANISATION", ""),
        oidc_roles=told.pairs("BSC_OIDC_ROLES", tuple(Role)),
        oidc_link_by_email=told.one_of("BSC_OIDC_LINK_BY_EMAIL", "0", "1") == "1",
        oidc_second_factors=told.words("BSC_OIDC_SECOND_FACTORS", ""),
        secret=told.secret("BSC_SECRET"),
        former_secrets=told.secrets("BSC_FORMER_SECRETS"),
        host=told.text("BSC_HOST", "127.0.0.1"),
        port=told.number("BSC_PORT", 8000, most=65_535),
        public_url=told.text("BSC_PUBLIC_URL", "").rstrip("/"),
        most_body=told.number("BSC_MOST_BODY", 10_000_000, most=2_000_000_000),
        requests_a_minute=told.number("BSC_REQUESTS_A_MINUTE", 600, most=1_000_000),
        address_requests_a_minute=told.number("BSC_ADDRESS_REQUESTS_A_MINUTE", 1200, most=1_000_000),
        metrics_token=told.text("BSC_METRICS_TOKEN", ""),
        telemetry=told.one_of("BSC_OTEL", "0", "1") == "1",
        workers=told.number("BSC_WORKERS", 1, most=64, least=0),
        signing_key=told.file("BSC_SIGNING_KEY"),
        signing_passphrase=told.file("BSC_SIGNING_PASSPHRASE"),
        job_lease=told.number("BSC_JOB_LEASE", 60, most=3600, least=2),
        webhooks_to=told.one_of("BSC_WEBHOOKS_TO", "public", "anywhere"),
    )


@dataclass(frozen=True, slots=True)
class _Environment:
    """Variables, read as what they must be."""

    variables: Mapping[str, str]

    def text(self, name: str, otherwise: str) -> str:
        return self.variables.get(name, "").strip() or otherwise

    def one_of(self, name: str, *words: str) -> str:
        found = self.text(name, words[0])
        if found not in words:
            raise SettingError(f"{name} is {found!r}; it is one of {', '.join(words)}")
        return found

    def number(self, name: str, otherwise: int, *, most: int, least: int = 1) -> int:
        found = self.text(name, str(otherwise))
        if not found.isascii() or not found.isdigit() or not least <= int(found) <= most:
            raise SettingError(f"{name} is {found!r}; it is a whole number from {least} to {most:,}")
        return int(found)

    def file(self, name: str) -> Path | None:
        found = self.text(name, "")
        if found and not Path(found).is_file():
            raise SettingError(f"{name} is {found!r}; there is no such file")
        return Path(found) if found else None

    def bucket(self, name: str) -> str:
        found = self.text(name, "").rstrip("/")
        if found and not _BUCKET.fullmatch(found):
            raise SettingError(f"{name} is {found!r}; it is s3://BUCKET or s3://BUCKET/PREFIX")
        return found

    def address(self, name: str) -> str:
        found = self.text(name, "").rstrip("/")
        if found and not found.startswith(("https://", "http://")):
            raise SettingError(f"{name} is {found!r}; it begins with https:// (or http://, where nobody listens)")
        return found

    def issuer(self, name: str) -> str:
        """An address over TLS, exactly as it is written; of this machine also without."""
        found = self.text(name, "")
        if found and not _ISSUER.match(found):
            raise SettingError(f"{name} is {found!r}; it begins with https:// (or is on this machine, for trying)")
        return found

    def beside(self, name: str, other: str) -> str:
        """What must be there where another is."""
        found = self.text(name, "")
        if self.text(other, "") and not found:
            raise SettingError(f"{name} is missing; {other} needs it")
        return found

    def words(self, name: str, otherwise: str) -> tuple[str, ...]:
        return tuple(self.text(name, otherwise).replace(",", " ").split())

    def pairs(self, name: str, allowed: tuple[str, ...]) -> Mapping[str, str]:
        """left=right, divided by commas; the right one is one of those allowed."""
        found: dict[str, str] = {}
        for pair in filter(None, map(str.strip, self.text(name, "").split(","))):
            left, _, right = (one.strip() for one in pair.rpartition("="))
            if not left or right not in allowed:
                raise SettingError(f"{name} has {pair!r}; it is GROUP=ROLE, and a role is one of {', '.join(allowed)}")
            found.setdefault(left, right)
        return found

    def secret(self, name: str) -> str:
        return _long(name, self.text(name, ""))

    def secrets(self, name: str) -> tuple[str, ...]:
        """Several, divided by commas; @FILE for those of a file, one a line."""
        found = self.text(name, "")
        if found.startswith("@"):
            if not Path(found[1:]).is_file():
                raise SettingError(f"{name} is {found!r}; there is no such file")
            found = Path(found[1:]).read_text(encoding="utf-8")
        return tuple(_long(name, one) for one in found.replace(",", " ").split())


def _long(name: str, secret: str) -> str:
    if 0 < len(secret) < LEAST_SECRET:
        raise SettingError(f"{name} is too short; it has at least {LEAST_SECRET} characters of chance")
    return secret


LEAST_SECRET = 32
_ISSUER = re.compile(r"https://[^/]|http://(127\.0\.0\.1|localhost)[:/]")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]+)?")


def _config(environment: Mapping[str, str]) -> Path:
    """Where programs keep what belongs to a user, by the custom of the system."""
    own = environment.get(CONFIG_VARIABLE)
    if own:
        return Path(own)
    custom = environment.get("XDG_CONFIG_HOME") or environment.get("APPDATA")
    return (Path(custom) if custom else Path.home() / ".config") / "bsc-audit"
