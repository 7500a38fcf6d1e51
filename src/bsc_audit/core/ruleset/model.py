"""A compiled ruleset: frozen, checked, in one language; nothing in it can fail while scoring."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.expressions import Expression
from bsc_audit.core.methods.normalise import Normaliser
from bsc_audit.core.methods.trend import Tolerance
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.vocabulary import (
    Conformity,
    Direction,
    FindingKind,
    Grade,
    MissingPolicy,
    Strength,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """How members become their parent's score."""

    method: str  # a name of methods.aggregate.AGGREGATORS, or xccdf_flat, xccdf_flat_unweighted, xccdf_absolute
    k: int | None = None  # of worst_k


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """Holds a score down to `at` while `when` is true."""

    when: Expression
    at: Fraction
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Where the bands of an indicator come from; printed beside every use of them."""

    source: str
    strength: Strength
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetItem:
    """One question of a yes/no set, or one property of a document."""

    id: str
    asks: str
    weight: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A quantity, how it is measured, and how its value becomes 0..100."""

    id: str
    title: str
    kind: str  # a metric kind, or rubric, three_facet, yes_no_set, document_properties, checklist, contact_review, demerits
    variant: str  # named formula; "standard" where there is only one
    unit: str
    better: Direction | None
    every: str | None  # expected frequency
    take: str  # latest | pooled
    parameters: Mapping[str, Fraction | tuple[Fraction, ...]]
    normaliser: Normaliser | None  # None: reported, scored only against the organisation's own target and baseline
    as_points: bool  # the score is the value in its own points, not 0..100
    tolerance: Tolerance
    benchmark: Benchmark | None
    caps: tuple[Cap, ...] = ()
    explains: str = ""
    pitfalls: str = ""
    minimum_n: int | None = None
    questionnaires: tuple[str, ...] = ()  # of checklist and contact_review
    items: tuple[SetItem, ...] = ()
    levels: Mapping[int, str] = field(default_factory=dict)  # rubric anchors
    halves: bool = False
    facets: Mapping[str, Fraction] = field(default_factory=dict)
    counterpart: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A child of a node and its weight; None: the weight carried by its own members."""

    id: str
    weight: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A node above the criteria: perspective, theme, or whatever the ruleset calls it."""

    id: str
    title: str
    kind: str
    parent: str | None
    weight: Fraction | None
    aggregate: Aggregate
    missing: MissingPolicy
    caps: tuple[Cap, ...]
    members: tuple[Member, ...]  # in file order
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One requirement an organisation is assessed against."""

    id: str
    title: str
    asks: str
    parent: str
    weight: Fraction
    indicators: tuple[Member, ...]
    aggregate: Aggregate
    critical: bool
    may_be_not_applicable: bool
    missing: MissingPolicy
    evidence: tuple[str, ...]
    signs: Mapping[str, str]
    advise: str
    effort: str
    caps: tuple[Cap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value computed from visits, reviews, a series or other values; it carries its n."""

    id: str
    title: str
    function: str
    unit: str
    of: tuple[str, ...] = ()  # questionnaires, or one indicator
    item: str | None = None
    equals: str | None = None
    flag: str | None = None
    by: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    periods: int | None = None
    minimum_n: int | None = None
    expression: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodSource:
    """Where a rule's likelihood comes from: exactly one of the three."""

    fixed: int | None = None  # 1..5
    share: str | None = None  # an indicator or derived value that is a percent of cases
    score: str | None = None  # an indicator whose score and trend tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Writes one finding when its condition is true."""

    id: str
    kind: FindingKind
    title: str
    when: Expression
    says: str
    advise: str
    severity: int | None
    likelihood: LikelihoodSource | None
    effort: str
    criteria: tuple[str, ...]
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingRule:
    """What a criterion's score means; the first rule that is true counts."""

    when: Expression
    kind: FindingKind | None
    conformity: Conformity
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Several lesser nonconformities in one place amount to a greater one."""

    conformity: Conformity
    at_least: int
    within: str  # a kind of group
    becomes: Conformity


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """Criterion-level findings, from declared thresholds."""

    rules: tuple[GradingRule, ...]
    escalate: Escalation | None
    not_assessed_kind: FindingKind | None
    not_assessed_says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityTable:
    """Severity of a criterion-level finding: a start, plus one for each true condition, kept in range."""

    start: int
    add_one_when: tuple[Expression, ...]
    at_most: int
    at_least: tuple[tuple[Expression, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodTable:
    """Likelihood 1..5 from a failure share, a score or a rubric level."""

    shares: tuple[Fraction, ...]  # percent: below the first 1, ... from the last 5
    scores: tuple[Fraction, ...]  # from the first 1, ... below the last 5
    levels: tuple[int, ...]  # by whole rubric level 0..5
    otherwise: int
    widths: tuple[Fraction, ...] = ()  # percent points of an interval: high up to the first, medium up to the second


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLevel:
    """What one level of severity or likelihood means."""

    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTable:
    """Rating = severity x likelihood, read in bands."""

    bands: tuple[tuple[str, int], ...]  # name and lowest rating, ascending
    at_least: Mapping[int, str]  # severity -> band it is never below
    due_days: Mapping[str, int]
    severity: tuple[RiskLevel, ...] = ()  # levels 1..5, or none declared
    likelihood: tuple[RiskLevel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCap:
    """What an evidence grade may be credited, 0..100, and the words for it."""

    grade: Grade
    at: Fraction
    verified: bool
    title: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One condition of a gate or award; `node` names the group it was expanded for."""

    when: Expression
    node: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A condition of any positive recommendation; the first that is not true decides."""

    id: str
    title: str  # what it asks for, in words
    needs: tuple[Requirement, ...]
    otherwise: Verdict
    says: str  # what it means when it is not passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """An award level and what it needs; the best whose needs are all true is recommended."""

    id: str
    title: str
    needs: tuple[Requirement, ...]
    threshold: Fraction | None  # of the overall score, where `needs` states one; for charts


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """From scorecard and findings to a recommendation."""

    digits: int
    gates: tuple[Gate, ...]
    awards: tuple[Award, ...]
    otherwise: Verdict
    conditions_when: Expression | None
    conditions_say: str
    validity_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HygieneRule:
    """A check of the organisation's own scorecard, asked of every metric."""

    id: str
    title: str
    when: Expression
    says: str
    advise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A public standard this ruleset was informed by; never a claim of equivalence."""

    standard: str
    relation: str
    element: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """Everything an assessment is scored by."""

    id: str
    version: str
    title: str
    summary: str
    status: str
    language: str  # of its texts here
    written_in: str  # of texts that come in one language only
    digest: str  # sha256:... of its meaning, bases and questionnaires included
    authors: tuple[str, ...]
    licence: str
    informed_by: tuple[Alignment, ...]
    profile: str | None
    root: str
    groups: Mapping[str, Group]  # parents before children
    criteria: Mapping[str, Criterion]
    indicators: Mapping[str, Indicator]
    derived: Mapping[str, Derived]
    rules: tuple[Rule, ...]
    grading: Grading
    severity: SeverityTable
    likelihood: LikelihoodTable
    risk: RiskTable
    evidence_grades: Mapping[Grade, GradeCap]
    hygiene: tuple[HygieneRule, ...]
    decision: DecisionTable
    questionnaires: Mapping[str, Questionnaire]
    profiles: tuple[str, ...] = ()  # ids of those it declares
    users: Mapping[str, tuple[Criterion, ...]] = field(init=False, repr=False, compare=False)  # by indicator, in order

    def __post_init__(self) -> None:
        users: dict[str, tuple[Criterion, ...]] = {}
        for criterion in self.criteria.values():
            for name in dict.fromkeys(member.id for member in criterion.indicators):
                users[name] = (*users.get(name, ()), criterion)
        object.__setattr__(self, "users", MappingProxyType(users))

    def title_of(self, node: str) -> str:
        """Title of a group, criterion, indicator or derived value."""
        for table in (self.groups, self.criteria, self.indicators, self.derived):
            if node in table:
                return table[node].title
        raise KeyError(node)

    def groups_of(self, kind: str) -> tuple[Group, ...]:
        """Groups of one kind, such as perspective, in file order."""
        return tuple(group for group in self.groups.values() if group.kind == kind)
