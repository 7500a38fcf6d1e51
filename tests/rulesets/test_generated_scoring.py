"""The shipped rulesets through generated scoring: what it says is what the exact path says, wherever it answers."""

from fractions import Fraction
from math import isnan
from pathlib import Path
from random import Random

import pytest

from bsc_audit.app.assessments import judge
from bsc_audit.app.rulesets import compile_files
from bsc_audit.core.decision.decide import recommend
from bsc_audit.core.decision.quick import quick_verdict
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.expressions import Value
from bsc_audit.core.findings.derive import values_of
from bsc_audit.core.findings.rules import truth_of
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.generated import CompiledScoring, compile_scoring, vector_of
from bsc_audit.core.scoring.model import DerivedValue, Measured
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import Grade, State
from bsc_audit.importers.folder import read_folder
from bsc_audit.importers.library import FolderLibrary

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = FolderLibrary([ROOT])
SPANS = {"rubric": (0, 5), "three_facet": (0, 10)}  # of values; other kinds lie in 0..100
FACTS: dict[str, Value] = {
    "open_majors": Fraction(0), "open_minors": Fraction(1), "falsified": Fraction(0), "verified_share": Fraction(9, 10),
}  # fmt: skip


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return compile_files(LIBRARY, LIBRARY.ruleset("service-excellence", "1.0") or ())


@pytest.fixture(scope="module")
def compiled(ruleset: Ruleset) -> CompiledScoring:
    return compile_scoring(ruleset)


def random_measured(ruleset: Ruleset, random: Random) -> dict[str, Measured]:
    """Values in tenths all over the scale of their kind; one in ten missing, one in twenty not applicable."""
    return {name: _random_value(name, indicator.kind, random) for name, indicator in ruleset.indicators.items()}


def _random_value(name: str, kind: str, random: Random) -> Measured:
    state = random.choices([State.ASSESSED, State.NOT_ASSESSED, State.NOT_APPLICABLE], [17, 2, 1])[0]
    low, high = SPANS.get(kind, (0, 100))
    value = Fraction(random.randint(2 * low, 2 * high), 2) if kind in SPANS else Fraction(random.randint(0, 1000), 10)
    return Measured(
        indicator=name,
        state=state,
        value=value if state is State.ASSESSED else None,
        unit="",
        n=random.choice([None, 12, 400]),
        grade=random.choice([Grade.A, Grade.A, Grade.B, Grade.C]),
        reason="" if state is State.ASSESSED else "not given",
    )


def test_a_hundred_random_assessments_are_judged_alike(ruleset: Ruleset, compiled: CompiledScoring) -> None:
    answered = 0
    for seed in range(100):
        measured = random_measured(ruleset, Random(seed))
        derived = {name: DerivedValue(id=name, value=None, unit="", n=None) for name in ruleset.derived}
        card = score_measured(ruleset, measured, derived)
        expected = recommend(ruleset, card, dict(FACTS))
        values = values_of(card)
        truths = tuple(truth_of(rule.when.evaluate(values)) for rule in ruleset.rules)
        found = quick_verdict(compiled, measured, derived, facts=FACTS)
        assert (found.verdict, found.award, found.rules) == (expected.verdict, expected.award, truths)
        fast = compiled.score(vector_of(compiled, measured, derived, facts=FACTS))
        if fast.near_tie:
            continue
        answered += 1
        for name, score in zip(compiled.nodes, fast.nodes, strict=True):
            exact = card.nodes[name].score
            assert (
                isnan(score) or score == float("inf")
                if exact is None
                else score == pytest.approx(float(exact), rel=1e-9)
            )
    assert answered > 50  # values on a threshold are left to the interpreter; most are not


def test_the_example_organisation_is_judged_alike(ruleset: Ruleset, compiled: CompiledScoring) -> None:
    evidence = accept(ruleset, read_folder(ROOT / "examples" / "harbour-bank"))
    assessment = judge(ruleset, evidence)
    card, findings = assessment.scorecard, assessment.findings
    facts: dict[str, Value] = {
        **FACTS,
        "open_majors": Fraction(sum(f.conformity == "major" and not f.corrected for f in findings.items)),
    }
    measured = {name: one.measured for name, one in card.indicators.items()}
    reasons = {name: one.not_applicable for name, one in evidence.answers.items() if one.not_applicable}
    found = quick_verdict(compiled, measured, card.derived, not_applicable=reasons, facts=facts)
    assert found.rules == tuple(rule.truth for rule in findings.rules)
    assert found.verdict is assessment.recommendation.verdict


def test_every_published_inspection_may_be_judged_by_it() -> None:
    scheme = compile_files(LIBRARY, LIBRARY.ruleset("food-hygiene-rating", "1.0") or ())
    compiled = compile_scoring(scheme)
    for scores, award in (
        ((5, 5, 5), "5"),
        ((0, 10, 5), "4"),
        ((10, 10, 10), "3"),
        ((20, 5, 0), "1"),
        ((25, 25, 30), "0"),
    ):
        named = dict(zip(("hygiene", "structural", "confidence_in_management"), map(Fraction, scores), strict=True))
        measured = {
            name: Measured(indicator=name, state=State.ASSESSED, value=value, unit="") for name, value in named.items()
        }
        worst = {"worst": DerivedValue(id="worst", value=max(named.values()), unit="points", n=None)}
        assert quick_verdict(compiled, measured, worst).award == award
