"""What the team says of findings, as the API takes and shows it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from bsc_audit.api.schemas.base import Id, Name, Sent, StoredOut, Text
from bsc_audit.core.vocabulary import FindingKind

Words = Annotated[Text, Field(min_length=1)]
Level = Annotated[int, Field(ge=1, le=5, strict=True)]
Ids = Annotated[list[Id], Field(max_length=100)]


class FindingEditIn(Sent):
    """Something said of a finding of the engine; with `kind`, a finding of the team's own. Scores do not change by it."""

    title: Name | None = Field(default=None, description="the team's words; null: the engine's")
    statement: Words | None = None
    recommendation: Words | None = None
    severity: Level | None = Field(default=None, description="1..5, with likelihood; of the engine's, with a reason")
    likelihood: Level | None = None
    owner: Name | None = Field(default=None, description="who answers for it in the organisation")
    into: Id | None = Field(default=None, description="finding this one is merged into")
    rejected: Words | None = Field(
        default=None, description="why it does not stand; a nonconformity counts for the recommendation all the same"
    )
    reason: Words | None = Field(default=None, description="why it is worded or rated otherwise")
    kind: FindingKind | None = Field(default=None, description="only of a finding of your own")
    conformity: Literal["minor", "major"] | None = Field(default=None, description="of your own nonconformities")
    criteria: Ids | None = Field(default=None, description="of a finding of your own, at least one")
    evidence: Ids | None = Field(default=None, description="of a finding of your own: entries of the register")

    def content(self) -> dict[str, Any]:
        """As it is stored."""
        return self.model_dump(mode="json", exclude_none=True)


class FindingEditOut(StoredOut):
    """What the team says of a finding."""

    assessment_id: str
    finding: str
    content: dict[str, Any]
    actor: str
