"""The evidence register: documents by revision, and when each was shown."""

from dataclasses import dataclass
from datetime import date

from bsc_audit.app.service.model.stored import Json, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem(Stored):
    """One revision of one entry of the register; assessment, entry and revision are its natural key."""

    assessment_id: str | None = None  # None: for any assessment of the organisation
    entry: str  # number in the register, such as D-001
    content: Json  # title, method, grade, dated, who, … as the evidence folder's register writes it
    sha256: str | None = None  # 64 hexadecimal digits; None: seen or heard, no file was taken
    media_type: str | None = None
    size: int | None = None  # bytes
    file_name: str | None = None
    revision: int = 1
    supersedes: str | None = None  # id of the revision before
    expires_on: date | None = None  # the first day it no longer counts
    shown_from: date  # the first day it was shown
    shown_until: date | None = None  # the first day it was no longer shown; None: still is
    actor: str
