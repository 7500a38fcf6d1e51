"""Interpreter and generated code are one scoring: equal on random rulesets and random assessments."""

from math import inf, isnan

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bsc_audit.core.decision.decide import recommend
from bsc_audit.core.decision.quick import quick_verdict
from bsc_audit.core.findings.derive import values_of
from bsc_audit.core.findings.rules import truth_of
from bsc_audit.core.scoring.generated import compile_scoring, vector_of
from bsc_audit.core.scoring.model import ScoredNode
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import State
from properties.rulesets import assessments, rulesets

SLOW = settings(max_examples=120, suppress_health_check=list(HealthCheck))


@SLOW
@given(st.data())
def test_generated_code_equals_the_interpreter(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    compiled = compile_scoring(ruleset)
    for _ in range(3):
        case = data.draw(assessments(ruleset))
        facts = dict(case.facts)
        vector = vector_of(compiled, case.measured, case.derived, not_applicable=case.not_applicable, facts=facts)
        fast = compiled.score(vector)
        event(f"near tie: {fast.near_tie}")
        card = score_measured(ruleset, case.measured, case.derived, not_applicable=case.not_applicable)
        recommended, values = recommend(ruleset, card, facts), values_of(card)
        truths = [truth_of(rule.when.evaluate(values)) for rule in ruleset.rules]
        quick = quick_verdict(compiled, case.measured, case.derived, not_applicable=case.not_applicable, facts=facts)
        assert (quick.verdict, quick.award, list(quick.rules)) == (recommended.verdict, recommended.award, truths)
        if fast.near_tie:
            continue
        for name, score in zip(compiled.nodes, fast.nodes, strict=True):
            assert same_score(score, card.nodes[name]), (name, score, card.nodes[name], compiled.source)
        for name, coverage in zip(compiled.groups, fast.coverage, strict=True):
            assert same_share(coverage, card.nodes[name]), (name, coverage, card.nodes[name], compiled.source)
        outcome = compiled.outcomes[fast.outcome]
        assert list(fast.findings) == truths
        assert (outcome.verdict, outcome.award) == (recommended.verdict, recommended.award)


def same_score(fast: float, node: ScoredNode) -> bool:
    if node.state is State.NOT_APPLICABLE:
        return fast == inf
    if node.score is None:
        return isnan(fast)
    return abs(fast - node.score) <= 1e-9 * max(1, abs(node.score))


def same_share(fast: float, node: ScoredNode) -> bool:
    return isnan(fast) if node.coverage is None else abs(fast - node.coverage) <= 1e-12
