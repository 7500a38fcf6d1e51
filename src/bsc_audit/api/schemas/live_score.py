"""Scores and findings of a stored assessment as the API shows them. Scores are 0..100, shares 0..1."""

from pydantic import BaseModel, Field

from bsc_audit.api.schemas.score import DerivationOut, FindingOut, RecommendationOut, RuleOut, RulesetRef
from bsc_audit.app.service.model.answer import Track
from bsc_audit.core.vocabulary import AssessmentKind, State


class NodeOut(BaseModel):
    """A node of the scorecard."""

    id: str
    title: str
    kind: str
    state: State
    score: float | None
    weight: float
    coverage: float | None = Field(description="assessed share of what applies below it; null when nothing does")


class MissingOut(BaseModel):
    """A criterion without a score, and what it waits for."""

    criterion: str
    title: str
    reason: str
    indicators: list[str]


class TrackScore(BaseModel):
    """One track: what the organisation says, or what auditors validated."""

    track: Track
    counts: bool = Field(description="for what the assessment is about; in a certification only validated answers do")
    kind: AssessmentKind = Field(description="what this score can claim to be")
    overall: float | None
    coverage: float | None
    evidence_digest: str
    recommendation: RecommendationOut
    nodes: list[NodeOut] = Field(description="groups and criteria, parents before children")
    missing: list[MissingOut]
    derivation: DerivationOut | None = Field(description="of the node that was asked for")


class LiveScoreOut(BaseModel):
    """What an assessment comes to as it stands now."""

    assessment_id: str
    number: str
    ruleset: RulesetRef
    tracks: list[TrackScore]


class UndeterminedOut(RuleOut):
    """A rule that could not tell, and what it lacked."""


class FindingsOut(BaseModel):
    """What the evidence says, in reading order."""

    assessment_id: str
    track: Track
    items: list[FindingOut]
    undetermined: list[UndeterminedOut] = Field(description="rules that could not tell: silence is not health")
