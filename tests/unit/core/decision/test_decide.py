"""Gates in order, the best award that is reached, and the words for what decided."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bsc_audit.core.decision.decide import decide, recommend
from bsc_audit.core.decision.model import Recommendation
from bsc_audit.core.decision.quick import quick_verdict
from bsc_audit.core.findings.derive import derive
from bsc_audit.core.scoring.generated import compile_scoring
from bsc_audit.core.scoring.score import score as score_evidence
from bsc_audit.core.vocabulary import Truth, Verdict
from small_rulesets import all_measured, answer, evidence, score, small

LEVELS = {"FIN": 20, "CLI": 30, "OPS": 30, "GRO": 20}
SCORE = "{kind: demerits, better: higher, linear: {zero: 0, full: 100}}"
TABLE = """
decision:
  round: 2
  gates:
  - {id: falsified, needs: falsified == 0, else: refuse, says: Falsified.}
  - {id: coverage, needs: coverage.overall >= 0.90, else: no_decision, says: Too little was assessed.}
  - {id: coverage-of-levels, every: {perspective: coverage.each >= 0.80}, else: no_decision, says: Too little of a perspective.}
  - {id: evidence, needs: verified_share >= 0.60, else: no_decision, says: Too little is verified.}
  - {id: majors, needs: open_majors == 0, else: defer, says: A major nonconformity is open.}
  awards:
  - {id: exemplary, title: Exemplary, needs: score.overall >= 90, every: {perspective: score.each >= 80}}
  - {id: advanced, title: Advanced, needs: score.overall >= 80, every: {perspective: score.each >= 70}}
  - {id: established, title: Established, needs: score.overall >= 70, every: {perspective: score.each >= 60}}
  - {id: foundation, title: Foundation, needs: score.overall >= 60, every: {perspective: score.each >= 50}}
  otherwise: not_yet
  conditions: {when: open_minors > 0, says: A plan for each minor.}
  validity_months: 24
"""
RULESET = small(
    "groups:\n- {id: overall, title: Overall, kind: overall}\n"
    + "".join(
        f"- {{id: {name}, title: {name}, kind: perspective, in: overall, weight: {w}}}\n" for name, w in LEVELS.items()
    )
    + "criteria:\n"
    + "".join(
        f"- {{id: {name}-{n}, title: {name} {n}, in: {name}, weight: {w}, score: {SCORE}}}\n"
        for name in LEVELS
        for n, w in ((1, 88), (2, 12))
    )
    + TABLE
)
COMPILED = compile_scoring(RULESET)
SOUND = {"open_majors": 0, "open_minors": 0, "falsified": 0, "verified_share": 1}


def facts(**changed: Any) -> dict[str, Any]:
    return {name: Fraction(str(value)) for name, value in (SOUND | changed).items()}


def recommended(levels: dict[str, Any], gone: tuple[str, ...] = (), **changed: Any) -> Recommendation:
    """The recommendation for scores of the levels; generated code must say the same."""
    given = {f"{name}-{n}": Fraction(str(levels[name])) for name in levels for n in (1, 2)}
    values = all_measured(RULESET, {name: value for name, value in given.items() if name not in gone})
    found = recommend(RULESET, score(RULESET, **values), facts(**changed))
    quick = quick_verdict(COMPILED, values, {}, facts=facts(**changed))
    assert (quick.verdict, quick.award) == (found.verdict, found.award)
    return found


EVEN = {"FIN": 75, "CLI": 75, "OPS": 75, "GRO": 75}


def oracles(folder: Path) -> list[dict[str, Any]]:
    return [
        one for one in json.loads((folder / "oracles.json").read_text("utf-8")) if one["id"].startswith("decision_")
    ]


def test_the_worked_decisions_of_the_domain(shared_folder: Callable[[str], Path]) -> None:
    cases = oracles(shared_folder("domain"))
    assert [case["id"] for case in cases] == [f"decision_D{n}" for n in range(1, 12)]
    for case in cases:
        given, expected = case["input"], case["expected"]
        gone = ("FIN-2", "CLI-2", "OPS-2", "GRO-2") if given.get("coverage") == 0.88 else ()
        changed = {
            "open_majors": given.get("open_major", 0),
            "open_minors": given.get("open_minor", 0),
            "verified_share": given.get("verified_evidence", 1),
        }
        found = recommended(given["levels"], gone, **changed)
        award = found.award_title or None
        assert (found.verdict.upper(), award) == (expected["decision"], expected["grade"]), case["id"]
        assert found.overall == pytest.approx(Fraction(str(expected["overall"]))), case["id"]


def test_gates_are_asked_in_order_and_the_first_that_fails_decides() -> None:
    found = recommended(EVEN, falsified=1, open_majors=2)
    assert (found.verdict, found.award) == (Verdict.REFUSE, None)
    assert found.decisive.startswith("Falsified.")
    assert [gate.truth for gate in found.gates] == [Truth.FALSE, Truth.TRUE, Truth.TRUE, Truth.TRUE, Truth.FALSE]


def test_a_gate_that_cannot_be_told_is_not_passed() -> None:
    values = all_measured(RULESET, {f"{name}-{n}": 75 for name in LEVELS for n in (1, 2)})
    found = recommend(
        RULESET, score(RULESET, **values), {name: value for name, value in facts().items() if name != "verified_share"}
    )
    assert (found.verdict, found.gates[3].truth) == (Verdict.NO_DECISION, Truth.UNDETERMINED)
    assert found.decisive.startswith("It cannot be told")
    quick = quick_verdict(
        COMPILED, values, {}, facts={name: value for name, value in facts().items() if name != "verified_share"}
    )
    assert quick.verdict is Verdict.NO_DECISION


def test_a_gate_over_every_perspective_names_the_one_that_fails() -> None:
    small_hole = dict.fromkeys(LEVELS, 75)
    found = recommended(small_hole, ("GRO-1",))
    assert found.verdict is Verdict.NO_DECISION
    assert "GRO" in found.gates[2].detail
    assert "FIN" not in found.gates[2].detail


def test_the_next_award_says_what_it_lacks() -> None:
    found = recommended({"FIN": 72, "CLI": 66.5, "OPS": 81.2, "GRO": 58})
    assert (found.award, found.validity_months) == ("foundation", 24)
    assert "Foundation is reached" in found.decisive
    assert "Established is not reached" in found.decisive
    assert [award.reached for award in found.awards] == [False, False, False, True]


def test_conditions_come_with_the_verdict_that_has_them() -> None:
    assert recommended(EVEN, open_minors=1).conditions == ("A plan for each minor.",)
    assert recommended(EVEN).conditions == ()


def test_below_every_award_the_lowest_says_what_is_missing() -> None:
    found = recommended({"FIN": 40, "CLI": 40, "OPS": 40, "GRO": 40})
    assert (found.verdict, found.award) == (Verdict.NOT_YET, None)
    assert found.decisive.startswith("No award is reached:")


def test_a_table_without_awards_recommends_nothing() -> None:
    ruleset = small(
        f"groups: [{{id: overall, title: O, kind: o}}]\ncriteria: [{{id: K, title: K, in: overall, weight: 1, score: {SCORE}}}]\n"
        "decision: {awards: [], otherwise: no_decision}\n"
    )
    found = recommend(ruleset, score(ruleset, K=99), {})
    assert (found.verdict, found.decisive) == (Verdict.NO_DECISION, "No award is reached: no award is declared.")
    assert quick_verdict(compile_scoring(ruleset), all_measured(ruleset, {"K": 99}), {}).verdict is Verdict.NO_DECISION


def test_facts_of_an_assessment_are_counted_from_its_findings_and_remarks() -> None:
    case = evidence(answers={f"{name}-{n}": answer(75) for name in LEVELS for n in (1, 2)})
    card = score_evidence(RULESET, case)
    found = decide(RULESET, case, card, derive(RULESET, case, card))
    assert (found.verdict, found.gates[3].truth, found.gates[4].truth) == (Verdict.NO_DECISION, Truth.FALSE, Truth.TRUE)
