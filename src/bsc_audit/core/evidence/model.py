"""What was submitted about one organisation: values only, each with its source, date, method and person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bsc_audit.core.documents.canonical import LATER
from bsc_audit.core.quantities import Period
from bsc_audit.core.questionnaire.record import ItemAnswer, Record
from bsc_audit.core.vocabulary import AssessmentKind, Conformity, FindingKind, Grade, Method

__all__ = [
    "AddedFinding",
    "Answer",
    "Control",
    "Document",
    "Engagement",
    "Evidence",
    "FindingEdit",
    "ItemAnswer",
    "Observation",
    "Previous",
    "Record",
    "Remarks",
    "Sampling",
    "ScorecardEntry",
    "Site",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One entry of the evidence register."""

    id: str
    title: str
    method: Method
    grade: Grade
    file: str | None = None  # None: seen or heard, no file was taken
    sha256: str | None = None
    size: int | None = None  # bytes
    dated: date | None = None  # the date on the evidence itself
    received: date | None = None
    who: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a criterion or indicator; exactly one of value and not_applicable is given."""

    value: Fraction | Mapping[str, str] | Mapping[str, Fraction] | None  # level or points, set answers, facets
    not_applicable: str | None = None  # the reason
    evidence: tuple[str, ...] = ()
    grade: Grade = Grade.NONE
    method: Method | None = None
    who: str = ""
    when: date | None = None
    comment: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One submitted measurement of a metric: inputs of its kind for a period and a unit."""

    metric: str
    period: Period
    unit: str  # site, team or channel; "" is the whole organisation
    inputs: Mapping[str, Fraction | tuple[Fraction, ...]]
    n: int | None = None
    variant: str = ""
    evidence: tuple[str, ...] = ()
    grade: Grade = Grade.NONE
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardEntry:
    """How the organisation itself steers one metric."""

    owner: str = ""
    target: Fraction | None = None
    baseline: Fraction | None = None
    every: str = ""
    use: str = ""
    counterpart: str = ""
    variant: str = ""  # the formula the organisation uses; "" is the ruleset's
    evidence: tuple[str, ...] = ()
    grade: Grade = Grade.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place or channel in scope."""

    id: str
    name: str
    kind: str = ""
    visited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How many there are, how many were to be seen, how many were."""

    what: str
    population: int | None
    planned: int | None
    achieved: int
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """An earlier assessment to compare with; scores by node id, 0..100."""

    id: str
    scores: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Who was assessed, by whom, on what terms."""

    id: str
    title: str
    kind: AssessmentKind
    as_of: date
    period: Period
    language: str
    ruleset: str
    ruleset_version: str
    profile: str | None
    organisation: Mapping[str, str]  # name is always there
    scope: str
    functions: tuple[str, ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()  # what, why
    sites: tuple[Site, ...] = ()
    units: tuple[str, ...] = ()  # teams and channels that metrics are given for, beside the sites
    team: tuple[Mapping[str, str], ...] = ()
    participants: tuple[str, ...] = ()
    independence: str = ""
    start: date | None = None
    end: date | None = None
    sampling: tuple[Sampling, ...] = ()
    previous: Previous | None = None
    illustrative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEdit:
    """What the team says of a finding the engine writes; "" and None leave it as the engine has it."""

    finding: str  # its id
    by: str  # who says so
    on: date | None = None
    title: str = ""
    statement: str = ""
    recommendation: str = ""
    severity: int | None = None  # 1..5, never without likelihood
    likelihood: int | None = None
    owner: str = ""  # who answers for it in the organisation
    into: str = ""  # id of the finding it is merged into
    rejected: str = ""  # why it does not stand
    reason: str = ""  # why it is worded or rated otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFinding:
    """A finding of the team's own; one without criterion and evidence cannot exist."""

    id: str
    by: str
    on: date | None = None
    kind: FindingKind
    conformity: Conformity | None = None  # minor or major of a nonconformity, None of all else
    title: str
    statement: str
    recommendation: str = ""
    criteria: tuple[str, ...]
    evidence: tuple[str, ...]
    severity: int | None = None  # 1..5, never without likelihood
    likelihood: int | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the organisation does to keep a risk from happening, and how strong it was found; never without evidence."""

    finding: str  # id of the finding whose risk it lowers
    control: str
    level: int  # 0..5, as a rubric has it
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What people added: confirmations, corrections, disagreements, agreed actions, their decision, edited findings."""

    confirmed_fatal: frozenset[str] = frozenset()  # record id / item id
    falsified: tuple[str, ...] = ()
    corrected: frozenset[str] = frozenset()
    differences: tuple[Mapping[str, str], ...] = ()
    distribution: tuple[str, ...] = ()
    confidentiality: str = ""
    actions: tuple[Mapping[str, str], ...] = ()
    decision: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[FindingEdit, ...] = field(default=(), metadata=LATER)  # in order of the findings' ids
    added: tuple[AddedFinding, ...] = field(default=(), metadata=LATER)  # in order of their ids
    controls: tuple[Control, ...] = field(default=(), metadata=LATER)  # in order of the findings' ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything one assessment rests on, accepted against its ruleset."""

    engagement: Engagement
    answers: Mapping[str, Answer]  # by criterion or indicator id
    observations: Mapping[str, tuple[Observation, ...]]  # by metric, in period order
    scorecard: Mapping[str, ScorecardEntry]
    records: tuple[Record, ...]
    documents: Mapping[str, Document]
    remarks: Remarks
    digest: str  # sha256:... of everything above
