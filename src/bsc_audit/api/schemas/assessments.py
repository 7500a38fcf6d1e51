"""Assessments as the API takes and shows them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from bsc_audit.api.schemas.answers import AnswerOut
from bsc_audit.api.schemas.base import Id, Name, Sent, StoredOut, Text
from bsc_audit.api.schemas.json_data import JsonObject
from bsc_audit.api.times import Day
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind

Number = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
PeriodText = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{4,10}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


class RulesetPin(Sent):
    """The ruleset to be pinned."""

    id: Id
    version: Id
    profile: Id | None = Field(default=None, description="a declared subset; null: the whole")


class TermsIn(Sent):
    """What an assessment is about; may be changed while it is open."""

    title: Name
    as_of: Day = Field(description="the day up to which evidence counts")
    period: PeriodText = Field(description="2026, 2026-H1, 2026-Q3, 2026-07, 2026-W09 or 2026-07-31")
    language: Language = "en"
    engagement: JsonObject = Field(
        description="as the evidence folder's assessment.yaml writes it: scope, organisation, sites, units, team, …",
        examples=[{"scope": {"statement": "All branches and the call centre."}}],
    )
    lead_id: Id | None = Field(default=None, description="person who leads, a lead auditor; null: whoever validates")
    previous_id: Id | None = Field(default=None, description="earlier assessment it is compared with")


class AssessmentIn(TermsIn):
    """A new assessment."""

    number: Number | None = Field(default=None, description="your own; null: the next one of the year")
    kind: AssessmentKind
    unit_id: Id | None = Field(default=None, description="null: the whole organisation")
    ruleset: RulesetPin


class StepIn(Sent):
    """A step of the workflow."""

    reason: Text = Field(default="", description="why; needed for change requests and withdrawals")


class AssessmentOut(StoredOut):
    """An assessment."""

    number: str
    title: str
    kind: AssessmentKind
    unit_id: str | None
    as_of: Day
    period: str
    language: str
    ruleset_id: str
    ruleset_version: str
    ruleset_digest: str = Field(description="what it is pinned to")
    profile: str | None
    state: AssessmentState
    engagement: dict[str, Any]
    lead: str | None = Field(description="actor who leads")
    previous_id: str | None
    material_sha256: str | None = Field(
        description="file it was validated as: its score no longer changes; null until then"
    )


class AssessmentRead(AssessmentOut):
    """An assessment, with its answers where they were asked for."""

    answers: list[AnswerOut] | None = Field(default=None, description="null: not asked for")
