"""The four XCCDF 1.2 scoring models, against a second implementation written from NISTIR 7275r4, 7.3.2.

The second one walks the whole tree anew for each model and each node, carries its own words for results, and
shares no code with the engine. Rulesets are built from the same tree and go through the real compiler.
"""

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.generated import compile_scoring, vector_of
from bsc_audit.core.scoring.model import Measured
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import State
from properties.rulesets import DECISION, compiled

TREES = 320
COUNTED, PASSED = ("pass", "fixed", "fail", "error", "unknown"), ("pass", "fixed")
LEFT_OUT = ("notapplicable", "notchecked", "informational", "notselected")
MODELS = {
    "default": "xccdf_default",
    "flat": "xccdf_flat",
    "flat-unweighted": "xccdf_flat_unweighted",
    "absolute": "xccdf_absolute",
}


@dataclass
class Rule:
    """A rule with its one result, or a group with what lies in it."""

    name: str
    weight: Fraction
    result: str = ""
    inside: "tuple[Rule, ...]" = ()


def random_tree(random: Random, name: str = "overall", depth: int = 3) -> Rule:
    """Groups of one to five members; weights 0 or with two decimals; every result word."""
    count = random.randint(1, 5) if depth < 3 else random.randint(2, 5)
    inside = tuple(_member(random, f"{name}-{n}", depth, first=n == 0) for n in range(count))
    return Rule(name, _weight(random, zero=depth < 3), inside=inside)


def _member(random: Random, name: str, depth: int, *, first: bool) -> Rule:
    if depth > 1 and not first and random.random() < 0.4:
        return random_tree(random, name, depth - 1)
    words = (*COUNTED, *COUNTED, "pass", "pass", *LEFT_OUT)
    return Rule(name, _weight(random, zero=not first), result=random.choice(words))


def _weight(random: Random, *, zero: bool) -> Fraction:
    return Fraction(0) if zero and random.random() < 0.1 else Fraction(random.randint(1, 1000), 100)


# The models, from the specification ---------------------------------------------------------------------


def default_model(node: Rule) -> tuple[Fraction, int]:
    """Score and count of a node: the normalised, weighted sum over children with a count."""
    if not node.inside:
        return (Fraction(100 * (node.result in PASSED)), 1) if node.result in COUNTED else (Fraction(0), 0)
    score = accumulator = Fraction(0)
    count = 0
    for child in node.inside:
        of_child, counted = default_model(child)
        if counted:
            score += of_child * child.weight
            count += 1
            accumulator += child.weight
    return (score / accumulator if accumulator else Fraction(0), count if accumulator else 0)


def rules_of(node: Rule) -> list[Rule]:
    return [node] if not node.inside else [rule for child in node.inside for rule in rules_of(child)]


def flat_model(node: Rule, *, weighted: bool) -> tuple[Fraction, Fraction]:
    """Points earned and points possible."""
    counted = [rule for rule in rules_of(node) if rule.result in COUNTED]
    worth = {rule.name: rule.weight if weighted else Fraction(rule.weight != 0) for rule in counted}
    earned = [worth[rule.name] for rule in counted if rule.result in PASSED]
    return sum(earned, Fraction(0)), sum(worth.values(), Fraction(0))


def by_the_specification(model: str, node: Rule) -> Fraction | None:
    """0..100; None where nothing that counts has a weight, which the specification leaves open."""
    if model == "default":
        score, count = default_model(node)
        return score if count else None
    earned, possible = flat_model(node, weighted=model != "flat-unweighted")
    if not possible:
        return None
    return Fraction(100 * (earned == possible)) if model == "absolute" else 100 * earned / possible


# As a ruleset -------------------------------------------------------------------------------------------


def as_ruleset(tree: Rule, model: str) -> Ruleset:
    groups: list[dict[str, Any]] = []
    criteria: list[dict[str, Any]] = []
    _add(tree, None, MODELS[model], groups, criteria)
    return compiled({"groups": groups, "criteria": criteria, "decision": DECISION})


def _add(
    node: Rule, parent: str | None, aggregate: str, groups: list[dict[str, Any]], criteria: list[dict[str, Any]]
) -> None:
    common = {"id": node.name, "title": node.name, "weight": float(node.weight), **({"in": parent} if parent else {})}
    if not node.inside:
        question = {"kind": "yes_no_set", "questions": [{"id": "passes", "asks": "Does it pass?"}]}
        criteria.append({**common, "score": question, "not_applicable": "with_reason"})
        return
    groups.append({**common, "kind": "group", "aggregate": aggregate})
    for child in node.inside:
        _add(child, node.name, aggregate, groups, criteria)


def answers(tree: Rule) -> dict[str, Measured]:
    return {rule.name: _answer(rule) for rule in rules_of(tree)}


def _answer(rule: Rule) -> Measured:
    counts = rule.result in COUNTED
    value = Fraction(100 * (rule.result in PASSED)) if counts else None
    state = State.ASSESSED if counts else State.NOT_APPLICABLE
    return Measured(indicator=rule.name, state=state, value=value, unit="%", reason="" if counts else rule.result)


def groups_of(node: Rule) -> list[Rule]:
    return [node, *(group for child in node.inside if child.inside for group in groups_of(child))]


@pytest.mark.parametrize("model", MODELS)
def test_every_group_of_hundreds_of_random_trees_scores_as_the_specification_says(model: str) -> None:
    scored, trees = 0, 0
    for seed in range(TREES):
        tree = random_tree(Random(seed))
        ruleset = as_ruleset(tree, model)
        nodes = score_measured(ruleset, answers(tree), {}).nodes
        expected = {group.name: by_the_specification(model, group) for group in groups_of(tree)}
        assert {name: nodes[name].score for name in expected} == expected, f"seed {seed}"
        scored, trees = scored + sum(score is not None for score in expected.values()), trees + 1
    assert trees == TREES
    assert scored > 2 * TREES


@pytest.mark.parametrize("model", MODELS)
def test_generated_code_agrees_too(model: str) -> None:
    for seed in range(0, TREES, 8):
        tree = random_tree(Random(seed))
        compiled_scoring = compile_scoring(as_ruleset(tree, model))
        fast = compiled_scoring.score(vector_of(compiled_scoring, answers(tree), {}))
        found = dict(zip(compiled_scoring.nodes, fast.nodes, strict=True))
        for group in groups_of(tree):
            score = by_the_specification(model, group)
            if score is None:
                assert not found[group.name] < float("inf")
            else:
                assert found[group.name] == pytest.approx(float(score), abs=1e-9)


def test_points_of_a_flat_model_are_reported_beside_the_percent() -> None:
    tree = Rule("overall", Fraction(1), inside=(Rule("a", Fraction(3), "pass"), Rule("b", Fraction(5), "fail")))
    node = score_measured(as_ruleset(tree, "flat"), answers(tree), {}).nodes["overall"]
    assert (node.points, node.possible, node.score) == (3, 8, Fraction(75, 2))
