"""Mystery visits and reviews of contacts: filled-in questionnaires."""

from dataclasses import dataclass
from enum import StrEnum

from bsc_audit.app.service.model.stored import Json, Stored


class RecordStatus(StrEnum):
    """How far a record is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # handed over; scored once somebody else has accepted it
    RETURNED = "returned"  # to who filled it in, with what is missing
    ACCEPTED = "accepted"
    EXCLUDED = "excluded"  # stays in the report with the reason, is not scored
    DISCARDED = "discarded"  # stays readable, is not scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Stored):
    """One visit, by the id the visitor's device gave it, unique in the assessment."""

    assessment_id: str
    client_id: str
    unit_id: str | None = None
    content: Json  # as the evidence folder writes a record
    status: RecordStatus
    note: str = ""  # why it was returned or excluded
    actor: str  # who visited


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReview(Stored):
    """One reviewed call, chat or ticket, by its id in the organisation's system, unique in the assessment."""

    assessment_id: str
    external_id: str
    unit_id: str | None = None
    content: Json
    status: RecordStatus
    note: str = ""  # why it was returned or excluded
    dispute: Json | None = None  # who disputes it and why, and what came of it; None: nobody does
    actor: str  # who reviewed
    second_actor: str | None = None  # who reviewed it again, to see whether both agree; None: nobody did
