"""Random rulesets inside the bounds of the schema, compiled by the real compiler, and random assessments of them.

Rulesets are drawn as the plain data an author writes. Shapes that the compiler refuses (a rule given twice, a
group whose members all weigh 0) are avoided by construction, so nothing is thrown away.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from bsc_audit.core.documents import parse
from bsc_audit.core.expressions import Value
from bsc_audit.core.methods.trend import BY_LATEST, TrendResult
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.model import Indicator, Ruleset
from bsc_audit.core.scoring.model import DerivedValue, Measured
from bsc_audit.core.vocabulary import Grade, Movement, State, Trend

Raw = dict[str, Any]
WAYS: tuple[Any, ...] = (
    "weighted_mean", "weighted_geometric", "minimum", "sum", {"method": "worst_k", "k": 2},
    "xccdf_default", "xccdf_flat", "xccdf_flat_unweighted", "xccdf_absolute",
)  # fmt: skip
BOUNDED = tuple(way for way in WAYS if way != "sum")
POLICIES = ("exclude", "zero", "block")
DECISION: Raw = {"awards": [{"id": "pass", "title": "Pass", "needs": "score.overall >= 60"}], "otherwise": "not_yet"}


def compiled(raw: Raw) -> Ruleset:
    """Raw sections through the parser and the compiler."""
    header = {"ruleset": {"id": "random", "version": "1.0", "title": "Random"}}
    return compile_ruleset([parse(json.dumps({**header, **raw}), "random.yaml")], questionnaires={})


@cache
def weights(*, zero: bool = True) -> st.SearchStrategy[float]:
    """0, or at least 0.01 with two decimals."""
    positive = st.integers(1, 2000).map(lambda n: n / 100)
    return st.one_of(st.just(0), positive, positive, positive) if zero else positive


# Indicators ---------------------------------------------------------------------------------------------


@cache
def normalisations() -> st.SearchStrategy[Raw]:
    """Every normalisation an author may write for a metric, and none."""
    four = st.lists(st.integers(-20, 120), min_size=4, max_size=4, unique=True).map(sorted)
    two = st.lists(st.integers(-20, 120), min_size=2, max_size=2, unique=True)
    return st.one_of(
        four.map(lambda v: {"points": dict(zip(map(str, v), (0, 35, 70.5, 100), strict=True)), "better": "higher"}),
        four.map(lambda v: {"points": dict(zip(map(str, v), (100, 80, 80, 5), strict=True)), "better": "lower"}),
        two.map(lambda v: {"linear": {"zero": v[0], "full": v[1]}, "better": _way(*v)}),
        two.map(lambda v: {"goal_red_flag": {"red_flag": v[0], "goal": v[1]}, "better": _way(*v)}),
        four.map(lambda v: {"target_band": [v[0], v[0], v[2], v[3]], "better": "band"}),
        four.map(lambda v: {"target_band": v, "better": "band"}),
        four.map(lambda v: {"bands": [{"up_to": v[0], "score": 100}, {"up_to": v[2], "score": 40.5}, {"score": 0}], "better": "lower"}),
        st.just({"better": "higher"}),
    )  # fmt: skip


def _way(zero: int, full: int) -> str:
    return "higher" if zero < full else "lower"


@cache
def indicators() -> st.SearchStrategy[Raw]:
    """A metric, a rubric or a set of questions."""
    questions = st.lists(weights(zero=False), min_size=1, max_size=3).map(
        lambda given: [{"id": f"q{i}", "asks": "?", "weight": weight} for i, weight in enumerate(given)]
    )
    return st.one_of(
        normalisations().map(lambda how: {"kind": "ratio", "unit": "%", **how}),
        st.builds(dict, kind=st.just("rubric"), levels=st.just({"0": "none", "5": "all"}), halves=st.just(True)),
        questions.map(lambda asked: {"kind": "yes_no_set", "questions": asked}),
    )


# The tree -----------------------------------------------------------------------------------------------


@dataclass
class Shape:
    """What has been drawn so far."""

    groups: list[Raw]
    criteria: list[Raw]
    indicators: dict[str, Raw]


@st.composite
def shapes(draw: st.DrawFn, ways: Sequence[Any] = WAYS, policies: Sequence[str] = POLICIES) -> Shape:
    """A tree of two or three levels with everything a node may declare but caps."""
    shape = Shape(
        groups=[], criteria=[], indicators=draw(st.fixed_dictionaries({f"i{n}": indicators() for n in range(4)}))
    )
    shape.groups.append(
        {"id": "overall", "title": "Overall", "kind": "overall", "aggregate": draw(st.sampled_from(ways))}
    )
    _members(draw, shape, "overall", ways, policies, depth=draw(st.integers(1, 2)))
    return shape


def _members(
    draw: st.DrawFn, shape: Shape, parent: str, ways: Sequence[Any], policies: Sequence[str], depth: int
) -> None:
    """Two to four members; the first of them has a weight of its own."""
    for place in range(draw(st.integers(2, 4))):
        name, first = f"{parent}-{place}", place == 0
        common = {"title": name, "in": parent, "missing": draw(st.sampled_from(policies))}
        if depth and draw(st.booleans()):
            weight = draw(weights(zero=False) if first else st.one_of(weights(), st.just("members")))
            group = {"id": name, "kind": "theme", "weight": weight, "aggregate": draw(st.sampled_from(ways)), **common}
            shape.groups.append(group)
            _members(draw, shape, name, ways, policies, depth - 1)
        else:
            weight = draw(weights(zero=not first))
            shape.criteria.append({"id": name, "weight": weight, **_scored(draw, shape, ways), **common})


def _scored(draw: st.DrawFn, shape: Shape, ways: Sequence[Any]) -> Raw:
    """An indicator written inside, a named one, or several."""
    match draw(st.integers(0, 3)):
        case 0:
            return {"score": draw(indicators()), "not_applicable": "with_reason"}
        case 1:
            return {"score": draw(st.sampled_from(sorted(shape.indicators)))}
    used = draw(st.lists(st.sampled_from(sorted(shape.indicators)), min_size=2, max_size=3, unique=True))
    listed = [{"use": name, "weight": draw(weights(zero=place > 0))} for place, name in enumerate(used)]
    return {"indicators": listed, "aggregate": draw(st.sampled_from(ways))}


# Conditions ---------------------------------------------------------------------------------------------


def conditions(shape: Shape, scored: Sequence[str]) -> st.SearchStrategy[str]:
    """Conditions over values, scores of the nodes named, shares, counts and trends."""
    names = st.sampled_from(sorted(shape.indicators))
    nodes = st.sampled_from([f'["{name}"]' for name in scored]) if scored else names.map(lambda n: f'["{n}"]')
    scores = st.one_of(nodes.map("score{}".format), names.map("score.{}".format))
    limits = st.integers(1, 99).map(str)
    plain = st.one_of(
        st.builds("{} {} {}".format, scores, st.sampled_from(["<", ">=", "=="]), limits),
        st.builds("{} < {}".format, scores, scores),
        st.builds("{} > {} / 2 + 10".format, scores, scores),
        st.builds("{} * 2 < {} + 3".format, names, names),
        st.builds("n.{} < {}".format, names, limits),
        st.builds('trend.{} == "worsening"'.format, names),
        st.builds("abs(change.{}) > margin.{}".format, names, names),
        st.builds("has(score.{})".format, names),
        st.builds('moves != "{}"'.format, st.sampled_from(["rising", "flat"])),
        st.builds("half < {}".format, limits),
        *([st.builds("coverage{} < 0.{}".format, nodes, st.integers(1, 9))] if scored else []),
        *([st.builds("not_applicable_share{} > 0.{}".format, nodes, st.integers(1, 9))] if scored else []),
    )
    return st.one_of(
        plain,
        plain.map("!({})".format),
        st.builds("{} && {}".format, plain, plain),
        st.builds("{} || ({})".format, plain, plain),
    )


@st.composite
def rulesets(draw: st.DrawFn) -> Ruleset:
    """A whole ruleset: tree, caps, evidence grades, derived values, rules and a decision table."""
    shape = draw(shapes())
    for group in shape.groups:
        below = [node["id"] for node in (*shape.groups, *shape.criteria) if node["id"].startswith(group["id"] + "-")]
        below = [*below, *(n["id"] for n in shape.criteria)] if group["id"] == "overall" else below
        group["caps"] = draw(_caps(shape, sorted({*below} - {"overall"})))
    for scored in (*shape.criteria, *shape.indicators.values()):
        scored["caps"] = draw(_caps(shape, []))
    everything = [node["id"] for node in (*shape.groups, *shape.criteria)]
    whens = draw(st.lists(conditions(shape, everything), max_size=5, unique=True))
    rules = [
        {"id": f"R{n}", "kind": "strength", "title": "Rule", "when": when, "says": "It holds."}
        for n, when in enumerate(whens)
    ]
    return compiled(
        {
            "groups": shape.groups,
            "criteria": shape.criteria,
            "indicators": shape.indicators,
            "derived": {
                "half": {"title": "Half", "expression": "i0 / 2", "unit": "%"},
                "moves": {"title": "Moves", "function": "movement", "of": "i1", "periods": 2},
            },
            "findings": rules,
            "evidence_grades": draw(
                st.sampled_from([{}, {"A": {"at": 100, "title": "A"}, "D": {"at": 40.5, "title": "D"}}])
            ),
            "decision": draw(_decisions(shape, everything)),
        }
    )


def _caps(shape: Shape, below: Sequence[str]) -> st.SearchStrategy[list[Raw]]:
    one = st.fixed_dictionaries(
        {"when": conditions(shape, below), "at": st.sampled_from([0, 33.3, 59, 90]), "says": st.just("Held down.")}
    )
    return st.one_of(st.just([]), st.just([]), st.lists(one, min_size=1, max_size=2))


@st.composite
def _decisions(draw: st.DrawFn, shape: Shape, scored: Sequence[str]) -> Raw:
    best = draw(st.integers(50, 95))
    decision: Raw = {
        "round": draw(st.integers(0, 2)),
        "gates": [
            {"id": "coverage", "needs": "coverage.overall >= 0.3", "else": "no_decision", "says": "Too little."},
            {"id": "majors", "needs": "open_majors == 0", "else": "defer", "says": "Majors."},
            {"id": "any", "needs": draw(conditions(shape, scored)), "else": "refuse", "says": "Any."},
        ],
        "awards": [
            {
                "id": "gold",
                "title": "Gold",
                "needs": f"score.overall >= {best}",
                "every": {"overall": "score.each > 20"},
            },
            {"id": "pass", "title": "Pass", "needs": f"score.overall >= {best / 2}"},
        ],
        "otherwise": "not_yet",
        "conditions": {"when": "open_minors > 0 && verified_share < 0.9", "says": "Mend."},
    }
    return decision


# Assessments --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Assessment:
    """Everything both back ends are given."""

    measured: Mapping[str, Measured]
    derived: Mapping[str, DerivedValue]
    not_applicable: Mapping[str, str]
    facts: Mapping[str, Value]


@cache
def fractions(low: int = -40, high: int = 140) -> st.SearchStrategy[Fraction]:
    """Whole numbers, decimals and numbers that no float holds."""
    return st.one_of(
        st.integers(low, high).map(Fraction),
        st.builds(Fraction, st.integers(low * 10, high * 10), st.just(10)),
        st.builds(Fraction, st.integers(low * 7, high * 7), st.just(7)),
    )


@st.composite
def measured(draw: st.DrawFn, indicator: Indicator, *, holes: bool = True) -> Measured:
    """One indicator with a value of its kind, or without any when `holes`."""
    state = draw(st.sampled_from([State.ASSESSED] * 4 + ([State.NOT_ASSESSED, State.NOT_APPLICABLE] if holes else [])))
    value = draw(value_of(indicator)) if state is State.ASSESSED else None
    own = state is State.ASSESSED and indicator.kind == "ratio" and draw(st.integers(0, 3)) == 0
    kind = draw(st.sampled_from([None, *Trend])) if state is State.ASSESSED else None
    change = draw(fractions(-10, 10))
    return Measured(
        indicator=indicator.id,
        state=state,
        value=value,
        unit=indicator.unit,
        n=draw(st.sampled_from([None, 3, 30, 300])),
        standard_error=draw(st.sampled_from([None, 0.5, 2.25])),
        trend=_trend(kind, change) if kind else None,
        target=draw(fractions()) if own else None,
        baseline=draw(fractions()) if own else None,
        grade=draw(st.sampled_from(Grade)),
        reason="" if state is State.ASSESSED else "no value",
    )


def value_of(indicator: Indicator) -> st.SearchStrategy[Fraction]:
    """A value the kind may have."""
    if indicator.kind == "rubric":
        return st.integers(0, 10).map(lambda halves: Fraction(halves, 2))
    if indicator.kind == "yes_no_set":
        credits = st.lists(st.sampled_from([0, 1, 2]), min_size=len(indicator.items), max_size=len(indicator.items))
        total = sum(item.weight for item in indicator.items)
        return credits.map(
            lambda given: 50 * sum(c * i.weight for c, i in zip(given, indicator.items, strict=True)) / Fraction(total)
        )
    return fractions()


def _trend(kind: Trend, change: Fraction) -> TrendResult:
    return TrendResult(
        kind=kind, movement=Movement.FLAT, change=change, reference=Fraction(0), tolerance=Fraction(1), margin=None, method=BY_LATEST
    )  # fmt: skip


@st.composite
def assessments(draw: st.DrawFn, ruleset: Ruleset, *, holes: bool = True) -> Assessment:
    """Values for every indicator, with missing and not applicable ones when `holes`."""
    values = {name: draw(measured(indicator, holes=holes)) for name, indicator in ruleset.indicators.items()}
    refused = [name for name in ruleset.criteria if holes and draw(st.integers(0, 9)) == 0]
    half = values["i0"].value if "i0" in values else None
    derived = {
        "half": DerivedValue(id="half", value=None if half is None else half / 2, unit="%", n=None),
        "moves": DerivedValue(id="moves", value=draw(st.sampled_from([None, "rising", "flat"])), unit="", n=None),
    }
    facts: dict[str, Value] = {
        "open_majors": Fraction(draw(st.integers(0, 1))),
        "open_minors": Fraction(draw(st.integers(0, 1))),
        "verified_share": draw(st.sampled_from([None, Fraction(1, 3), Fraction(9, 10)])),
    }
    return Assessment(values, derived, dict.fromkeys(refused, "does not apply here"), facts)
