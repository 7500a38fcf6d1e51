"""What gates and awards say about the numbers they were judged on."""

from fractions import Fraction

from bsc_audit.app.rulesets import compile_files
from bsc_audit.bootstrap import library
from bsc_audit.core.cases.whole import nothing_submitted
from bsc_audit.core.decision.decide import decide, judged
from bsc_audit.core.decision.model import Recommendation
from bsc_audit.core.findings.derive import derive
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.score import score


def shipped(name: str) -> Ruleset:
    shelf = library()
    files = shelf.ruleset(name, "1.0")
    assert files is not None
    return compile_files(shelf, files)


def values(**facts: object) -> Values:
    return Values(measured={}, derived={}, indicators={}, nodes={}, facts=facts)  # type: ignore[arg-type]


def of_nothing(ruleset: Ruleset) -> Recommendation:
    evidence = nothing_submitted(ruleset)
    scorecard = score(ruleset, evidence)
    return decide(ruleset, evidence, scorecard, derive(ruleset, evidence, scorecard))


def test_one_condition_asked_of_every_perspective_is_said_once_with_all_values() -> None:
    ruleset = shipped("service-excellence")
    gate = next(gate for gate in ruleset.decision.gates if gate.id == "coverage-of-perspectives")
    facts = {f"coverage.{name}": Fraction(n, 10) for name, n in (("FIN", 9), ("CLI", 7), ("OPS", 10), ("GRO", 8))}
    assert judged(ruleset, gate.needs, values(**facts)) == (
        "coverage of Financial 90.0\u00a0%, coverage of Client 70.0\u00a0%, coverage of Operational 100.0\u00a0%, "
        "coverage of Learning and growth 80.0\u00a0% (needed: at least 80.0\u00a0%)",
    )


def test_a_conjunction_names_each_operand_with_its_limit() -> None:
    ruleset = shipped("food-hygiene-rating")
    best = ruleset.decision.awards[0]
    facts = {"score.overall": Fraction(20), "worst": Fraction(10)}
    assert judged(ruleset, best.needs, values(**facts)) == (
        "Total of demerit points 20, Highest of the three scores 10 "
        "(needed: Total of demerit points at most 15 and Highest of the three scores at most 5)",
    )


def test_a_condition_with_alternatives_shows_its_values_and_leaves_the_words_to_its_title() -> None:
    ruleset = shipped("service-excellence")
    gate = next(gate for gate in ruleset.decision.gates if gate.id == "access-assessed")
    (words,) = judged(ruleset, gate.needs, values(**{"coverage.CLI-08": Fraction(0)}))
    assert words.endswith("0.0\u00a0%")
    assert "has(" not in words


def test_an_empty_audit_says_that_it_cannot_be_told_or_what_is_missing_never_a_score() -> None:
    for name in ("service-excellence", "food-hygiene-rating"):
        found = of_nothing(shipped(name))
        assert found.overall is None
        assert found.verdict == "no_decision"
        assert "not measured" in found.decisive or "0.0" in found.decisive
