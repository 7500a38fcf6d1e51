"""How members become a score: policies, weights carried upward, caps, shares, several indicators."""

from fractions import Fraction

import pytest

from bsc_audit.core.problems import RulesetError
from bsc_audit.core.scoring.generated import compile_scoring, vector_of
from bsc_audit.core.scoring.model import ScoredNode
from bsc_audit.core.scoring.score import Given, score_measured
from bsc_audit.core.vocabulary import Grade, State
from small_rulesets import NOT_APPLICABLE, all_measured, flat_tree, measured, score, small

METRIC = "{kind: mean, unit: points, better: higher, linear: {zero: 0, full: 100}}"
TRANSPARENT = f"""
groups:
- {{id: overall, title: Overall, kind: overall}}
- {{id: theme, title: Theme, kind: theme, in: overall, weight: members}}
criteria:
- {{id: a, title: A, in: theme, weight: 7, score: {METRIC}}}
- {{id: b, title: B, in: theme, weight: 2, score: {METRIC}}}
- {{id: c, title: C, in: overall, weight: 1, score: {METRIC}}}
"""


def overall(card_of: str, **values: object) -> ScoredNode:
    return score(flat_tree("a 1", "b 2", "c 3", aggregate=card_of), **values).nodes["overall"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("weighted_mean", Fraction(70 + 2 * 40 + 3 * 90, 6)),
        ("xccdf_default", Fraction(70 + 2 * 40 + 3 * 90, 6)),
        ("minimum", 40),
        ("sum", 70 + 2 * 40 + 3 * 90),
        ("{method: worst_k, k: 2}", 55),
        ("xccdf_flat", Fraction(70 + 2 * 40 + 3 * 90, 6)),
        ("xccdf_flat_unweighted", Fraction(200, 3)),
        ("xccdf_absolute", 0),
    ],
)
def test_each_method_combines_three_members(aggregate: str, expected: Fraction) -> None:
    assert overall(aggregate, a=70, b=40, c=90).score == expected


def test_the_geometric_mean_is_that_of_the_powers() -> None:
    got = overall("weighted_geometric", a=70, b=40, c=90).score
    assert float(got or 0) == pytest.approx((70 * 40**2 * 90**3) ** (1 / 6))


def test_a_transparent_group_carries_what_entered_its_own_mean() -> None:
    card = score(small(TRANSPARENT), a=80, b=50, c=10)
    assert card.nodes["overall"].score == Fraction(7 * 80 + 2 * 50 + 10, 10)
    without_b = score(small(TRANSPARENT), a=80, b=None, c=10)
    assert without_b.nodes["theme"].weight == 7
    assert without_b.nodes["overall"].score == Fraction(7 * 80 + 10, 8)
    assert without_b.nodes["overall"].coverage == Fraction(8, 10)


def test_a_transparent_group_with_nothing_in_it_carries_nothing() -> None:
    card = score(small(TRANSPARENT), c=10)
    assert (card.nodes["theme"].weight, card.nodes["overall"].score) == (0, 10)


def test_a_blocking_member_that_is_missing_blocks_its_parent_and_says_so() -> None:
    node = score(flat_tree("a 1", "b 1 missing: block"), a=80).nodes["overall"]
    assert (node.state, node.reason) == (State.NOT_ASSESSED, "blocked by b, which must be assessed")
    applies_not = score(flat_tree("a 1", "b 1 missing: block"), a=80, b=NOT_APPLICABLE).nodes["overall"]
    assert applies_not.score == 80


def test_what_weighs_nothing_is_reported_and_counts_for_nothing() -> None:
    node = score(flat_tree("a 0", "b 1"), a=80).nodes["overall"]
    assert (node.score, node.reason) == (None, "what was assessed weighs nothing")
    assert score(flat_tree("a 0", "b 1"), a=80, b=20).nodes["overall"].score == 20


def test_flat_models_count_missing_leaves_that_count_zero() -> None:
    assert score(flat_tree("a 1", "b 3 missing: zero", aggregate="xccdf_flat"), a=80).nodes["overall"].score == 20


def test_applied_weights_are_those_of_the_members_that_count() -> None:
    node = score(flat_tree("a 1", "b 1", "c 2"), a=50, b=None, c=80).nodes["overall"]
    assert {one.id: one.applied_weight for one in node.members} == {"a": Fraction(1, 3), "b": None, "c": Fraction(2, 3)}
    assert sum(one.applied_weight * one.score for one in node.members if one.applied_weight and one.score) == node.score


def test_a_cap_holds_a_node_down_and_keeps_what_was_earned() -> None:
    ruleset = flat_tree("a 1", "b 1", group=", caps: [{when: score.a < 50, at: 59, says: A failed.}]")
    held, free = score(ruleset, a=40, b=100).nodes["overall"], score(ruleset, a=50, b=100).nodes["overall"]
    assert (held.raw, held.score, [cap.says for cap in held.caps]) == (70, 59, ["A failed."])
    assert (free.raw, free.score, free.caps) == (75, 75, ())


def test_a_cap_that_cannot_be_told_holds_nothing_down_and_one_above_the_score_is_not_named() -> None:
    ruleset = flat_tree("a 1", "b 1", group=", caps: [{when: score.a < 50, at: 59, says: A failed.}]")
    assert score(ruleset, b=100).nodes["overall"].score == 100
    low = score(ruleset, a=10, b=30).nodes["overall"]
    assert (low.score, low.caps) == (20, ())


def test_a_knock_out_is_a_cap_at_zero_and_the_lowest_cap_counts() -> None:
    caps = ", caps: [{when: a < 50, at: 59, says: First.}, {when: a < 30, at: 0, says: Out.}]"
    node = score(flat_tree("a 1", "b 1", group=caps), a=20, b=100).nodes["overall"]
    assert (node.score, [cap.says for cap in node.caps]) == (0, ["Out.", "First."])


SEVERAL = """
groups: [{{id: overall, title: Overall, kind: overall}}]
indicators:
  sus: {metric}
  task: {metric}
criteria:
- {{id: easy, title: Easy, in: overall, weight: 1, indicators: [{{use: sus, weight: {first}}}, {{use: task, weight: {second}}}], aggregate: {way}}}
"""


@pytest.mark.parametrize(
    ("first", "second", "way", "expected"),
    [
        (2, 1, "weighted_mean", 70),
        (2, 1, "minimum", 50),
        (0, 1, "weighted_mean", 50),
        (3, 1, "xccdf_flat", 72.5),
        (1, 1, "sum", 130),
    ],
)
def test_a_criterion_combines_its_indicators_and_weight_zero_counts_for_nothing(
    first: int, second: int, way: str, expected: float
) -> None:
    ruleset = small(SEVERAL.format(metric=METRIC, first=first, second=second, way=way))
    values = all_measured(ruleset, {"sus": 80, "task": 50})
    assert score(ruleset, **values).nodes["easy"].score == Fraction(str(expected))
    compiled = compile_scoring(ruleset)
    fast = dict(zip(compiled.nodes, compiled.score(vector_of(compiled, values, {})).nodes, strict=True))
    assert fast["easy"] == pytest.approx(expected)


def test_a_criterion_leaves_missing_indicators_out_and_says_why_none_is_left() -> None:
    ruleset = small(SEVERAL.format(metric=METRIC, first=2, second=1, way="weighted_mean"))
    assert score(ruleset, sus=80).nodes["easy"].score == 80
    assert score(ruleset, sus=80, task=NOT_APPLICABLE).nodes["easy"].score == 80
    neither = score(ruleset, task=NOT_APPLICABLE).nodes["easy"]
    assert (neither.state, neither.reason) == (State.NOT_ASSESSED, "not measured; there is none")
    assert score(ruleset, sus=NOT_APPLICABLE, task=NOT_APPLICABLE).nodes["easy"].state is State.NOT_APPLICABLE


def test_a_criterion_may_not_apply_although_it_was_measured() -> None:
    ruleset = small(SEVERAL.format(metric=METRIC, first=2, second=1, way="weighted_mean"))
    values = all_measured(ruleset, {"sus": 80, "task": 50})
    card = score_measured(ruleset, values, {}, not_applicable={"easy": "no such service"})
    assert (card.nodes["easy"].state, card.nodes["easy"].reason) == (State.NOT_APPLICABLE, "no such service")
    assert card.indicators["sus"].score == 80
    compiled = compile_scoring(ruleset)
    fast = compiled.score(vector_of(compiled, values, {}, not_applicable={"easy": "no such service"}))
    assert fast.nodes == (float("inf"), float("inf"))


def test_the_verified_share_is_of_the_assessed_weight() -> None:
    text = "evidence_grades: {A: {at: 100, title: Seen, verified: true}, D: {at: 100, title: Said}}\n"
    ruleset = small(TRANSPARENT + text)
    card = score(ruleset, a=measured("a", 80, grade=Grade.A), b=measured("b", 50, grade=Grade.D))
    assert card.nodes["overall"].verified_share == Fraction(7, 9)


def test_the_level_of_a_perspective_with_members_that_do_not_apply() -> None:
    """Oracle level_fin_na: ten scores count with their own weights, two criteria do not apply."""
    weights = dict(zip("abcdef", (8, 10, 6, 4, 8, 7), strict=True))
    ruleset = flat_tree(*(f"{name} {weight}" for name, weight in weights.items()))
    given = {"a": 60, "b": 75, "c": 50, "e": 80, "d": NOT_APPLICABLE, "f": NOT_APPLICABLE}
    node = score(ruleset, **given).nodes["overall"]
    assert node.score == Fraction(8 * 60 + 10 * 75 + 6 * 50 + 8 * 80, 32)
    assert (node.coverage, node.not_applicable_share) == (1, Fraction(11, 43))


def test_scores_stated_from_outside_stand_for_what_lies_below() -> None:
    ruleset = small(TRANSPARENT)
    card = score_measured(
        ruleset, all_measured(ruleset, {}), {}, given=Given(nodes={"theme": Fraction(90), "c": Fraction(40)})
    )
    assert card.nodes["overall"].score == 85
    assert card.nodes["overall"].coverage == 1


def test_a_criterion_in_no_unit_but_points_is_added_up() -> None:
    ruleset = small("""
groups: [{id: overall, title: Overall, kind: overall, aggregate: sum}]
criteria:
- {id: a, title: A, in: overall, weight: 1, score: {kind: demerits, as_points: true}}
- {id: b, title: B, in: overall, weight: 2, score: {kind: demerits, as_points: true}}
""")
    node = score(ruleset, a=15, b=20).nodes["overall"]
    assert (node.score, node.points) == (55, 55)


def test_points_below_zero_leave_nothing_of_a_geometric_mean() -> None:
    ruleset = small("""
groups: [{id: overall, title: Overall, kind: overall, aggregate: weighted_geometric}]
criteria:
- {id: a, title: A, in: overall, weight: 1, score: {kind: value, better: higher, as_points: true}}
- {id: b, title: B, in: overall, weight: 1, score: {kind: value, better: higher, as_points: true}}
""")
    values = all_measured(ruleset, {"a": -5, "b": 3})
    compiled = compile_scoring(ruleset)
    assert score(ruleset, **values).nodes["overall"].score == 0
    assert compiled.score(vector_of(compiled, values, {})).nodes[0] == 0


def test_members_that_all_weigh_nothing_are_refused() -> None:
    with pytest.raises(RulesetError, match="weighs 0"):
        flat_tree("a 0", "b 0")
