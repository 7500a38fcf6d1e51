"""Verdict and rules of many assessments: floats where they can decide, the exact interpreter where they cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bsc_audit.core.decision.decide import recommend
from bsc_audit.core.expressions import Value
from bsc_audit.core.findings.derive import values_of
from bsc_audit.core.findings.rules import truth_of
from bsc_audit.core.scoring.generated import CompiledScoring, vector_of
from bsc_audit.core.scoring.model import DerivedValue, Measured
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import Truth, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickVerdict:
    """What the exact path would say, however it was found."""

    verdict: Verdict
    award: str | None
    rules: tuple[Truth, ...]  # in the order of the ruleset's rules
    exact: bool  # decided by the interpreter, since floats could not


def quick_verdict(
    compiled: CompiledScoring,
    measured: Mapping[str, Measured],
    derived: Mapping[str, DerivedValue],
    *,
    not_applicable: Mapping[str, str] = MappingProxyType({}),
    facts: Mapping[str, Value] = MappingProxyType({}),
) -> QuickVerdict:
    """Verdict, award and truth of every rule; always those of the exact interpreter.

    Args:
        compiled: generated scoring of the ruleset.
        measured: every indicator of the ruleset.
        derived: every derived value.
        not_applicable: reasons by criterion.
        facts: open_majors, open_minors, falsified, verified_share, kind.
    """
    fast = compiled.score(vector_of(compiled, measured, derived, not_applicable=not_applicable, facts=facts))
    if fast.near_tie:
        return _exact(compiled, measured, derived, not_applicable, facts)
    outcome = compiled.outcomes[fast.outcome]
    return QuickVerdict(verdict=outcome.verdict, award=outcome.award, rules=tuple(fast.findings), exact=False)


def _exact(
    compiled: CompiledScoring,
    measured: Mapping[str, Measured],
    derived: Mapping[str, DerivedValue],
    not_applicable: Mapping[str, str],
    facts: Mapping[str, Value],
) -> QuickVerdict:
    scorecard = score_measured(compiled.ruleset, measured, derived, not_applicable=not_applicable)
    values = values_of(scorecard)
    rules = tuple(truth_of(rule.when.evaluate(values)) for rule in compiled.ruleset.rules)
    recommended = recommend(compiled.ruleset, scorecard, dict(facts))
    return QuickVerdict(verdict=recommended.verdict, award=recommended.award, rules=rules, exact=True)
