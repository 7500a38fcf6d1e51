"""Answers: what was said about a criterion, indicator or item."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Json, Stored


class Track(StrEnum):
    """Whose answer it is; only validated ones count for a certification."""

    SELF = "self"
    VALIDATED = "validated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Stored):
    """One answer; every former version stays readable as its history."""

    assessment_id: str
    track: Track
    key: str  # id of the criterion, indicator or set item
    content: Json  # as the evidence folder writes an answer
    actor: str
    at: datetime  # when it was given; may be earlier than when it was stored
