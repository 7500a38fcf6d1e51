"""Assessments, and who took part in them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Json, Stored
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Stored):
    """One assessment of a unit by a pinned ruleset."""

    number: str  # unique in the organisation
    title: str
    kind: AssessmentKind
    unit_id: str | None = None  # None: the whole organisation
    as_of: date
    period: str  # as the evidence folder writes it
    language: str
    ruleset_id: str
    ruleset_version: str
    ruleset_digest: str
    profile: str | None = None
    state: AssessmentState
    engagement: Json  # what the evidence folder's engagement says beside the fields above
    lead: str | None = None  # the actor who leads; None while nobody does
    previous_id: str | None = None  # the assessment this one is compared with
    material_sha256: str | None = None  # the file it was validated as; None until then, and after changes are requested


class Part(StrEnum):
    """How somebody took part."""

    ANSWERED = "answered"
    VISITED = "visited"
    REVIEWED = "reviewed"  # contacts or tickets
    LED = "led"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """An actor took part in an assessment and so can never decide it; repositories write it, nobody takes it back."""

    assessment_id: str
    actor: str
    part: Part
    at: datetime  # first time
