"""Parts of the Report about the method: scales, caps, weights, and one score derived in full."""

from dataclasses import dataclass

from bsc_audit.core.report.shown import Fact, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """What one evidence grade may be credited, and how often it occurs."""

    grade: str
    title: str
    at: Shown
    verified: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingRow:
    """One line of the grading table, in the order it is tried."""

    condition: str
    outcome: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationMember:
    """One member in a derivation; contribution is applied weight x score, points."""

    id: str
    title: str
    weight: Shown
    applied: Shown | None
    score: Shown | None
    contribution: Shown | None
    note: str  # why it is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationStep:
    """How one score came about from the scores below it."""

    title: str
    answer: str  # of an indicator, in words
    method: str
    members: tuple[DerivationMember, ...]
    raw: Shown | None
    caps: tuple[str, ...]
    score: Shown | None
    adds_up: bool  # the contributions add up to the raw score


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How evidence became scores."""

    texts: tuple[Fact, ...]  # heading and paragraph
    grades: tuple[GradeRow, ...]
    grading: tuple[GradingRow, ...]
    risk_bands: tuple[Fact, ...]
    severities: tuple[Fact, ...]  # what levels 1..5 mean
    likelihoods: tuple[Fact, ...]
    strengths: tuple[Fact, ...]  # what the strength letters of benchmarks mean
    example: tuple[DerivationStep, ...]
    example_intro: str
