"""The derivation of a score: what it was made of, down to values, evidence and caps, ready to be recomputed."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.model import CapApplied, Measured, Scorecard, ScoredIndicator, ScoredMember, ScoredNode
from bsc_audit.core.vocabulary import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an indicator's value comes from."""

    value: Fraction | None
    unit: str
    n: int | None
    low: float | None  # 95 % interval
    high: float | None
    period: str
    variant: str
    formula: str  # in words
    grade: str
    evidence: tuple[str, ...]
    target: Fraction | None
    baseline: Fraction | None
    trend: str
    benchmark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """One node of a derivation. Shares are 0..1; None scores are not assessed or not applicable."""

    id: str
    title: str
    kind: str  # group kind, criterion or indicator
    state: State
    raw: Fraction | None
    score: Fraction | None
    method: str
    caps: tuple[CapApplied, ...]
    weight: Fraction | None  # in its parent, as declared
    applied_weight: Fraction | None  # in its parent, after redistribution; None when left out
    coverage: Fraction | None
    not_applicable_share: Fraction | None
    reason: str
    source: Source | None
    members: tuple["Derivation", ...]

    @property
    def contribution(self) -> Fraction | None:
        """Points this member gives to its parent's weighted mean."""
        if self.score is None or self.applied_weight is None:
            return None
        return self.score * self.applied_weight


def explain(ruleset: Ruleset, scorecard: Scorecard, name: str) -> Derivation | None:
    """Derivation of a group, criterion or indicator; None when the scorecard has no such node."""
    if name in scorecard.nodes:
        return _node(ruleset, scorecard, scorecard.nodes[name], None)
    if name in scorecard.indicators:
        return _indicator(ruleset, scorecard.indicators[name], None)
    return None


def names(scorecard: Scorecard) -> Iterator[str]:
    """Everything that can be explained."""
    yield from scorecard.nodes
    yield from (name for name in scorecard.indicators if name not in scorecard.nodes)


def _node(ruleset: Ruleset, scorecard: Scorecard, node: ScoredNode, member: ScoredMember | None) -> Derivation:
    is_criterion = node.id in ruleset.criteria
    below = tuple(
        _indicator(ruleset, scorecard.indicators[inner.id], inner)
        if is_criterion
        else _node(ruleset, scorecard, scorecard.nodes[inner.id], inner)
        for inner in node.members
    )
    return Derivation(
        id=node.id,
        title=node.title,
        kind=node.kind,
        state=node.state,
        raw=node.raw,
        score=node.score,
        method=node.method,
        caps=node.caps,
        weight=member.weight if member else None,
        applied_weight=member.applied_weight if member else None,
        coverage=node.coverage,
        not_applicable_share=node.not_applicable_share,
        reason=node.reason,
        source=None,
        members=below,
    )


def _indicator(ruleset: Ruleset, scored: ScoredIndicator, member: ScoredMember | None) -> Derivation:
    measured = scored.measured
    indicator = ruleset.indicators[measured.indicator]
    return Derivation(
        id=indicator.id,
        title=indicator.title,
        kind=indicator.kind,
        state=member.state if member else measured.state,
        raw=scored.raw,
        score=scored.score,
        method=scored.method,
        caps=scored.caps,
        weight=member.weight if member else None,
        applied_weight=member.applied_weight if member else None,
        coverage=None,
        not_applicable_share=None,
        reason=measured.reason,
        source=_source(ruleset, measured),
        members=(),
    )


def _source(ruleset: Ruleset, measured: Measured) -> Source:
    indicator = ruleset.indicators[measured.indicator]
    benchmark = indicator.benchmark
    return Source(
        value=measured.value,
        unit=measured.unit,
        n=measured.n,
        low=measured.interval.low if measured.interval else None,
        high=measured.interval.high if measured.interval else None,
        period=str(measured.period) if measured.period else "",
        variant=measured.variant,
        formula=indicator.explains,
        grade=str(measured.grade),
        evidence=measured.evidence,
        target=measured.target,
        baseline=measured.baseline,
        trend=str(measured.trend.kind) if measured.trend else "",
        benchmark=f"{benchmark.source} (strength {benchmark.strength})" if benchmark else "",
    )
