"""Answers as the API takes and shows them."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from bsc_audit.api.schemas.base import Id, Sent, StoredOut, Text
from bsc_audit.api.schemas.json_data import JsonAny
from bsc_audit.api.times import Instant, StoredInstant
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.model.answer import Track
from bsc_audit.core.vocabulary import Grade, Method

DayText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
_NOT_CONTENT = frozenset({"at", "track", "key", "version"})


class AnswerIn(Sent):
    """An answer: a value in the form the ruleset asks for, or why the question does not apply."""

    value: JsonAny = Field(
        default=None, description="a level, points, or an object of words or facets", examples=[3, {"q1": "yes"}]
    )
    not_applicable: Text | None = Field(default=None, description="why it does not apply, in a sentence")
    evidence: list[Id] = Field(default_factory=list, max_length=200, description="entries of the register")
    grade: Grade | None = Field(default=None, description="how well it is supported; null: as its evidence is")
    method: Method | None = None
    who: Text | None = Field(default=None, description="who said or saw it, as the report names them")
    when: DayText | None = Field(default=None, description="when it was said or seen")
    comment: Text | None = None
    illustrative: bool = Field(default=False, description="invented, for a sample")
    at: Instant | None = Field(default=None, description="when the answer was given; null: now")

    def content(self) -> dict[str, Any]:
        """As it is stored: what was said, and nothing of what was left out."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude=set(_NOT_CONTENT))
        return {name: value for name, value in said.items() if value is not None}


class AnswerItemIn(AnswerIn):
    """One answer of many."""

    track: Track
    key: Id = Field(description="id of a criterion or indicator")
    version: int | None = Field(default=None, ge=1, strict=True, description="what it replaces; null: there is none")

    def given(self) -> Given:
        """As the use case takes it."""
        return Given(track=self.track, key=self.key, content=self.content(), at=self.at, expected=self.version)


class AnswersIn(Sent):
    """Many answers at once."""

    items: list[AnswerItemIn] = Field(min_length=1, max_length=500)


class AnswerOut(StoredOut):
    """An answer; an empty content says that it was withdrawn."""

    assessment_id: str
    track: Track
    key: str
    content: dict[str, Any]
    actor: str = Field(description="who gave it")
    at: StoredInstant = Field(description="when it was given")


class AnswerVersionsOut(BaseModel):
    """Every version of an answer, the first one first."""

    items: list[AnswerOut]


class FlawOut(BaseModel):
    """What is wrong with one answer of many."""

    pointer: str = Field(description="JSON pointer into the answer")
    code: str
    detail: str
    hint: str = ""


class AnswerResult(BaseModel):
    """What became of one answer of many."""

    track: Track
    key: str
    stored: bool
    version: int | None = Field(description="the stored one; null: there is none")
    errors: list[FlawOut]


class AnswersDone(BaseModel):
    """What became of many answers, in the order they were sent."""

    stored: int
    refused: int
    items: list[AnswerResult]
