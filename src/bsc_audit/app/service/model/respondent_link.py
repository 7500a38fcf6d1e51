"""Links by which somebody without an account answers some sections of a self-assessment."""

from dataclasses import dataclass
from datetime import datetime

from bsc_audit.app.service.model.stored import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentLink(Stored):
    """A link; its token is shown once and only its digest is kept."""

    org_id: str
    assessment_id: str
    sections: tuple[str, ...]  # ids of sections of the form; nothing else is opened by it
    name: str  # of who it is for, as the answers' history shows it
    email: str = ""  # where it is sent; "" when it is handed over otherwise
    token_sha256: str  # 64 hexadecimal digits
    expires_at: datetime
    created_by: str  # actor
    used_at: datetime | None = None  # last opened; None: never
    revoked_at: datetime | None = None
