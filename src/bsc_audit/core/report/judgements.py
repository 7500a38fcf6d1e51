"""Parts of the Report about judgements: findings, the risk map, the diagnosis, actions."""

from dataclasses import dataclass

from bsc_audit.core.report.shown import Fact, Shown, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One value a finding rests on."""

    title: str
    text: str
    n: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Severity x likelihood."""

    severity: int
    likelihood: int
    rating: int
    band: Status
    confidence: str
    likelihood_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """What is left of a risk with its control; its severity stays."""

    control: str
    level: int  # of the control, 0..5
    evidence: tuple[str, ...]
    likelihood: int
    rating: int
    band: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """By when, and whether anybody agreed to it."""

    on: str
    agreed: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMark:
    """What people did with a finding, and what the engine had written."""

    says: str  # in words, with who and when
    added: bool  # the finding is the team's own
    worded: tuple[str, ...]  # title, statement, recommendation: those in the team's words
    engine: tuple[Fact, ...]  # what the engine had where the team says otherwise; empty where it does not
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding, with the reason a reader can check."""

    ref: str  # unique in the report
    id: str  # rule or criterion id
    kind: Status
    origin: str  # rule | grading | hygiene | team
    title: str
    statement: str
    recommendation: str
    effort: str
    rule: str
    reasons: tuple[Reason, ...]
    criteria: tuple[str, ...]
    evidence: tuple[str, ...]
    theme: str
    conformity: Status | None
    risk: Risk | None
    residual: Residual | None  # None where no control is named
    confidence: str
    confidence_note: str
    supports: str  # ref of the leading finding on the same cause
    corrected: bool
    due: Due | None
    owner: str  # who answers for it in the organisation; "" while nobody is named
    team: TeamMark | None  # None where the finding is the engine's alone


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedFinding:
    """A finding of the engine that the team does not share, with the reason."""

    id: str
    kind: Status
    conformity: Status | None
    title: str
    statement: str
    criteria: tuple[str, ...]
    reason: str
    who: str  # rejected it, and when
    note: str  # "" but for nonconformities, which count all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Findings of one kind in reading order."""

    kind: Status
    title: str
    explains: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLink:
    """A finding as the summary names it."""

    ref: str
    title: str
    note: str
    rating: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """A finding on the risk map."""

    ref: str
    title: str
    kind: str
    severity: int
    likelihood: int
    band: Status
    residual: Residual | None  # where it would stand with its control


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskMap:
    """The 5 x 5 map: `bands[likelihood - 1][severity - 1]` is the band's position, 0 the lowest."""

    bands: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]  # of the bands, lowest first
    points: tuple[RiskPoint, ...]  # gravest first
    severities: tuple[str, ...]  # names of levels 1..5; empty when the ruleset names none
    likelihoods: tuple[str, ...]
    unused: tuple[str, ...]  # controls that hold no risk on record now, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """What one cross-metric rule said."""

    id: str
    title: str
    kind: Status
    condition: str
    seen: str  # operands with their values
    missing: str  # operands without a value, in words
    refs: tuple[str, ...]  # findings it wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Every rule by outcome: silence must not look like health."""

    fired: tuple[RuleRow, ...]
    not_fired: tuple[RuleRow, ...]
    not_evaluated: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One line of the action plan; owner and due are empty until somebody agreed to them."""

    number: int
    refs: tuple[str, ...]
    action: str
    agreed: bool
    effort: str
    priority: Status | None
    owner: str
    due: str
    proposed_due: str
