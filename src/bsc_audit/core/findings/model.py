"""Findings: what the evidence says about the organisation, why, how grave, and what to do."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bsc_audit.core.evidence.model import Control
from bsc_audit.core.vocabulary import Confidence, Conformity, FindingKind, Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """One value that decided a rule, as a reader can look it up."""

    path: str  # score.csat
    title: str
    value: Fraction | str | bool | None
    text: str  # 86.0 %, worsening, missing
    n: int | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRating:
    """Severity x likelihood on the 5 x 5 map."""

    severity: int
    likelihood: int
    rating: int
    band: str
    confidence: Confidence
    likelihood_from: str  # in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A finding as the engine wrote it, kept on record where the team words or rates it otherwise."""

    title: str
    statement: str
    recommendation: str
    risk: RiskRating | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNote:
    """What the team did with a finding: worded, rated, merged, handed to an owner, or added it."""

    by: str
    on: date | None
    reason: str = ""
    engine: Wording | None = None  # None where wording and rating are those of who wrote the finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """What is left of a risk with its control."""

    control: Control
    risk: RiskRating


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. A finding without criterion or reason cannot exist."""

    id: str  # stable within an assessment: rule or criterion id
    kind: FindingKind
    title: str
    statement: str
    recommendation: str
    effort: str
    origin: str  # rule | grading | hygiene | team
    rule: str  # the condition as written, or the grading line
    operands: tuple[Operand, ...]
    criteria: tuple[str, ...]
    evidence: tuple[str, ...]
    theme: str = ""
    conformity: Conformity | None = None
    risk: RiskRating | None = None
    residual: Residual | None = None  # None where no control is named
    confidence: Confidence = Confidence.HIGH
    confidence_note: str = ""
    supports: str = ""  # id of the leading finding on the same cause
    corrected: bool = False  # a nonconformity whose correction was verified
    owner: str = ""  # who answers for it in the organisation
    team: TeamNote | None = None  # None where the finding is the engine's alone


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What one rule said, also when it wrote nothing: silence must not look like health."""

    rule: str
    kind: FindingKind
    title: str
    truth: Truth
    condition: str
    operands: tuple[Operand, ...]
    missing: tuple[str, ...]  # paths, when undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A finding of the engine that the team does not share; a nonconformity counts all the same."""

    finding: Finding  # as the engine wrote it
    reason: str
    by: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unapplied:
    """Something the team said of a finding that could not be done."""

    finding: str  # id
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All findings in reading order, and every rule's outcome."""

    items: tuple[Finding, ...]
    rules: tuple[RuleResult, ...]
    engine: tuple[Finding, ...] | None = None  # as the engine wrote them; None where the team changed nothing
    rejected: tuple[Rejection, ...] = ()
    unapplied: tuple[Unapplied, ...] = ()

    @property
    def written(self) -> tuple[Finding, ...]:
        """The engine's own findings, whatever the team made of them."""
        return self.items if self.engine is None else self.engine

    @property
    def judged(self) -> tuple[Finding, ...]:
        """What decides about conformity: every finding, those the team rejected with them."""
        return (*self.items, *(one.finding for one in self.rejected))

    def of(self, kind: FindingKind) -> tuple[Finding, ...]:
        """Findings of one kind."""
        return tuple(finding for finding in self.items if finding.kind is kind)

    def open(self, conformity: Conformity) -> tuple[Finding, ...]:
        """Nonconformities of one grade that are not corrected; to reject one does not close it."""
        return tuple(f for f in self.judged if f.conformity is conformity and not f.corrected)
