"""Sections of an assessment's form as the API takes and shows them."""

from typing import Self

from pydantic import BaseModel, Field

from bsc_audit.api.schemas.answers import FlawOut
from bsc_audit.api.schemas.base import Id, Sent, StoredOut, Text
from bsc_audit.api.times import Day, Instant
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.section_status import Attention, SectionStanding, SectionStatus
from bsc_audit.app.service.section_tasks import HandOut


class HandOutIn(Sent):
    """To whom a section is given."""

    assignee_id: Id | None = Field(default=None, description="person of the organisation; null: anybody who may")
    due: Day | None = None
    note: Text = Field(default="", description="a word to who fills it in")

    def hand_out(self) -> HandOut:
        """As the use case takes it."""
        assignee = None if self.assignee_id is None else f"person:{self.assignee_id}"
        return HandOut(assignee=assignee, due=self.due, note=self.note)


class ReopeningIn(Sent):
    """Why a section is opened again."""

    changes: Text = Field(default="", description="what is to be changed; left out: it was completed too early")


class SectionTaskOut(StoredOut):
    """A section that was handed out or marked."""

    assessment_id: str
    track: Track
    section: str
    assignee: str | None = Field(description="actor; null: anybody who may")
    due: Day | None
    note: str
    completed_by: str | None = Field(description="actor; null: not completed")
    completed_at: Instant | None
    changes_asked: str = Field(description='what is to be changed; "" when nothing is')
    changes_asked_by: str | None = Field(description="actor")
    changes_asked_at: Instant | None


class SectionItemOut(BaseModel):
    """One thing a section asks for."""

    key: str = Field(description="what an answer to it is stored under")
    criterion: str | None = Field(description="it is asked for; null: it informs the diagnosis only")
    indicator: str | None = Field(description="that a person answers; null: it is measured or observed")
    title: str
    asks: str
    values: int = Field(description="to fill in: questions of a set, facets; 1 for all else")
    answered: bool = Field(description="answered, set aside or, where it is measured, known")


class SectionOut(BaseModel):
    """A section, and how far it is in a track."""

    id: str
    title: str
    status: SectionStatus
    attention: list[Attention] = Field(description="why it needs attention")
    items: list[SectionItemOut]
    problems: list[FlawOut] = Field(description="of its answers, pointed into the evidence folder")
    task: SectionTaskOut | None = Field(description="null: nobody handed it out or marked it")

    @classmethod
    def of(cls, one: SectionStanding) -> Self:
        """As it is shown."""
        missing = {item.key for item in one.unanswered}
        names = SectionItemOut.model_fields.keys() - {"answered"}
        items = [
            SectionItemOut(**{name: getattr(item, name) for name in names}, answered=item.key not in missing)
            for item in one.section.items
        ]
        return cls(
            id=one.section.id,
            title=one.section.title,
            status=one.status,
            attention=list(one.attention),
            items=items,
            problems=[FlawOut(pointer=p.field, code=p.code, detail=p.message, hint=p.hint) for p in one.problems],
            task=None if one.task is None else SectionTaskOut.of(one.task),
        )


class SectionsOut(BaseModel):
    """All sections of a form, in order."""

    assessment_id: str
    track: Track
    items: list[SectionOut]
