"""API keys."""

from datetime import datetime

from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.permissions import Scope
from bsc_audit.storage.tables.base import Found, OwnedRow, constraints, moment, text, words


class ApiKeyRow(OwnedRow, Found, table=True):
    """A key of an organisation."""

    __tablename__ = "api_key"
    __table_args__ = constraints(ApiKey)

    keyid: str = text()
    secret_sha256: str = text()
    name: str = text()
    scopes: tuple[Scope, ...] = words(Scope)
    unit_id: str | None = text()
    expires_at: datetime | None = moment()
    used_at: datetime | None = moment()
    revoked_at: datetime | None = moment()
