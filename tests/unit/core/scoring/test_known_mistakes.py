"""Mistakes that other scoring tools are known to make; each would change who is certified, each is a test here."""

from fractions import Fraction

import pytest

from bsc_audit.core.decision.quick import quick_verdict
from bsc_audit.core.findings.derive import derive
from bsc_audit.core.problems import RulesetError
from bsc_audit.core.scoring.generated import compile_scoring, vector_of
from bsc_audit.core.scoring.score import score as score_evidence
from bsc_audit.core.vocabulary import State, Truth, Verdict
from small_rulesets import NOT_APPLICABLE, all_measured, evidence, flat_tree, measured, score, small

RISK = """
groups: [{id: overall, title: Overall, kind: overall}]
criteria:
- {id: complaints, title: Complaints, in: overall, weight: 1, score: {kind: rubric, levels: {0: a, 5: b}}}
- {id: followed_up, title: Followed up, in: overall, weight: 1, score: {kind: rubric, levels: {0: a, 5: b}}}
findings:
- {id: R1, kind: risk, title: Risk, when: complaints < 3 || followed_up < 3, says: A risk., severity: 3}
- {id: R2, kind: strength, title: Good, when: "!(followed_up < 3)", says: Followed up.}
"""


def test_an_empty_audit_scores_nothing_rather_than_100() -> None:
    ruleset = flat_tree("a 1", "b 2")
    card = score(ruleset)
    assert (card.nodes["overall"].score, card.nodes["overall"].state) == (None, State.NOT_ASSESSED)
    assert card.nodes["overall"].coverage == 0
    assert score_evidence(ruleset, evidence()).nodes["overall"].score is None


def test_an_empty_audit_is_never_recommended() -> None:
    ruleset = flat_tree("a 1", "b 2")
    found = quick_verdict(compile_scoring(ruleset), all_measured(ruleset, {}), {})
    assert (found.verdict, found.award) == (Verdict.NOT_YET, None)


def test_leaving_a_risky_question_blank_does_not_lower_the_risk() -> None:
    ruleset = small(RISK)
    told = derive(ruleset, evidence(), score(ruleset, complaints=1, followed_up=5))
    blank = derive(ruleset, evidence(), score(ruleset, complaints=None, followed_up=5))
    assert told.rules[0].truth is Truth.TRUE
    assert blank.rules[0].truth is Truth.UNDETERMINED
    assert blank.rules[0].missing == ("complaints",)


def test_a_missing_answer_is_neither_false_nor_the_opposite_of_false() -> None:
    ruleset = small(RISK)
    rules = derive(ruleset, evidence(), score(ruleset, complaints=5)).rules
    assert [rule.truth for rule in rules] == [Truth.UNDETERMINED, Truth.UNDETERMINED]


def test_the_weight_of_a_missing_member_leaves_the_denominator_too() -> None:
    card = score(flat_tree("a 1", "b 3"), a=80)
    assert card.nodes["overall"].score == 80  # with weight 4 below the line it would be 20


def test_the_weight_of_a_member_that_does_not_apply_leaves_the_denominator_too() -> None:
    card = score(flat_tree("a 1", "b 3"), a=80, b=NOT_APPLICABLE)
    assert card.nodes["overall"].score == 80


def test_nothing_applicable_divides_by_nothing() -> None:
    ruleset = flat_tree("a 1", "b 2")
    card = score(ruleset, a=NOT_APPLICABLE, b=NOT_APPLICABLE)
    node = card.nodes["overall"]
    assert (node.state, node.score, node.coverage, node.not_applicable_share) == (State.NOT_APPLICABLE, None, None, 1)


def test_halves_and_thirds_survive_division() -> None:
    card = score(flat_tree("a 1", "b 1", "c 1"), a=50, b=50, c=51)
    assert card.nodes["overall"].score == Fraction(151, 3)


def test_bands_with_a_hole_are_refused() -> None:
    text = RISK.replace(
        "kind: rubric, levels: {0: a, 5: b}}",
        "kind: mean, better: lower, bands: [{up_to: 3, score: 100}, {up_to: 10, score: 0}]}",
        1,
    )
    with pytest.raises(RulesetError, match="no band holds the values above 10"):
        small(text)


def test_both_ways_to_score_give_one_score() -> None:
    ruleset = flat_tree("a 0.1", "b 0.2", "c 0.3")
    compiled = compile_scoring(ruleset)
    values = all_measured(ruleset, {"a": 60, "b": measured("b", Fraction(181, 3)), "c": 59})
    exact = score(ruleset, **values).nodes
    fast = compiled.score(vector_of(compiled, values, {}))
    assert dict(zip(compiled.nodes, fast.nodes, strict=True)) == pytest.approx(
        {n: float(exact[n].score or 0) for n in exact}
    )
