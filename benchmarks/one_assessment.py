"""One assessment of 150 criteria and 30 findings: ours beside zen-engine and rule-engine, in one run.

    python benchmarks/one_assessment.py [--rounds 200]

All answers are compared before anything is timed.
"""

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib.metadata import version
from math import inf, isinf, isnan, nan
from random import Random

from peers import Answer, inputs_of, rule_engine_rules, zen_graph
from scheme import PERSPECTIVES, THEMES, Given, Scheme, compiled, draw_assessment, draw_scheme
from timing import machine, print_table, time_in_rounds

from bsc_audit.core.decision.quick import quick_verdict
from bsc_audit.core.quantities import exact
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.generated import CompiledScoring, FastResult, Role, compile_scoring, vector_of
from bsc_audit.core.scoring.model import Measured
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import State, Truth

SEED, CASES = 20_261_122, 50
FACTS = {"open_majors": Fraction(0)}


def main() -> None:
    """Check, time, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=200)
    rounds = arguments.parse_args().rounds
    scheme = draw_scheme(SEED)
    ruleset = compiled(scheme)
    scoring = compile_scoring(ruleset)
    random = Random(SEED)
    cases = [draw_assessment(scheme, random) for _ in range(CASES)]
    vectors = [vector(scoring, case) for case in cases]
    measured = [measure(ruleset, case) for case in cases]
    fields = [inputs_of(case) for case in cases]
    zen, rules = zen_graph(scheme), rule_engine_rules(scheme)
    check(scheme, ruleset, scoring, vectors, measured, fields, (zen, rules))
    candidates = {
        "generated Python, vector in": (lambda: [scoring.score(one) for one in vectors], CASES),
        "the same from measured values, verdict exact": (
            lambda: [quick_verdict(scoring, one, {}, facts=FACTS) for one in measured[:15]], 15),
        "exact interpreter, scores only": (lambda: [score_measured(ruleset, one, {}) for one in measured[:1]], 1),
        f"zen-engine {version('zen-engine')}, decision graph": (lambda: [zen(one) for one in fields[:1]], 1),
        f"rule-engine {version('rule-engine')}, compiled rules": (lambda: [rules(one) for one in fields[:1]], 1),
    }  # fmt: skip
    timings = time_in_rounds(candidates, rounds=rounds)
    first = next(iter(timings.values()))
    near = sum(scoring.score(one).near_tie for one in vectors)
    print(f"{CASES} assessments, answers equal; {near} too close to call for floats; {rounds} rounds; {machine()}")
    print_table(
        ("engine", "minimum, µs", "median, µs", "ratio of minima"),
        [
            (name, f"{1e6 * one.best:,.1f}", f"{1e6 * one.middle:,.1f}", f"{one.best / first.best:,.1f}")
            for name, one in timings.items()
        ],
    )


def vector(scoring: CompiledScoring, case: Sequence[Given]) -> list[float | str]:
    """An assessment as the vector of the generated function."""
    return [_place(case, slot.role, slot.path[0]) for slot in scoring.slots]


def _place(case: Sequence[Given], role: Role, name: str) -> float:
    if role is not Role.VALUE:
        return nan  # nobody has targets of their own
    answer = case[int(name[1:])]
    return inf if answer.not_applicable else nan if answer.value is None else answer.value


def measure(ruleset: Ruleset, case: Sequence[Given]) -> Mapping[str, Measured]:
    """An assessment as the interpreter reads it."""
    return {name: _measured(name, case[int(name[1:])]) for name in ruleset.indicators}


def _measured(name: str, answer: Given) -> Measured:
    missing = State.NOT_APPLICABLE if answer.not_applicable else State.NOT_ASSESSED
    return Measured(
        indicator=name,
        state=missing if answer.value is None else State.ASSESSED,
        value=None if answer.value is None else exact(answer.value),
        unit="",
    )


# The answers --------------------------------------------------------------------------------------------


def check(
    scheme: Scheme,
    ruleset: Ruleset,
    scoring: CompiledScoring,
    vectors: Sequence[list[float | str]],
    measured: Sequence[Mapping[str, Measured]],
    fields: Sequence[dict[str, float]],
    peers: Sequence[object],
) -> None:
    """Every score, coverage, finding and verdict of every engine, or an AssertionError."""
    verdicts = set()
    for one, values, given in zip(vectors, measured, fields, strict=True):
        fast = scoring.score(one)
        assert list(map(repr, one)) == list(map(repr, vector_of(scoring, values, {}))), "two readings of one assessment"
        card = score_measured(ruleset, values, {})
        for name, score in zip(scoring.nodes, fast.nodes, strict=True):
            assert _same(score, card.nodes[name].score), name
        for peer in peers:
            _compare(scheme, scoring, fast, given, peer(given))  # type: ignore[operator]
        verdicts.add(scoring.outcomes[fast.outcome])
    assert len(verdicts) >= 4, "the assessments are too alike"


def _compare(
    scheme: Scheme, scoring: CompiledScoring, fast: FastResult, given: Mapping[str, float], answer: Answer
) -> None:
    scores = dict(zip(scoring.nodes, fast.nodes, strict=True))
    for item in scheme.items:
        if given[f"k{item.number}"] == 1:
            assert _same(scores[f"C{item.number}"], answer[f"C{item.number}"]), item
    for name in ("overall", *(f"P{n}" for n in range(PERSPECTIVES)), *(f"T{n}" for n in range(THEMES))):
        assert _same(scores[name], answer[name]), name
    for name, coverage in zip(scoring.groups, fast.coverage, strict=True):
        assert _same(coverage, answer["coverage" if name == "overall" else f"e{name}"]), name
    for rule, truth in zip(scoring.rules, fast.findings, strict=True):
        assert (truth is Truth.TRUE) == bool(answer[rule]), rule
    assert _outcome(fast.outcome) == int(answer["outcome"])


def _outcome(place: int) -> int:
    """Our outcomes tell awards with conditions from those without; the peers' do not."""
    return place if place < 2 else 2 + (place - 2) // 2


def _same(ours: float, theirs: object) -> bool:
    if theirs is None or isnan(ours) or isinf(ours):
        return theirs is None and (isnan(ours) or isinf(ours))
    return abs(ours - float(theirs)) <= 1e-9 * max(1.0, abs(ours))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
