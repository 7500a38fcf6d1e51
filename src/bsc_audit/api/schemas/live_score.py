"""Scores and findings of a stored assessment as the API shows them. Scores are 0..100, shares 0..1."""

from pydantic import BaseModel, Field

from bsc_audit.api.schemas.score import (
    DerivationOut,
    FindingOut,
    RecommendationOut,
    RejectionOut,
    RuleOut,
    RulesetRef,
    UnappliedOut,
)
from bsc_audit.app.service.model.answer import Track
from bsc_audit.core.findings.quality import Check
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


class CoveredNodeOut(BaseModel):
    """How much of a node is assessed."""

    id: str
    title: str
    kind: str
    weight: float
    coverage: float | None = Field(description="assessed share of what applies below it; null when nothing does")


class CoverageOut(BaseModel):
    """How much of an assessment is assessed, and what is missing."""

    assessment_id: str
    track: Track
    coverage: float | None = Field(description="of the whole; null when nothing applies")
    nodes: list[CoveredNodeOut] = Field(description="groups and criteria, parents before children")
    missing: list[MissingOut]


class UndeterminedOut(RuleOut):
    """A rule that could not tell, and what it lacked."""


class FindingsOut(BaseModel):
    """What the evidence says, in reading order."""

    assessment_id: str
    track: Track
    items: list[FindingOut]
    rejected: list[RejectionOut] = Field(description="the team does not share them; nonconformities count all the same")
    unapplied: list[UnappliedOut] = Field(description="what the team said of findings that are not there now")
    undetermined: list[UndeterminedOut] = Field(description="rules that could not tell: silence is not health")


class PlaceOut(BaseModel):
    """An item of the form."""

    section: str
    key: str = Field(description="what the answer is stored under")


class QualityRemarkOut(BaseModel):
    """One thing to look at before an assessment is signed."""

    check: Check
    subject: str = Field(description="id of the criterion, indicator, group, rule or finding it is about")
    title: str
    says: str
    places: list[PlaceOut] = Field(description="items of the form it leads to")


class QualityOut(BaseModel):
    """Everything to look at."""

    assessment_id: str
    items: list[QualityRemarkOut]
