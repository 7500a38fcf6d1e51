"""What `POST /v1/score` takes and shows: evidence in, scores with their derivation, findings and recommendation out.

Scores are 0..100, shares 0..1; null means not assessed or not applicable, as `state` says, never zero.
"""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from bsc_audit.api.schemas.base import Sent
from bsc_audit.api.times import Day
from bsc_audit.core.vocabulary import (
    AssessmentKind,
    Confidence,
    Conformity,
    FindingKind,
    State,
    Truth,
    Verdict,
)

FileName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
YamlText = Annotated[str, StringConstraints(max_length=5_000_000)]
YamlFiles = Annotated[dict[FileName, YamlText], Field(max_length=200)]


class DocumentIn(Sent):
    """A file that would lie below documents/, told by its digest."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0, le=2_000_000_000, strict=True, description="bytes")


class ScoreIn(Sent):
    """An evidence folder as JSON."""

    evidence: dict[FileName, Any] = Field(
        max_length=2_000,
        description="by file name: the data of a YAML file, the CSV text of a table or its rows as objects",
        examples=[
            {"assessment.yaml": {}, "answers.yaml": {}, "metrics.csv": [{"metric": "csat", "period": "2026-06"}]}
        ],
    )
    documents: dict[FileName, DocumentIn] = Field(
        default_factory=dict, max_length=5_000, description="files below documents/, by name"
    )
    ruleset: YamlFiles = Field(
        default_factory=dict, description="YAML texts to score by; empty: the ruleset assessment.yaml names"
    )
    questionnaires: YamlFiles = Field(
        default_factory=dict, description="YAML texts of questionnaires, put before those of the same id"
    )


class RulesetRef(BaseModel):
    """A ruleset, pinned by its digest."""

    id: str
    version: str
    digest: str


class CapOut(BaseModel):
    """Why a score is lower than what was earned."""

    at: float
    says: str


class SourceOut(BaseModel):
    """Where an indicator's value comes from."""

    value: float | None
    unit: str
    n: int | None
    low: float | None = Field(description="lower end of the 95 % interval")
    high: float | None
    period: str
    variant: str
    formula: str
    grade: str
    evidence: list[str]
    target: float | None
    baseline: float | None
    trend: str
    benchmark: str


class DerivationOut(BaseModel):
    """One node of the derivation: everything needed to recompute its score by hand."""

    id: str
    title: str
    kind: str
    state: State
    raw: float | None
    score: float | None
    method: str
    caps: list[CapOut]
    weight: float | None
    applied_weight: float | None = Field(description="after redistribution; null when left out")
    coverage: float | None
    not_applicable_share: float | None
    reason: str
    source: SourceOut | None
    members: list["DerivationOut"]


class RiskOut(BaseModel):
    """Severity x likelihood."""

    severity: int
    likelihood: int
    rating: int
    band: str
    confidence: Confidence
    likelihood_from: str


class OperandOut(BaseModel):
    """One value that decided a rule."""

    path: str
    title: str
    value: float | str | bool | None
    text: str
    n: int | None
    evidence: list[str]


class WordingOut(BaseModel):
    """A finding as the engine wrote it."""

    title: str
    statement: str
    recommendation: str
    risk: RiskOut | None


class TeamNoteOut(BaseModel):
    """What the team did with a finding."""

    by: str
    on: Day | None
    reason: str
    engine: WordingOut | None = Field(description="null: wording and rating are those of who wrote the finding")


class FindingOut(BaseModel):
    """A finding with its reason."""

    id: str
    kind: FindingKind
    title: str
    statement: str
    recommendation: str
    effort: str
    origin: str
    rule: str
    operands: list[OperandOut]
    criteria: list[str]
    evidence: list[str]
    theme: str
    conformity: Conformity | None
    risk: RiskOut | None
    confidence: Confidence
    confidence_note: str
    supports: str
    corrected: bool
    owner: str = Field(description='who answers for it in the organisation; "" while nobody is named')
    team: TeamNoteOut | None = Field(description="null: the finding is the engine's alone")


class RejectionOut(BaseModel):
    """A finding of the engine that the team does not share."""

    finding: FindingOut
    reason: str
    by: str
    on: Day | None


class UnappliedOut(BaseModel):
    """Something the team said of a finding that could not be done."""

    finding: str
    by: str
    reason: str


class RuleOut(BaseModel):
    """What a rule said, also when it wrote nothing."""

    rule: str
    kind: FindingKind
    title: str
    truth: Truth
    condition: str
    missing: list[str]


class GateOut(BaseModel):
    """One gate with the numbers it was judged on."""

    id: str
    title: str
    truth: Truth
    says: str
    detail: str


class AwardOut(BaseModel):
    """One award level and which of its needs were not met."""

    id: str
    title: str
    reached: bool
    unmet: list[str]
    threshold: float | None


class RecommendationOut(BaseModel):
    """What the engine recommends; a named person decides."""

    verdict: Verdict
    award: str | None
    award_title: str
    overall: float | None
    decisive: str
    conditions: list[str]
    validity_months: int
    gates: list[GateOut]
    awards: list[AwardOut]


class ScoreOut(BaseModel):
    """What the evidence came to."""

    engine: str = Field(description="version of the engine that scored")
    assessment: str
    organisation: str
    kind: AssessmentKind
    ruleset: RulesetRef
    evidence_digest: str
    overall: float | None
    recommendation: RecommendationOut
    findings: list[FindingOut]
    rejected: list[RejectionOut] = Field(description="the team does not share them; nonconformities count all the same")
    unapplied: list[UnappliedOut] = Field(description="what the team said of findings that are not there")
    rules: list[RuleOut]
    derivation: DerivationOut
