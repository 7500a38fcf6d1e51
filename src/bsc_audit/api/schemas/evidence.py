"""The evidence register as the API takes and shows it."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.schemas.base import Id, Name, Sent, StoredOut, Text
from bsc_audit.api.times import Day
from bsc_audit.app.service.evidence import Entered, Taken
from bsc_audit.app.service.model.answer import Track
from bsc_audit.core.vocabulary import Grade, Method


class EvidenceForm(Sent):
    """What a piece of evidence is. The file stands beside these fields, under `file`."""

    title: Name
    method: Method = Field(description="how it was obtained")
    grade: Grade = Field(description="how well it supports what cites it")
    dated: Annotated[Day | None, MAY_BE_ABSENT] = Field(default=None, description="the day it is of")
    received: Annotated[Day | None, MAY_BE_ABSENT] = Field(default=None, description="the day it was received")
    who: Annotated[Text | None, MAY_BE_ABSENT] = Field(default=None, description="who gave or said it, as a role")
    note: Annotated[Text | None, MAY_BE_ABSENT] = None
    illustrative: bool = Field(default=False, description="invented, for a sample")
    expires_on: Annotated[Day | None, MAY_BE_ABSENT] = Field(
        default=None, description="the first day it no longer counts"
    )

    def entered(self, file: Taken | None) -> Entered:
        """As the use case takes it."""
        known = {"title", "method", "grade", "dated", "received", "who", "note", "illustrative"}
        content = self.model_dump(mode="json", exclude_none=True, include=known)
        if not self.illustrative:
            content.pop("illustrative")
        return Entered(content=content, expires_on=self.expires_on, file=file)


class NewEvidenceForm(EvidenceForm):
    """The same, for a new entry."""

    assessment_id: Annotated[Id | None, MAY_BE_ABSENT] = Field(
        default=None, description="whose register; left out: the organisation's own"
    )
    entry: Annotated[Id | None, MAY_BE_ABSENT] = Field(
        default=None, pattern=r"^[A-Za-z0-9]", description="its number; left out: the next one", examples=["D-001"]
    )


class EvidenceOut(StoredOut):
    """One revision of one entry of a register."""

    assessment_id: str | None
    entry: str
    content: dict[str, Any] = Field(description="title, method, grade, dated, received, who, note")
    sha256: str | None = Field(description="null: seen or heard, no file was taken")
    media_type: str | None
    size: int | None = Field(description="bytes")
    file_name: str | None
    revision: int
    supersedes: str | None = Field(description="id of the revision before")
    expires_on: date | None = Field(description="the first day it no longer counts")
    shown_from: date
    shown_until: date | None = Field(description="the first day it was no longer shown; null: still is")
    actor: str = Field(description="who entered it")


class CitedBy(BaseModel):
    """An answer that cites an entry."""

    track: Track
    key: str


class EvidenceRead(EvidenceOut):
    """The same with what rests on it."""

    cited_by: list[CitedBy] = Field(default_factory=list, description="answers of its assessment")
