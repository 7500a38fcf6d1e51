"""The generated function itself: what it reads, what it may reach, and that it is written once."""

import pytest

from bsc_audit.core.scoring.generated import Role, Slot, compile_scoring, vector_of
from bsc_audit.core.scoring.generated.normalising import lines_of
from bsc_audit.core.vocabulary import Verdict
from small_rulesets import all_measured, flat_tree, small

RULESET = small("""
groups: [{id: overall, title: Overall, kind: overall}]
indicators:
  csat: {kind: ratio, unit: "%", better: higher, points: {50: 0, 90: 100}}
  aside: {kind: ratio, unit: "%", better: higher, points: {50: 0, 90: 100}}
criteria:
- {id: asked, title: Asked, in: overall, weight: 1, score: csat}
- {id: plan, title: Plan, in: overall, weight: 1, score: {kind: rubric, levels: {0: a, 5: b}}}
findings:
- {id: R1, kind: strength, title: R, when: trend.csat == "improving" && n.csat >= 30, says: So.}
evidence_grades: {C: {at: 60, title: Told}}
""")


def test_the_slots_name_everything_the_vector_holds_and_nothing_nobody_reads() -> None:
    assert set(compile_scoring(RULESET).slots) == {
        Slot(Role.VALUE, ("csat",)),
        Slot(Role.OWN_SCORE, ("csat",)),
        Slot(Role.CEILING, ("csat",)),
        Slot(Role.NOT_APPLICABLE, ("asked",)),
        Slot(Role.VALUE, ("plan",)),
        Slot(Role.CEILING, ("plan",)),
        Slot(Role.OPERAND, ("trend", "csat"), text=True),
        Slot(Role.OPERAND, ("n", "csat")),
    }


def test_a_vector_of_another_length_is_refused() -> None:
    compiled = compile_scoring(RULESET)
    with pytest.raises(ValueError, match="unpack"):
        compiled.score(vector_of(compiled, all_measured(RULESET, {}), {})[:-1])


def test_generated_code_sees_no_builtins_and_holds_no_text_of_an_author() -> None:
    compiled = compile_scoring(RULESET)
    scope = compiled.function.__globals__
    assert scope["__builtins__"] == {}
    assert set(compiled.function.__code__.co_names) <= set(scope)
    assert "Asked" not in compiled.source
    assert "asked" not in compiled.source


def test_the_same_ruleset_is_written_the_same_way() -> None:
    assert compile_scoring(RULESET).source == compile_scoring(RULESET).source


def test_outcomes_are_gates_then_awards_with_and_without_conditions_then_neither() -> None:
    outcomes = compile_scoring(flat_tree("a 1")).outcomes
    assert [(one.verdict, one.award) for one in outcomes] == [
        (Verdict.RECOMMEND, "pass"),
        (Verdict.RECOMMEND_WITH_CONDITIONS, "pass"),
        (Verdict.NOT_YET, None),
    ]


def test_a_normaliser_without_a_generated_form_is_refused() -> None:
    class Curve:
        def score(self, value: float) -> float:
            return value

        def problems(self) -> tuple[str, ...]:
            return ()

    with pytest.raises(ValueError, match="Curve has no generated form"):
        lines_of(Curve(), "v0", "x0")  # type: ignore[arg-type]
