"""What the repositories of one transaction share."""

from dataclasses import dataclass
from datetime import datetime

from bsc_audit.storage.scope import ScopedSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One transaction."""

    session: ScopedSession
    org_id: str  # INSTALLATION: of no organisation
    now: datetime
