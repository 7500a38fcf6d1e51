"""The same scheme for other engines: one list of expressions, staged, in the dialect zen and rule-engine share.

The friendliest form we found for them: numbers only. `k7` says what is known of criterion 7 (1 assessed, 0 missing,
2 not applicable) and `v7` is its value, so that no expression tests for null but where a group may have no score.
Findings are true or not true: *undetermined*, which neither engine has, is not asked of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from scheme import AWARDS, FAILED, HELD_DOWN, PERSPECTIVES, THEMES, Given, Item, Scheme

Stage = Sequence[tuple[str, str]]  # name, expression
Answer = Mapping[str, Any]


def inputs_of(given: Sequence[Given]) -> dict[str, float]:
    """An assessment as the peers read it."""
    fields: dict[str, float] = {}
    for number, answer in enumerate(given):
        fields[f"v{number}"] = 0.0 if answer.value is None else answer.value
        fields[f"k{number}"] = 2 if answer.not_applicable else 0 if answer.value is None else 1
    return fields


def stages_of(scheme: Scheme) -> tuple[Stage, ...]:
    """Expressions in four stages, each of which reads the ones before."""
    return (
        [line for item in scheme.items for line in _criterion(item)],
        [line for number in range(THEMES) for line in _theme(scheme, number)],
        [line for number in range(PERSPECTIVES) for line in _perspective(scheme, number)],
        list(_overall(scheme)),
        [*_decision(scheme), *((f"R{n}", _rule(rule)) for n, rule in enumerate(scheme.rules))],
    )


def _criterion(item: Item) -> Iterator[tuple[str, str]]:
    n, weight = item.number, item.weight
    yield f"C{n}", f"(k{n} == 1) ? ({_score(item)}) : 0"
    yield (
        f"w{n}",
        f"(k{n} == {2 if item.counts_zero else 1}) ? {0 if item.counts_zero else weight} : {weight if item.counts_zero else 0}",
    )
    yield f"a{n}", f"(k{n} == 1) ? {weight} : 0"
    yield f"p{n}", f"(k{n} == 2) ? 0 : {weight}"


def _score(item: Item) -> str:
    value = f"v{item.number}"
    if item.kind == "rubric":
        return f"{value} * 20"
    if item.kind == "question":
        return value
    text = str(item.points[-1][1])
    for (left, low), (right, high) in reversed(list(pairwise(item.points))):
        text = f"({value} < {right}) ? ({low} + ({high} - {low}) * ({value} - {left}) / ({right} - {left})) : ({text})"
    return f"({value} < {item.points[0][0]}) ? {item.points[0][1]} : ({text})"


def _theme(scheme: Scheme, number: int) -> Iterator[tuple[str, str]]:
    inside = [item.number for item in scheme.items if item.theme == number]
    weight, assessed, applicable = (" + ".join(f"{letter}{n}" for n in inside) for letter in "wap")
    points = " + ".join(f"w{n} * C{n}" for n in inside)
    yield f"T{number}", f"(({assessed}) > 0) ? (({points}) / ({weight})) : null"
    yield f"aT{number}", f"(({applicable}) > 0) ? ({scheme.theme_weights[number]} * ({assessed}) / ({applicable})) : 0"
    yield f"pT{number}", f"(({applicable}) > 0) ? {scheme.theme_weights[number]} : 0"
    yield f"eT{number}", f"(({applicable}) > 0) ? (({assessed}) / ({applicable})) : null"


def _mean(names: Sequence[str], weights: Sequence[int]) -> str:
    points = " + ".join(
        f"(({name} == null) ? 0 : ({weight} * {name}))" for name, weight in zip(names, weights, strict=True)
    )
    weight = " + ".join(f"(({name} == null) ? 0 : {weight})" for name, weight in zip(names, weights, strict=True))
    return f"(({weight}) > 0) ? (({points}) / ({weight})) : null"


def _perspective(scheme: Scheme, number: int) -> Iterator[tuple[str, str]]:
    inside = [theme for theme in range(THEMES) if theme % PERSPECTIVES == number]
    critical = [item.number for item in scheme.items if item.critical and item.theme % PERSPECTIVES == number]
    failed = " or ".join(f"(k{n} == 1 and C{n} < {FAILED})" for n in critical) or "false"
    weights = [scheme.theme_weights[theme] for theme in inside]
    score = _mean([f"T{theme}" for theme in inside], weights)
    yield f"raw{number}", score
    assessed, applicable = (" + ".join(f"{letter}T{theme}" for theme in inside) for letter in "ap")
    share = scheme.perspective_weights[number]
    yield f"fail{number}", failed
    yield f"aP{number}", f"(({applicable}) > 0) ? ({share} * ({assessed}) / ({applicable})) : 0"
    yield f"pP{number}", f"(({applicable}) > 0) ? {share} : 0"
    yield f"eP{number}", f"(({applicable}) > 0) ? (({assessed}) / ({applicable})) : null"


def _overall(scheme: Scheme) -> Iterator[tuple[str, str]]:
    held = [
        f"((raw{n} != null and fail{n} and raw{n} > {HELD_DOWN}) ? {HELD_DOWN} : raw{n})" for n in range(PERSPECTIVES)
    ]
    for number, text in enumerate(held):
        yield f"P{number}", text
    yield "overall", _mean(held, scheme.perspective_weights)
    assessed, applicable = (" + ".join(f"{letter}P{n}" for n in range(PERSPECTIVES)) for letter in "ap")
    yield "coverage", f"(({applicable}) > 0) ? (({assessed}) / ({applicable})) : null"


def _decision(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Place among the outcomes: coverage, critical, then the awards, then none."""
    critical = " and ".join(
        f"(k{item.number} == 1 and C{item.number} >= {FAILED})" for item in scheme.items if item.critical
    )
    text = str(2 + len(AWARDS))
    for place, (_, limit, floor) in reversed(list(enumerate(AWARDS, start=2))):
        floors = " and ".join(f"(P{n} != null and P{n} >= {floor})" for n in range(PERSPECTIVES))
        text = f"(overall != null and overall >= {limit} and {floors}) ? {place} : ({text})"
    text = f"({critical}) ? ({text}) : 1"
    yield "outcome", f"(coverage != null and coverage >= 0.5) ? ({text}) : 0"


def _rule(rule: Sequence[tuple[str, int, str, int]]) -> str:
    return " and ".join(_compare(*part) for part in rule)


def _compare(word: str, number: int, operator: str, limit: int) -> str:
    if word == "theme":
        return f"(T{number} != null and T{number} {operator} {limit})"
    return f"(k{number} == 1 and {'C' if word == 'criterion' else 'v'}{number} {operator} {limit})"


# Engines ------------------------------------------------------------------------------------------------


def zen_graph(scheme: Scheme) -> Callable[[dict[str, float]], Answer]:
    """zen-engine: one decision graph of five expression nodes, each passing its input on."""
    import json

    import zen

    nodes: list[dict[str, Any]] = [{"id": "in", "type": "inputNode", "name": "in", "content": {}}]
    for number, stage in enumerate(stages_of(scheme)):
        expressions = [{"id": name, "key": name, "value": text} for name, text in stage]
        content = {"expressions": expressions, "passThrough": True, "executionMode": "single"}
        nodes.append({"id": f"n{number}", "type": "expressionNode", "name": f"n{number}", "content": content})
    nodes.append({"id": "out", "type": "outputNode", "name": "out", "content": {}})
    edges = [
        {"id": f"e{n}", "type": "edge", "sourceId": left["id"], "targetId": right["id"]}
        for n, (left, right) in enumerate(pairwise(nodes))
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def evaluate(fields: dict[str, float]) -> Answer:
        return decision.evaluate(fields)["result"]

    return evaluate


def rule_engine_rules(scheme: Scheme) -> Callable[[dict[str, float]], Answer]:
    """rule-engine: every expression compiled once, evaluated in order on a growing dictionary."""
    import rule_engine

    context = rule_engine.Context(resolver=rule_engine.resolve_item)
    rules = [(name, rule_engine.Rule(text, context=context)) for stage in stages_of(scheme) for name, text in stage]

    def evaluate(fields: dict[str, float]) -> Answer:
        known: dict[str, Any] = dict(fields)
        for name, rule in rules:
            known[name] = rule.evaluate(known)
        return known

    return evaluate
