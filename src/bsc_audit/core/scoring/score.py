"""The one scoring path: evidence in, scorecard out, in exact arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.expressions import Value
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.before import Before
from bsc_audit.core.scoring.derived import derive_values
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.indicators import score_indicator
from bsc_audit.core.scoring.measure import measure_all
from bsc_audit.core.scoring.model import DerivedValue, Measured, Scorecard, ScoredIndicator, ScoredNode
from bsc_audit.core.scoring.tree import score_criterion, score_group
from bsc_audit.core.vocabulary import State


def score(ruleset: Ruleset, evidence: Evidence, *, before: Before | None = None) -> Scorecard:
    """Score one assessment. Never raises on data: what cannot be scored is not assessed, with its reason.

    Args:
        before: an earlier scoring by the same ruleset; what rests on equal evidence is not computed again.
    """
    measured = measure_all(ruleset, evidence, before)
    derived = derive_values(ruleset, evidence, measured, before)
    reasons = {name: answer.not_applicable for name, answer in evidence.answers.items() if answer.not_applicable}
    return score_measured(ruleset, measured, derived, not_applicable=reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Scores set from outside instead of computed: what cases and what-if questions state."""

    nodes: Mapping[str, Fraction] = field(default_factory=dict)  # scores of criteria or groups
    facts: Mapping[str, Value] = field(default_factory=dict)  # operands by path


def score_measured(
    ruleset: Ruleset,
    measured: Mapping[str, Measured],
    derived: Mapping[str, DerivedValue],
    *,
    not_applicable: Mapping[str, str] = MappingProxyType({}),
    given: Given | None = None,
) -> Scorecard:
    """Score values that have been measured already.

    Args:
        measured: every indicator of the ruleset.
        derived: every derived value.
        not_applicable: reasons by criterion.
        given: scores that replace what would be computed; what lies above them is computed from them.
    """
    given = given or Given()
    indicators: dict[str, ScoredIndicator] = {}
    nodes: dict[str, ScoredNode] = {}
    values = Values(measured=measured, derived=derived, indicators=indicators, nodes=nodes, facts=given.facts)
    for indicator in ruleset.indicators.values():
        indicators[indicator.id] = score_indicator(ruleset, indicator, measured[indicator.id], values)
    for criterion in ruleset.criteria.values():
        node = score_criterion(ruleset, criterion, values, not_applicable.get(criterion.id))
        nodes[criterion.id] = _given(node, given)
    for group in reversed(tuple(ruleset.groups.values())):
        nodes[group.id] = _given(score_group(ruleset, group, values), given)
    ordered = {name: nodes[name] for name in (*ruleset.groups, *ruleset.criteria)}
    return Scorecard(
        root=ruleset.root,
        nodes=MappingProxyType(ordered),
        indicators=MappingProxyType(indicators),
        derived=derived,
    )


def _given(node: ScoredNode, given: Given) -> ScoredNode:
    """The node with its score replaced, taken as wholly assessed and verified."""
    if node.id not in given.nodes:
        return node
    one, value = Fraction(1), given.nodes[node.id]
    applicable = node.nominal_weight
    return replace(
        node,
        state=State.ASSESSED,
        raw=value,
        score=value,
        caps=(),
        coverage=one,
        verified_share=one,
        reason="",
        weight=node.weight or applicable,
        applicable_weight=applicable,
    )
