"""Rendered reports, by what they were made of."""

from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Stored):
    """One report of an assessment; without a digest it is not rendered yet, or could not be (its job says which)."""

    assessment_id: str
    template: str
    format: str
    language: str
    source_sha256: str  # of the bundle it is made from; equal sources give equal bytes
    media_type: str
    sha256: str | None = None
    size: int | None = None  # bytes
    job_id: str | None = None
    brand_sha256: str | None = None  # of the pack of the brand it is shown in; None: the installation's own
    actor: str
