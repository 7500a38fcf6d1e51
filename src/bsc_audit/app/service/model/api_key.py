"""API keys: how an organisation's own systems prove who they are."""

from dataclasses import dataclass
from datetime import datetime

from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.permissions import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey(Stored):
    """A key; the secret is shown once and only its digest is kept."""

    org_id: str
    keyid: str  # the public part; unique in the installation
    secret_sha256: str  # 64 hexadecimal digits
    name: str
    scopes: tuple[Scope, ...]
    unit_id: str | None = None  # only this unit and what hangs below it; None: all
    expires_at: datetime | None = None
    used_at: datetime | None = None  # written at most once a minute
    revoked_at: datetime | None = None
