"""A maturity model as a ruleset: 15 practices of 3 levels and 2 streams, as OWASP SAMM 2 scores them (0..3)."""

from fractions import Fraction
from random import Random
from statistics import fmean

import pytest

from bsc_audit.core.scoring.generated import compile_scoring, vector_of
from bsc_audit.core.scoring.model import Measured
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import State
from properties.rulesets import DECISION, Raw, compiled

FUNCTIONS, PRACTICES, LEVELS, STREAMS = 5, 3, 3, 2
ANSWERS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1))
TOP = 3  # a practice reaches 0..3


def maturity_model() -> Raw:
    question = {"kind": "mean", "unit": "share", "better": "higher", "linear": {"zero": 0, "full": 1}}
    groups: list[Raw] = [{"id": "overall", "title": "Overall", "kind": "overall"}]
    criteria: list[Raw] = []
    for f in range(FUNCTIONS):
        groups.append({"id": f"F{f}", "title": f"F{f}", "kind": "function", "in": "overall", "weight": 1})
        for p in range(PRACTICES):
            practice = f"F{f}P{p}"
            groups.append({"id": practice, "title": practice, "kind": "practice", "in": f"F{f}", "weight": 1})
            for level in range(LEVELS):
                for stream in range(STREAMS):
                    name = f"{practice}-{level}{'AB'[stream]}"
                    criteria.append({"id": name, "title": name, "in": practice, "weight": 1, "score": question})
    return {"groups": groups, "criteria": criteria, "decision": DECISION}


def directly(answers: dict[str, Fraction], practice: str) -> float:
    """Sum over the three levels of the mean of their two streams."""
    pairs = [(answers[f"{practice}-{level}A"], answers[f"{practice}-{level}B"]) for level in range(LEVELS)]
    return sum(fmean(pair) for pair in pairs)


def test_two_hundred_answer_sets_score_as_the_published_formula() -> None:
    ruleset = compiled(maturity_model())
    scoring = compile_scoring(ruleset)
    for seed in range(200):
        random = Random(seed)
        answers = {name: random.choice(ANSWERS) for name in ruleset.indicators}
        measured = {
            name: Measured(indicator=name, state=State.ASSESSED, value=value, unit="share")
            for name, value in answers.items()
        }
        exact = {name: node.score for name, node in score_measured(ruleset, measured, {}).nodes.items()}
        fast = dict(zip(scoring.nodes, scoring.score(vector_of(scoring, measured, {})).nodes, strict=True))
        functions = []
        for f in range(FUNCTIONS):
            practices = [directly(answers, f"F{f}P{p}") for p in range(PRACTICES)]
            for p, maturity in enumerate(practices):
                assert float(exact[f"F{f}P{p}"] or 0) * TOP / 100 == pytest.approx(maturity, abs=1e-12)
            functions.append(fmean(practices))
            assert fast[f"F{f}"] * TOP / 100 == pytest.approx(functions[-1], abs=1e-12)
        assert float(exact["overall"] or 0) * TOP / 100 == pytest.approx(fmean(functions), abs=1e-12)
