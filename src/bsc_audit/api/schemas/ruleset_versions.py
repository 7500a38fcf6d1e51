"""Stored rulesets and moves to them as the API takes and shows them."""

from typing import Any

from pydantic import BaseModel, Field

from bsc_audit.api.schemas.assessments import RulesetPin
from bsc_audit.api.schemas.base import Sent, StoredOut
from bsc_audit.api.schemas.score import RulesetRef
from bsc_audit.api.times import Instant
from bsc_audit.app.service.answer_fates import Fate
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.ruleset import ContentStatus


class RulesetVersionOut(StoredOut):
    """A stored version of a ruleset; its content never changes."""

    ruleset_id: str
    ruleset_version: str
    title: str
    digest: str
    status: ContentStatus
    shared: bool = Field(description="for every organisation of this service")


class RulesetTexts(RulesetVersionOut):
    """A stored version with every text it is made of."""

    texts: dict[str, str] = Field(description="files of the ruleset, of those it extends, and its questionnaires")


class PreviewIn(Sent):
    """Where an assessment is to be moved."""

    ruleset: RulesetPin


class RulesetMoveIn(PreviewIn):
    """A move as it was previewed."""

    preview: str = Field(max_length=100, description="`digest` of the preview")


class AnswerFateOut(BaseModel):
    """What becomes of an answer."""

    track: Track
    key: str
    fate: Fate
    reason: str = Field(description="why it is rescaled or lost, or what to look at again")
    before: dict[str, Any]
    after: dict[str, Any] | None = Field(description="null: lost")


class LostRecordOut(BaseModel):
    """A visit or review the other ruleset cannot read."""

    noun: str
    id: str
    reason: str


class LostRemarkOut(BaseModel):
    """A remark about something the other ruleset does not know."""

    key: str = Field(description="list it stands in, such as `differences`")
    content: Any
    reason: str


class PreviewOut(BaseModel):
    """What a move would do."""

    digest: str = Field(description="send it with the move: only what was previewed is done")
    before: RulesetRef
    after: RulesetRef
    kept: int
    rescaled: int
    lost: int
    answers: list[AnswerFateOut]
    records: list[LostRecordOut]
    remarks: list[LostRemarkOut]


class RulesetMoveOut(StoredOut):
    """A move that was done."""

    assessment_id: str
    from_ruleset: str
    from_digest: str
    to_ruleset: str
    to_digest: str
    outcome: dict[str, Any]
    actor: str
    undone_at: Instant | None
    undone_by: str | None


class RulesetMovesOut(BaseModel):
    """The moves of an assessment, the first one first."""

    items: list[RulesetMoveOut]
