"""What the team says of one finding of an assessment, or a finding of its own."""

from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Json, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEdit(Stored):
    """One finding, edited or added; every former version stays readable as its history."""

    assessment_id: str
    finding: str  # id of the engine's finding, or of the added one
    content: Json  # as the evidence folder's remarks write it
    actor: str
