"""The Scorecard: every score with the raw value it came from, what capped it, and how it was weighted."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.methods.trend import TrendResult
from bsc_audit.core.quantities import Interval, Period
from bsc_audit.core.questionnaire.record import RecordScore
from bsc_audit.core.vocabulary import Grade, State

__all__ = [
    "CapApplied",
    "DerivedValue",
    "Measured",
    "RecordScore",
    "Scorecard",
    "ScoredIndicator",
    "ScoredMember",
    "ScoredNode",
    "SeriesPoint",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """One period of a metric, units pooled."""

    period: Period
    value: Fraction
    n: int | None
    standard_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator's value before any score."""

    indicator: str
    state: State
    value: Fraction | None  # in `unit`; rubric: level; sets and checklists: percent
    unit: str
    n: int | None = None
    interval: Interval | None = None
    standard_error: float | None = None
    variant: str = ""
    period: Period | None = None
    series: tuple[SeriesPoint, ...] = ()  # ascending periods
    trend: TrendResult | None = None  # judged by its direction
    moved: TrendResult | None = None  # the raw movement of the value, where direction says nothing too
    target: Fraction | None = None
    baseline: Fraction | None = None
    grade: Grade = Grade.NONE
    evidence: tuple[str, ...] = ()
    records: tuple[RecordScore, ...] = ()
    units: Mapping[str, Fraction] | None = None  # by organisational unit, latest period
    details: Mapping[str, Fraction] | None = None
    reason: str = ""  # why it is not assessed or not applicable
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CapApplied:
    """Why a score is lower than what was earned."""

    at: Fraction
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredIndicator:
    """A measured indicator with its raw and its credited score."""

    measured: Measured
    raw: Fraction | None  # 0..100, or points
    score: Fraction | None  # after caps
    method: str  # normalisation in words, with its points
    caps: tuple[CapApplied, ...]  # those that held the score down


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredMember:
    """A child in its parent's aggregation; applied_weight is 0..1 after redistribution, None when left out."""

    id: str
    state: State
    weight: Fraction
    applied_weight: Fraction | None
    score: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredNode:
    """A criterion or group: its score and everything needed to recompute it by hand."""

    id: str
    title: str
    kind: str  # criterion, or the group's own kind
    state: State
    raw: Fraction | None
    score: Fraction | None  # after caps
    method: str
    members: tuple[ScoredMember, ...]
    caps: tuple[CapApplied, ...]
    coverage: Fraction | None  # assessed / applicable weight of criteria below, 0..1; None when nothing applies
    not_applicable_share: Fraction  # of the weight of criteria below, 0..1
    verified_share: Fraction | None  # of the assessed weight, backed by verified evidence
    weight: Fraction  # carried into the parent
    points: Fraction | None = None  # of points schemes (XCCDF flat, sum)
    possible: Fraction | None = None
    reason: str = ""  # why it is not assessed or not applicable
    nominal_weight: Fraction = Fraction(1)  # of everything below, applicable or not
    applicable_weight: Fraction = Fraction(1)  # of what applies below


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedValue:
    """A derived value with the number of observations behind it."""

    id: str
    value: Fraction | str | None
    unit: str
    n: int | None
    reason: str = ""  # why it is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """All scores of one assessment."""

    root: str
    nodes: Mapping[str, ScoredNode]  # groups and criteria, parents before children
    indicators: Mapping[str, ScoredIndicator]
    derived: Mapping[str, DerivedValue]
