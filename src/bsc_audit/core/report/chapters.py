"""Parts of the Report about scores: rows of the scorecard, criteria, metrics, checklists."""

from dataclasses import dataclass

from bsc_audit.core.report.shown import Fact, Shown, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A group of the scorecard: overall, perspective or theme."""

    id: str
    title: str
    kind: str
    tone: int  # number of its perspective, 0 for the root; the template's colour
    summary: str
    status: Status  # assessed | not_assessed | not_applicable
    score: Shown | None
    raw: Shown | None  # only where a cap held the score down
    caps: tuple[str, ...]
    reason: str  # why there is no score
    weight: Shown
    coverage: Shown | None
    verified: Shown | None
    not_applicable: Shown
    previous: Shown | None
    change: Shown | None
    outcomes: tuple[tuple[str, int], ...]  # criteria by slug of their result, zeroes left out
    criteria: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one indicator contributed to a criterion."""

    id: str
    title: str
    answer: str  # the answer or measured value in words
    score: Shown | None
    raw: Shown | None  # only where a cap held the score down
    caps: tuple[str, ...]
    method: str
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One requirement, what was answered, and what it was credited."""

    id: str
    title: str
    asks: str
    critical: bool
    state: Status
    result: Status  # conforms | observation | minor | major | not_applicable | not_assessed
    score: Shown | None
    raw: Shown | None
    caps: tuple[str, ...]
    reason: str
    weight: Shown
    applied: Shown | None  # percent of its parent's score after redistribution
    grade: str  # best grade of its evidence, "none" without any
    evidence: tuple[str, ...]
    readings: tuple[Reading, ...]
    comment: str
    benchmark: str  # source of its bands, "" without any
    findings: tuple[str, ...]  # references of the findings that name it
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The criteria of one theme; row is None for criteria directly below the perspective."""

    row: ScoreRow | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One perspective."""

    number: int  # from 1
    row: ScoreRow
    lead: str
    themes: tuple[Theme, ...]
    highest: tuple[Criterion, ...]
    lowest: tuple[Criterion, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value at one period of a series."""

    period: str
    shown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """A measured quantity with everything needed to judge how far it can be relied on."""

    id: str
    title: str
    variant: str  # "" for the only formula of its kind
    unit: str
    period: str
    value: Shown
    low: Shown | None  # of the 95 % interval
    high: Shown | None
    interval: str  # "" when the margin cannot be known
    n: str
    few: str  # a caution when there were fewer observations than the ruleset asks for
    target: Shown | None
    baseline: Shown | None
    better: str  # higher | lower | band | ""
    trend: Status | None
    trend_note: str
    score: Shown | None
    source: str
    strength: str  # A, B, C, G, O or ""
    strength_note: str
    weak: bool
    grade: str
    evidence: tuple[str, ...]
    illustrative: bool
    points: tuple[Point, ...]
    units: tuple[Fact, ...]  # by organisational unit, latest period
    used_by: tuple[str, ...]  # criteria scored by it


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricGroup:
    """The metrics of one perspective, or those that inform only the diagnosis."""

    title: str
    tone: int
    rows: tuple[MetricRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One filled-in checklist."""

    id: str
    place: str
    when: str
    scenario: str
    raw: Shown | None
    final: Shown | None
    note: str  # failed critical items, caps, or why it was not scored
    failed_critical: tuple[str, ...]
    sections: tuple[Shown | None, ...]  # in the order of the checklist's sections
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A stage of a checklist over all its records."""

    id: str
    title: str
    mean: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """An item of a checklist over all its records."""

    id: str
    section: str  # its title
    asks: str
    flag: str  # critical, fatal, moment of truth or "", in words
    moment: bool  # a moment of truth
    mean: Shown | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """How far two people who judged the same records agree."""

    records: int  # judged twice
    items: int  # judged by both, over all those records
    kappa: Shown | None  # Cohen's, linear weights, -1..1; None when chance alone explains the answers
    same: Shown  # share of items judged alike
    target: Shown | None  # that the organisation set itself for its reviewers; None without one
    says: str  # all this in words
    note: str  # what it does not carry


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All records of one questionnaire."""

    id: str
    title: str
    use: str
    summary: str
    sections: tuple[SectionRow, ...]
    visits: tuple[VisitRow, ...]  # every record that counts, in order of date
    listed: tuple[str, ...]  # ids of those a page lists: all, or the lowest of many
    left_out: tuple[Fact, ...]  # records that do not count, with the reason
    cut: str  # says so when a page does not list all of them
    mean: Shown | None
    agreement: AgreementRow | None  # None when nobody judged a record a second time
    every_item: tuple[ItemRow, ...]  # in the order of the checklist
    weakest: tuple[ItemRow, ...]
    moments: tuple[ItemRow, ...]
