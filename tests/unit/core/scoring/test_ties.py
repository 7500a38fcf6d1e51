"""Scores that lie exactly on a threshold: floats get them wrong, so floats may not decide them."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from bsc_audit.core.decision.decide import recommend
from bsc_audit.core.decision.quick import quick_verdict
from bsc_audit.core.methods.trend import Tolerance, movement
from bsc_audit.core.scoring.generated import compile_scoring, vector_of
from bsc_audit.core.vocabulary import Movement, Truth, Verdict
from small_rulesets import all_measured, flat_tree, measured, score, small

THREE = """
groups: [{id: overall, title: Overall, kind: overall}]
criteria:
- {id: a, title: A, in: overall, weight: 0.1, score: {kind: mean, better: higher, linear: {zero: 0, full: 100}}}
- {id: b, title: B, in: overall, weight: 0.2, score: {kind: mean, better: higher, linear: {zero: 0, full: 100}}}
- {id: c, title: C, in: overall, weight: 0.3, score: {kind: mean, better: higher, linear: {zero: 0, full: 100}}}
findings:
- {id: R1, kind: strength, title: Enough, when: score.overall >= 60, says: Enough.}
- {id: R2, kind: strength, title: Sum, when: a + b == 0.3, says: Sum.}
"""


def test_sixty_is_sixty_at_the_threshold_of_a_rule_and_of_an_award() -> None:
    assert (0.1 * 60 + 0.2 * 60 + 0.3 * 60) / (0.1 + 0.2 + 0.3) < 60  # what floats say
    ruleset = small(THREE)
    values = all_measured(ruleset, {"a": 60, "b": 60, "c": 60})
    found = quick_verdict(compile_scoring(ruleset), values, {})
    assert score(ruleset, **values).nodes["overall"].score == 60
    assert (found.verdict, found.award, found.rules[0], found.exact) == (Verdict.RECOMMEND, "pass", Truth.TRUE, True)


def test_arithmetic_inside_a_condition_is_decided_exactly() -> None:
    assert 0.1 + 0.2 != 0.3  # what floats say
    ruleset = small(THREE)
    values = all_measured(ruleset, {"a": Fraction("0.1"), "b": Fraction("0.2"), "c": 70})
    assert quick_verdict(compile_scoring(ruleset), values, {}).rules[1] is Truth.TRUE


def test_away_from_every_threshold_floats_decide() -> None:
    ruleset = small(THREE)
    values = all_measured(ruleset, {"a": 71, "b": 72, "c": 70})
    assert not quick_verdict(compile_scoring(ruleset), values, {}).exact


@pytest.mark.parametrize(
    ("last", "expected"),
    [("59.995", Verdict.RECOMMEND), ("59.994999999999999", Verdict.NOT_YET), ("59.99", Verdict.NOT_YET)],
)
def test_a_score_on_the_border_between_two_roundings_is_rounded_exactly(last: str, expected: Verdict) -> None:
    ruleset = flat_tree("a 1")
    values = all_measured(ruleset, {"a": Fraction(last)})
    card = score(ruleset, **values)
    assert quick_verdict(compile_scoring(ruleset), values, {}).verdict == expected
    assert recommend(ruleset, card, {}).verdict == expected


def test_a_score_on_a_band_border_is_too_close_to_call() -> None:
    ruleset = small(THREE.replace("linear: {zero: 0, full: 100}", "bands: [{up_to: 33.3, score: 0}, {score: 100}]", 1))
    compiled = compile_scoring(ruleset)
    near = {"a": Fraction("33.3") + Fraction(1, 10**17), "b": 90, "c": 80}
    values = all_measured(ruleset, near)
    assert compiled.score(vector_of(compiled, values, {})).near_tie
    assert quick_verdict(compiled, values, {}).verdict is Verdict.RECOMMEND
    assert score(ruleset, **values).nodes["a"].score == 100


def test_scores_of_rubrics_are_compared_as_they_stand() -> None:
    ruleset = small("""
groups: [{id: overall, title: Overall, kind: overall}]
criteria:
- {id: a, title: A, in: overall, weight: 1, score: {kind: rubric, levels: {0: a, 5: b}}}
- {id: b, title: B, in: overall, weight: 1, score: {kind: yes_no_set, questions: [{id: q, asks: "?"}, {id: r, asks: "?"}, {id: s, asks: "?"}]}}
findings:
- {id: R1, kind: strength, title: Rubric, when: score.a >= 60 && n.a == 3, says: So.}
- {id: R2, kind: strength, title: Set, when: score.b == 50 && has(score.b), says: So.}
""")
    values = all_measured(ruleset, {"a": measured("a", 3, n=3), "b": 50})
    found = quick_verdict(compile_scoring(ruleset), values, {})
    assert (found.rules, found.exact) == ((Truth.TRUE, Truth.TRUE), False)


def test_a_flat_series_is_flat() -> None:
    series = [Fraction(text) for text in ("0.1", "0.2", "0.3", "0.2")]
    assert sum(map(float, series[:3])) / 3 > float(series[3])  # floats report a fall
    assert movement(series, tolerance=Tolerance(absolute=Fraction(0))) is Movement.FLAT
    assert (
        movement([Fraction(7, 10)] * 3 + [Fraction(8, 10)], tolerance=Tolerance(absolute=Fraction(1, 10)))
        is Movement.FLAT
    )


TIES: list[tuple[str, Callable[[int], Fraction]]] = [
    ("equal scores", lambda n: Fraction(n)),
    ("decimals", lambda n: Fraction(n, 10)),
    ("thirds", lambda n: Fraction(n, 3)),
]


@pytest.mark.parametrize(("what", "number"), TIES, ids=[what for what, _ in TIES])
def test_hundreds_of_ties_are_all_decided_as_the_exact_numbers_say(
    what: str, number: Callable[[int], Fraction]
) -> None:
    ruleset = small(THREE)
    compiled = compile_scoring(ruleset)
    for n in range(1, 180):
        # a and b are drawn, c is what the mean of 60 leaves for it
        a, b = number(n), number(200 - n)
        c = (Fraction(60) * Fraction("0.6") - a * Fraction("0.1") - b * Fraction("0.2")) / Fraction("0.3")
        if not (0 <= c <= 100 and a <= 100 and b <= 100):
            continue
        found = quick_verdict(compiled, all_measured(ruleset, {"a": a, "b": b, "c": c}), {})
        assert (found.verdict, found.rules[0]) == (Verdict.RECOMMEND, Truth.TRUE)
