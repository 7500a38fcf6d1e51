"""The Report: the public contract of templates and exports. Plain values only; None means not assessed or not given."""

from dataclasses import dataclass

from bsc_audit.core.report.chapters import Chapter, Checklist, MetricGroup, ScoreRow
from bsc_audit.core.report.judgements import (
    Action,
    Diagnosis,
    Finding,
    FindingGroup,
    FindingLink,
    RejectedFinding,
    RiskMap,
)
from bsc_audit.core.report.method import Method
from bsc_audit.core.report.questions import AnswerRow
from bsc_audit.core.report.shown import Fact, Shown, Status

FORMAT = "bsc-audit-report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What every page needs to know."""

    title: str
    organisation: str
    organisation_short: str
    id: str
    kind: str  # self_assessment | assessed | certification
    language: str  # of the fixed words
    ruleset_language: str  # of what the ruleset says
    evidence_language: str  # of what the evidence says
    as_of: str  # ISO date
    as_of_text: str  # in words
    illustrative: str  # "" when nothing in the evidence was invented


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal of a recommended award; only a certification audit with such a recommendation has one."""

    award: str
    caption: str
    around: str
    rank: int  # 0 is the best award of the ruleset


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the assessment may call itself; the last four are "" unless it is granted."""

    granted: bool  # a named person granted what a certification assessment recommends
    word: str  # what every page says of itself: the kind's label, a draft, certified
    heading: str  # of the page handed out: certificate or statement
    reason: str  # why it is no certificate, "" when it is one
    award: str = ""
    by: str = ""
    on: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The first page."""

    label: str  # by kind of assessment
    caveat: str  # what the label does not promise
    title: str
    organisation: str
    address: str
    facts: tuple[Fact, ...]
    seal: Seal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One gate of the decision rule and what came of it."""

    id: str
    status: Status  # passed | failed | undetermined
    title: str
    says: str  # what it means when it is not met
    detail: str
    decisive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """One award level and how far the result is from it."""

    title: str
    threshold: Shown | None
    distance: Shown | None  # overall minus threshold, points
    status: Status  # recommended | reached | not_reached
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionBlock:
    """The named person's decision; the engine never fills it."""

    taken: bool
    by: str
    on: str
    outcome: str
    rationale: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many criteria had one result."""

    status: Status
    number: int
    share: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The conclusion, the rule behind it, and the place for the decision."""

    heading: str
    verdict: Status
    opinion: tuple[str, ...]
    overall: Shown | None
    scale: str  # "of 100", or "points" in a scheme that adds up points of its own, in words
    of_100: bool  # scores run from 0 to 100
    previous: Shown | None
    decisive: str
    gates: tuple[GateRow, ...]
    awards: tuple[AwardRow, ...]  # best first
    outlook: str  # the distance to the next award, in words
    conditions: tuple[str, ...]
    validity: str
    rule: tuple[str, ...]  # how the decision rule reads
    outcomes: tuple[Outcome, ...]
    criteria: int
    decision: DecisionBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The whole result on one page."""

    lead: str
    working: tuple[FindingLink, ...]
    failing: tuple[FindingLink, ...]
    risks: tuple[FindingLink, ...]
    first_steps: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeStep:
    """What one perspective contributed to the change of the overall score, points."""

    title: str
    tone: int
    change: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """From the previous overall score to this one."""

    start: Shown
    steps: tuple[BridgeStep, ...]
    end: Shown
    start_label: str
    end_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The perspectives and, below each, its themes."""

    overall: ScoreRow
    perspectives: tuple[ScoreRow, ...]
    themes: tuple[ScoreRow, ...]
    bridge: Bridge | None
    previous_id: str  # "" without an earlier assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of the assessment team."""

    name: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A place or channel in scope."""

    id: str
    name: str
    kind: str
    visited: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """How many there were, how many were planned, how many were seen."""

    what: str
    population: str
    planned: str
    achieved: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Who was assessed, by whom, on what terms."""

    scope: str
    functions: tuple[str, ...]
    excluded: tuple[Fact, ...]
    not_applicable: tuple[Fact, ...]  # criteria declared not applicable, with the reason
    sites: tuple[SiteRow, ...]
    team: tuple[Person, ...]
    participants: tuple[str, ...]
    independence: str
    facts: tuple[Fact, ...]
    sampling: tuple[SampleRow, ...]
    caveat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference of opinion, and what came of it."""

    about: str
    auditee: str
    assessor: str  # "" while the team has not answered
    outcome: str  # with who settled it and when; "" while it is not resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What people agreed, disagreed on, and who receives the report."""

    differences: tuple[Difference, ...]
    confidentiality: str
    distribution: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One piece of evidence."""

    id: str
    title: str
    method: str
    grade: str
    dated: str
    received: str
    who: str
    sha256: str  # "" when it was seen or heard and no file was taken
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All evidence, and how much of each grade."""

    rows: tuple[RegisterRow, ...]
    grades: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What is needed to recompute every score."""

    ruleset: str
    ruleset_title: str
    ruleset_version: str
    ruleset_digest: str
    profile: str
    evidence_digest: str
    engine: str
    log_head: (
        str  # hash of the newest entry of the organisation's audit log at the issue of its certificate; "" without
    )
    informed_by: tuple[str, ...]
    questionnaires: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One assessment, explained. Deterministic: equal inputs give an equal Report."""

    format: str
    meta: Meta
    standing: Standing
    cover: Cover
    statement: Statement
    summary: Summary
    scorecard: Scorecard
    engagement: Engagement
    findings: tuple[FindingGroup, ...]
    hygiene: tuple[Finding, ...]  # observations about the organisation's own scorecard
    rejected: tuple[RejectedFinding, ...]  # of the engine's, not shared by the team
    not_applied: tuple[Fact, ...]  # what the team said of findings that are not there, with the reason
    risk_map: RiskMap
    chapters: tuple[Chapter, ...]
    metrics: tuple[MetricGroup, ...]
    metrics_missing: tuple[Fact, ...]  # metrics of the ruleset without a value, with the reason
    visits: tuple[Checklist, ...]
    reviews: tuple[Checklist, ...]
    diagnosis: Diagnosis
    actions: tuple[Action, ...]
    remarks: Remarks
    method: Method
    register: Register
    provenance: Provenance
    answers: tuple[AnswerRow, ...]  # what a person may answer, answered or not
