"""Laws that hold of every tree: bounded, monotone, scale-free, order-free, indifferent to what does not apply."""

from copy import deepcopy
from fractions import Fraction
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.model import Measured, Scorecard
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import State
from properties.rulesets import BOUNDED, DECISION, POLICIES, Raw, Shape, compiled, measured, shapes

LAWS = settings(max_examples=40, suppress_health_check=list(HealthCheck))
PLAIN = tuple(way for way in BOUNDED if way != "xccdf_absolute")
MONOTONE = ("weighted_mean", "weighted_geometric", "minimum", {"method": "worst_k", "k": 2}, "xccdf_flat")


def raw_of(shape: Shape) -> Raw:
    return {"groups": shape.groups, "criteria": shape.criteria, "indicators": shape.indicators, "decision": DECISION}


def scored(ruleset: Ruleset, values: dict[str, Measured]) -> Scorecard:
    return score_measured(ruleset, {name: values[name] for name in ruleset.indicators}, {})


def draw_values(data: st.DataObject, ruleset: Ruleset, *, holes: bool = True) -> dict[str, Measured]:
    return {name: data.draw(measured(one, holes=holes)) for name, one in ruleset.indicators.items()}


def scores_of(card: Scorecard) -> dict[str, tuple[State, Fraction | None]]:
    return {name: (node.state, node.score) for name, node in card.nodes.items()}


@LAWS
@given(shapes(BOUNDED), st.data())
def test_every_score_lies_in_0_to_100_and_every_share_in_0_to_1(shape: Shape, data: st.DataObject) -> None:
    ruleset = compiled(raw_of(shape))
    for node in scored(ruleset, draw_values(data, ruleset)).nodes.values():
        assert node.score is None or 0 <= node.score <= 100
        assert (node.score is None) == (node.state is not State.ASSESSED)
        assert node.coverage is None or 0 <= node.coverage <= 1
        assert node.verified_share is None or 0 <= node.verified_share <= 1
        assert 0 <= node.not_applicable_share <= 1


@LAWS
@given(shapes(MONOTONE, ("exclude", "zero")), st.data())
def test_raising_one_rubric_lowers_no_score(shape: Shape, data: st.DataObject) -> None:
    """Levels only: what a metric's points do to its value is another law."""
    ruleset = compiled(raw_of(shape))
    rubrics = [one.id for one in ruleset.indicators.values() if one.kind == "rubric"]
    assume(rubrics)
    values = draw_values(data, ruleset)
    name, level = data.draw(st.sampled_from(rubrics)), data.draw(st.integers(0, 4))
    low = Measured(indicator=name, state=State.ASSESSED, value=Fraction(level), unit="level")
    high = Measured(indicator=name, state=State.ASSESSED, value=Fraction(level + 1), unit="level")
    before, after = scored(ruleset, values | {name: low}), scored(ruleset, values | {name: high})
    for node in ruleset.groups | ruleset.criteria:
        first, second = before.nodes[node].score, after.nodes[node].score
        assert (first is None) == (second is None)
        assert first is None or second is None or first <= second


@LAWS
@given(shapes(PLAIN), st.integers(2, 50), st.data())
def test_weights_count_only_in_proportion(shape: Shape, factor: int, data: st.DataObject) -> None:
    raw = raw_of(shape)
    larger = deepcopy(raw)
    for node in (*larger["groups"], *larger["criteria"]):
        if isinstance(node.get("weight"), int | float):
            node["weight"] = float(Fraction(repr(node["weight"])) * factor)
        for use in node.get("indicators", ()):
            use["weight"] = float(Fraction(repr(use["weight"])) * factor)
    first, second = compiled(raw), compiled(larger)
    values = draw_values(data, first)
    one, other = scored(first, values), scored(second, values)
    assert scores_of(one) == scores_of(other)
    assert [node.coverage for node in one.nodes.values()] == [node.coverage for node in other.nodes.values()]


@LAWS
@given(shapes(PLAIN), st.randoms(use_true_random=False), st.data())
def test_the_order_of_members_does_not_matter(shape: Shape, random: Random, data: st.DataObject) -> None:
    raw = raw_of(shape)
    shuffled = deepcopy(raw)
    random.shuffle(shuffled["criteria"])
    random.shuffle(shuffled["groups"])
    first, second = compiled(raw), compiled(shuffled)
    values = draw_values(data, first)
    one, other = scores_of(scored(first, values)), scores_of(scored(second, values))
    assert one == other


@LAWS
@given(shapes(PLAIN, ("exclude", "zero")), st.data())
def test_what_does_not_apply_is_as_if_it_were_not_there(shape: Shape, data: st.DataObject) -> None:
    raw = raw_of(shape)
    places = [node for node in raw["criteria"] if sum(other["in"] == node["in"] for other in raw["criteria"]) > 1]
    assume(places)
    gone = data.draw(st.sampled_from(places))
    siblings = [n for n in (*raw["groups"], *raw["criteria"]) if n.get("in") == gone["in"] and n is not gone]
    assume(any(node["weight"] != 0 for node in siblings))
    whole = compiled(raw)
    values = draw_values(data, whole)
    card = score_measured(whole, values, {}, not_applicable={gone["id"]: "not here"})
    without = compiled({**raw, "criteria": [node for node in raw["criteria"] if node is not gone]})
    dropped = scored(without, values)
    for name, node in dropped.nodes.items():
        assert (card.nodes[name].score, card.nodes[name].coverage) == (node.score, node.coverage)


@LAWS
@given(shapes(BOUNDED), st.sampled_from([State.NOT_ASSESSED, State.NOT_APPLICABLE]))
def test_a_tree_without_any_answer_is_not_assessed_or_not_applicable(shape: Shape, state: State) -> None:
    ruleset = compiled(raw_of(shape))
    values = {
        name: Measured(indicator=name, state=state, value=None, unit="", reason="so") for name in ruleset.indicators
    }
    card = scored(ruleset, values)
    assert {node.state for node in card.nodes.values()} == {state}
    assert {node.score for node in card.nodes.values()} == {None}


@LAWS
@given(st.lists(st.integers(0, 100), min_size=1, max_size=4), st.integers(1, 3), st.sampled_from(POLICIES))
def test_a_missing_member_that_counts_zero_still_lowers_coverage(
    given_scores: list[int], missing: int, policy: str
) -> None:
    score = {"kind": "mean", "better": "higher", "linear": {"zero": 0, "full": 100}}
    names = [f"c{n}" for n in range(len(given_scores) + missing)]
    criteria = [
        {"id": name, "title": name, "in": "overall", "weight": 1, "score": score, "missing": policy} for name in names
    ]
    ruleset = compiled(
        {"groups": [{"id": "overall", "title": "O", "kind": "o"}], "criteria": criteria, "decision": DECISION}
    )
    values = {
        name: Measured(indicator=name, state=State.ASSESSED, value=Fraction(value), unit="")
        for name, value in zip(names, given_scores, strict=False)
    }
    empty = {name: Measured(indicator=name, state=State.NOT_ASSESSED, value=None, unit="") for name in names}
    node = scored(ruleset, empty | values).nodes["overall"]
    total, count = sum(given_scores), len(given_scores)
    expected = {"exclude": Fraction(total, count), "zero": Fraction(total, count + missing), "block": None}
    assert (node.score, node.coverage) == (expected[policy], Fraction(count, count + missing))
