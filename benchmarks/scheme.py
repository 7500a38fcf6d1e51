"""The ruleset every engine is timed on, drawn once from a seed, and random assessments of it.

150 criteria in 16 themes under 4 perspectives: 40 metrics on 3 to 6 points, 60 rubrics 0-5, 50 questions. 52 may be
not applicable; a third count 0 while missing, the others are left out. 12 criteria are critical: one below 60
holds its perspective down to 59 and forbids an award. 30 finding rules, 3 awards with floors for every perspective.
"""

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from bsc_audit.core.documents import parse
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.model import Ruleset

METRICS, RUBRICS, QUESTIONS = 40, 60, 50
THEMES, PERSPECTIVES = 16, 4
CRITICAL, OPTIONAL, RULES = 12, 52, 30
FAILED, HELD_DOWN = 60, 59
AWARDS = (("gold", 75, 60), ("silver", 60, 50), ("bronze", 50, 40))  # overall, each perspective


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One criterion with its indicator."""

    number: int
    kind: str  # metric, rubric or question
    theme: int
    weight: int
    points: tuple[tuple[int, int], ...]  # of a metric: value, score
    counts_zero: bool
    optional: bool
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Everything the engines' rules are written from."""

    items: tuple[Item, ...]
    theme_weights: tuple[int, ...]
    perspective_weights: tuple[int, ...]
    rules: tuple[tuple[tuple[str, int, str, int], ...], ...]  # each a conjunction of (what, number, operator, limit)


def draw_scheme(seed: int, *, scale: int = 1) -> Scheme:
    """A scheme; `scale` multiplies criteria and rules."""
    random = Random(seed)
    kinds = ["metric"] * METRICS * scale + ["rubric"] * RUBRICS * scale + ["question"] * QUESTIONS * scale
    random.shuffle(kinds)
    optional = set(random.sample(range(len(kinds)), OPTIONAL * scale))
    rubrics = [number for number, kind in enumerate(kinds) if kind == "rubric" and number not in optional]
    critical = set(random.sample(rubrics, CRITICAL))
    items = tuple(
        Item(
            number=number,
            kind=kind,
            theme=number % THEMES,
            weight=random.randint(1, 12),
            points=_points(random) if kind == "metric" else (),
            counts_zero=random.random() < 1 / 3,
            optional=number in optional,
            critical=number in critical,
        )
        for number, kind in enumerate(kinds)
    )
    return Scheme(
        items=items,
        theme_weights=tuple(random.randint(5, 30) for _ in range(THEMES)),
        perspective_weights=(25, 30, 25, 20),
        rules=tuple(_rule(random, len(items)) for _ in range(RULES * scale)),
    )


def _points(random: Random) -> tuple[tuple[int, int], ...]:
    count = random.randint(3, 6)
    values = sorted(random.sample(range(0, 200, 5), count))
    inner = sorted(random.sample(range(5, 96, 5), count - 2))
    scores = [0, *inner, 100]
    return tuple(zip(values, scores if random.random() < 0.6 else scores[::-1], strict=True))


def _rule(random: Random, items: int) -> tuple[tuple[str, int, str, int], ...]:
    """Two or three comparisons: a criterion's score, a theme's score or a measured value against a limit."""
    sizes = {"criterion": items, "theme": THEMES, "value": items}
    words = [random.choice(("criterion", "criterion", "theme", "value")) for _ in range(random.randint(2, 3))]
    return tuple(
        (word, random.randrange(sizes[word]), random.choice((">=", "<")), random.randint(15, 85)) for word in words
    )


# As a ruleset -------------------------------------------------------------------------------------------


def ruleset_text(scheme: Scheme) -> str:
    """The ruleset as JSON, which is YAML."""
    return json.dumps(raw_ruleset(scheme))


def compiled(scheme: Scheme) -> Ruleset:
    """The ruleset through the parser and the compiler."""
    return compile_ruleset([parse(ruleset_text(scheme), "benchmark.yaml")], questionnaires={})


def raw_ruleset(scheme: Scheme) -> dict[str, Any]:
    """The ruleset as the plain data of its file."""
    return {
        "ruleset": {"id": "benchmark", "version": "1.0", "title": "Benchmark"},
        "groups": _groups(scheme),
        "criteria": [_criterion(item) for item in scheme.items],
        "findings": [
            {
                "id": f"R{n}",
                "kind": "strength",
                "title": f"Rule {n}",
                "when": " && ".join(map(_compare, rule)),
                "says": "So.",
            }
            for n, rule in enumerate(scheme.rules)
        ],
        "decision": _decision(scheme),
    }


def _groups(scheme: Scheme) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = [{"id": "overall", "title": "Overall", "kind": "overall"}]
    for number, weight in enumerate(scheme.perspective_weights):
        caps = [
            {"when": f"score.C{item.number} < {FAILED}", "at": HELD_DOWN, "says": "A critical item failed."}
            for item in scheme.items
            if item.critical and item.theme % PERSPECTIVES == number
        ]
        group = {"id": f"P{number}", "title": f"P{number}", "kind": "perspective", "in": "overall", "weight": weight}
        groups.append({**group, "caps": caps})
    for number, weight in enumerate(scheme.theme_weights):
        parent = f"P{number % PERSPECTIVES}"
        groups.append({"id": f"T{number}", "title": f"T{number}", "kind": "theme", "in": parent, "weight": weight})
    return groups


def _criterion(item: Item) -> dict[str, Any]:
    return {
        "id": f"C{item.number}",
        "title": f"Criterion {item.number}",
        "in": f"T{item.theme}",
        "weight": item.weight,
        "score": _indicator(item),
        "critical": item.critical,
        "not_applicable": "with_reason" if item.optional else "never",
        "missing": "zero" if item.counts_zero else "exclude",
    }


def _indicator(item: Item) -> dict[str, Any]:
    if item.kind == "rubric":
        return {"kind": "rubric", "levels": {"0": "nothing", "5": "everything"}}
    if item.kind == "question":
        return {"kind": "yes_no_set", "questions": [{"id": "q", "asks": "Is it so?"}]}
    rises = item.points[0][1] < item.points[-1][1]
    points = {str(value): score for value, score in item.points}
    return {"kind": "ratio", "unit": "%", "better": "higher" if rises else "lower", "points": points}


def _compare(part: tuple[str, int, str, int]) -> str:
    word, number, operator, limit = part
    names = {"criterion": f"score.C{number}", "theme": f"score.T{number}", "value": f"C{number}"}
    return f"{names[word]} {operator} {limit}"


def _decision(scheme: Scheme) -> dict[str, Any]:
    critical = " && ".join(f"score.C{item.number} >= {FAILED}" for item in scheme.items if item.critical)
    return {
        "gates": [
            {"id": "coverage", "needs": "coverage.overall >= 0.5", "else": "no_decision", "says": "Too little."},
            {"id": "critical", "needs": critical, "else": "defer", "says": "A critical item failed."},
        ],
        "awards": [
            {
                "id": name,
                "title": name,
                "needs": f"score.overall >= {limit}",
                "every": {"perspective": f"score.each >= {floor}"},
            }
            for name, limit, floor in AWARDS
        ],
        "otherwise": "not_yet",
    }


# Assessments --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """One criterion's answer: a number, None for missing, or not applicable."""

    value: float | None
    not_applicable: bool = False


def draw_assessment(scheme: Scheme, random: Random) -> tuple[Given, ...]:
    """Answers to every criterion: 6 % missing, every fifth optional one not applicable."""
    strength = random.uniform(0.3, 0.95)
    return tuple(_given(item, random, strength) for item in scheme.items)


def _given(item: Item, random: Random, strength: float) -> Given:
    if item.optional and random.random() < 0.2:
        return Given(None, not_applicable=True)
    if not item.critical and random.random() < 0.06:
        return Given(None)
    share = min(1.0, max(0.0, random.gauss(strength, 0.25)))
    if item.critical:
        return Given(float(round(2 + 3 * share)) if random.random() < 0.02 else float(max(3, round(5 * share))))
    if item.kind == "rubric":
        return Given(float(round(5 * share)))
    if item.kind == "question":
        return Given(100.0 if random.random() < strength else 0.0)
    (first, low), (last, _) = item.points[0], item.points[-1]
    place = share if low == 0 else 1 - share
    return Given(round(first + place * (last - first), 2))
