"""Visits, contact reviews and remarks as the API takes and shows them."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from bsc_audit.api.schemas.base import Id, Name, Sent, StoredOut, Text
from bsc_audit.api.schemas.json_data import JsonObject
from bsc_audit.api.times import Day
from bsc_audit.app.service.model.visit import RecordStatus
from bsc_audit.app.service.records import Filled

NOT_CONTENT = ("id", "status", "second_reviewer", "second_answers")
Words = Annotated[Text, Field(min_length=1)]


class RecordIn(Sent):
    """A filled-in questionnaire."""

    content: JsonObject = Field(
        description="as the evidence folder writes a record: questionnaire, when, its header, answers, evidence",
        examples=[{"questionnaire": "phone-call", "when": "2026-09-08", "answers": {"P01": True}}],
    )
    unit_id: Id | None = Field(default=None, description="visited or reviewed; null: what is assessed as a whole")

    @model_validator(mode="after")
    def _without_what_is_not_filled_in(self) -> Self:
        found = [name for name in NOT_CONTENT if self.content.get(name) is not None]
        if found:
            raise PydanticCustomError("record_keys", f"leave out {', '.join(found)}: these are said in other ways")
        return self

    def filled(self) -> Filled:
        """As the use case takes it."""
        return Filled(content=self.content, unit_id=self.unit_id)


class RecordStepIn(Sent):
    """Why a record is returned or excluded."""

    reason: Text = ""


class RecordOut(StoredOut):
    """A visit or review."""

    assessment_id: str
    unit_id: str | None
    content: dict[str, Any]
    status: RecordStatus
    note: str = Field(description="why it was returned or excluded")
    actor: str = Field(description="who filled it in")


class VisitOut(RecordOut):
    """A mystery visit."""

    client_id: str = Field(description="given by the visitor's device")


class DisputeOut(BaseModel):
    """What the reviewed think of a judgement."""

    by: str
    at: str
    said: str
    outcome: Literal["open", "upheld", "changed"]
    reason: str = ""
    settled_by: str | None = None
    settled_at: str | None = None


class ReviewOut(RecordOut):
    """A review of a contact."""

    external_id: str = Field(description="given by the organisation's system")
    second_actor: str | None = Field(description="who reviewed it again; null: nobody did")
    dispute: DisputeOut | None


class SecondAnswersIn(Sent):
    """The same contact, judged again."""

    reviewer: Name = Field(description="pseudonym of who judges again")
    answers: JsonObject


class DisputeIn(Sent):
    """Why a judgement is wrong."""

    said: Words


class SettlementIn(Sent):
    """What came of a dispute."""

    outcome: Literal["upheld", "changed"] = Field(description="upheld: the judgement stands")
    reason: Words


class DifferenceIn(Sent):
    """Where the assessed and the team do not agree."""

    about: Name
    auditee: Words
    assessor: Words | None = Field(default=None, description="null: not answered yet")
    outcome: Words | None = Field(default=None, description="null: not resolved")
    by: Name | None = Field(default=None, description="who settled it")
    on: Day | None = None


class DifferenceRaised(Sent):
    """What the organisation sees otherwise."""

    about: Name = Field(description="id of the criterion, indicator, finding, visit or review")
    said: Words


class DifferenceAnswer(Sent):
    """What the team says to it."""

    assessor: Words
    outcome: Text = Field(default="", description="what came of it; left out: it is not resolved")


class RemarksIn(Sent):
    """What the team says beside the findings of the engine."""

    confirmed_fatal: list[Name] = Field(default_factory=list, max_length=1000, description="`record/item`")
    falsified: list[Name] = Field(default_factory=list, max_length=1000, description="entries of the register, records")
    corrected: list[Name] = Field(default_factory=list, max_length=1000, description="findings put right at once")
    differences: list[DifferenceIn] = Field(default_factory=list, max_length=1000)
    distribution: list[Name] = Field(default_factory=list, max_length=200, description="who gets the report")
    confidentiality: Text = ""

    def content(self) -> dict[str, Any]:
        """As it is stored."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude_none=True)


class RemarksOut(StoredOut):
    """All remarks of an assessment."""

    assessment_id: str
    content: dict[str, Any]
    actor: str
