"""What the team says beside the findings of the engine."""

from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Json, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks(Stored):
    """All remarks of one assessment."""

    assessment_id: str
    content: Json  # as the evidence folder writes remarks
    actor: str
