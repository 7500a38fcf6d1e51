"""A derivation can be recomputed by hand: from values and caps up to the score."""

from fractions import Fraction

from bsc_audit.core.quantities import Interval
from bsc_audit.core.scoring.explain import Derivation, explain, names
from bsc_audit.core.vocabulary import Grade, State
from small_rulesets import flat_tree, measured, score, small

RULESET = flat_tree("a 1", "b 2", "c 3", group=", caps: [{when: a < 50, at: 59, says: A failed.}]")
CARD = score(RULESET, a=measured("a", 40, n=12, interval=Interval(30.0, 50.0), grade=Grade.A, evidence=("E1",)), b=100)


def derivation(name: str) -> Derivation:
    found = explain(RULESET, CARD, name)
    assert found is not None
    return found


def test_contributions_add_up_to_what_was_earned_and_the_cap_says_the_rest() -> None:
    whole = derivation("overall")
    assert sum(member.contribution for member in whole.members if member.contribution is not None) == whole.raw == 80
    assert (whole.score, [cap.says for cap in whole.caps]) == (59, ["A failed."])


def test_what_was_left_out_has_a_reason_and_no_contribution() -> None:
    missing = derivation("overall").members[2]
    assert (missing.state, missing.reason, missing.contribution) == (State.NOT_ASSESSED, "not measured", None)


def test_a_criterion_leads_to_its_indicator_and_that_to_its_evidence() -> None:
    leaf = derivation("a").members[0]
    assert leaf.source is not None
    assert (leaf.source.value, leaf.source.n, leaf.source.low, leaf.source.grade, leaf.source.evidence) == (
        40,
        12,
        30.0,
        "A",
        ("E1",),
    )
    assert leaf.method == "straight from 0 at 0 to 100 at 100"


def test_an_indicator_of_no_criterion_can_be_explained_and_an_unknown_name_cannot() -> None:
    ruleset = small("""
groups: [{id: overall, title: Overall, kind: overall}]
indicators: {aside: {title: Aside, kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}}}
criteria: [{id: K, title: K, in: overall, weight: 1, score: {kind: rubric, levels: {0: a, 5: b}}}]
""")
    card = score(ruleset, aside=30, K=5)
    assert list(names(card)) == ["overall", "K", "aside"]
    found = explain(ruleset, card, "aside")
    assert found is not None
    assert (found.score, found.weight, found.contribution) == (Fraction(30), None, None)
    assert explain(ruleset, card, "nowhere") is None
