"""Laws of the condition language: one meaning in every back end, Kleene's logic, honest reasons."""

import math
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bsc_audit.core.expressions import (
    HELPERS,
    Expression,
    ExpressionError,
    ExpressionProblem,
    Kind,
    Path,
    Value,
    parse_condition,
    parse_expression,
)
from properties.expressions import NAMES, Assessment, RandomScope, assessments, conditions

SCOPE = RandomScope()
LOCALS = {path: f"v{index}" for index, path in enumerate(NAMES)}
FLOATS = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False), st.sampled_from([0.0, -0.0, 0.1, 0.3]))


def generated_verdict(condition: Expression, assessment: Assessment) -> bool | None:
    """Run both rails of the generated code; they must never both be true."""
    source = condition.python(LOCALS.__getitem__)
    values = {LOCALS[path]: _local(path, assessment.value(path)) for path in NAMES}
    space = {"__builtins__": {}, **HELPERS}
    holds, fails = (eval(rail, space, values) for rail in (source.definitely_true, source.definitely_false))
    assert not (holds and fails)
    return True if holds else False if fails else None


def _local(path: Path, value: Value) -> float | str:
    if NAMES[path].kind is Kind.TEXT:
        return "" if value is None else str(value)
    return math.nan if value is None else float(value)


@settings(max_examples=400, deadline=None)
@given(conditions(), assessments(holes=True))
@example("((certified == (csat < 1)) ? csat : 2) != 2", Assessment({("csat",): Fraction(2)}))
@example("!(csat / half_life > 1)", Assessment({("csat",): Fraction(2), ("half_life",): Fraction(0)}))
def test_exact_float_and_generated_verdicts_are_one(text: str, assessment: Assessment) -> None:
    condition = parse_expression(text, SCOPE)
    exact = condition.evaluate(assessment)
    assert condition.evaluate(assessment.in_floats()) is exact
    assert generated_verdict(condition, assessment) is exact


@settings(max_examples=200, deadline=None)
@given(conditions(depth=2), st.fixed_dictionaries({path: FLOATS for path in NAMES if NAMES[path].kind is Kind.NUMBER}))
def test_float_and_generated_verdicts_are_one_for_any_floats(text: str, values: dict[Path, Value]) -> None:
    anchored = parse_expression(f"{text} && csat > -1", SCOPE)  # a present float, so literals are floats
    assessment = Assessment({**values, ("csat",): 0.1})
    assert generated_verdict(anchored, assessment) is anchored.evaluate(assessment)


@settings(max_examples=200, deadline=None)
@given(conditions())
def test_canonical_text_reads_back_as_itself(text: str) -> None:
    canonical = parse_expression(text.replace('has(score["CLI-13"])', "has(score.nps)"), SCOPE).canonical()
    assert parse_expression(canonical, SCOPE).canonical() == canonical


@settings(max_examples=200, deadline=None)
@given(conditions(has=False, depth=2), assessments(holes=True), assessments(holes=False))
def test_filling_a_hole_never_overturns_a_verdict(text: str, open_: Assessment, full: Assessment) -> None:
    condition = parse_expression(text, SCOPE)
    before = condition.evaluate(open_)
    filled = {path: full.value(path) if value is None else value for path, value in open_.values.items()}
    if before is not None:
        assert condition.evaluate(Assessment(filled)) is before


@settings(max_examples=200, deadline=None)
@given(conditions(depth=2), assessments(holes=True))
def test_the_decisive_operands_alone_give_the_verdict(text: str, assessment: Assessment) -> None:
    condition = parse_expression(text, SCOPE)
    verdict = condition.evaluate(assessment)
    decisive = condition.decisive(assessment)
    assert set(decisive) <= set(condition.operands)
    if verdict is not None:
        alone = Assessment({path: assessment.value(path) for path in decisive})
        assert condition.evaluate(alone) is verdict


@settings(max_examples=100, deadline=None)
@given(st.lists(conditions(depth=1), min_size=2, max_size=4), assessments(holes=True), st.sampled_from(["all", "any"]))
def test_a_nest_is_its_operators(texts: list[str], assessment: Assessment, word: str) -> None:
    sign = " && " if word == "all" else " || "
    nest = parse_condition({"not": {word: texts}}, SCOPE)
    written = parse_expression(f"!({sign.join(texts)})", SCOPE)
    assert nest.evaluate(assessment) is written.evaluate(assessment)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("csat()[]!&|<>=?:.,+-*/'\" 10in", max_size=60)))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    problems: tuple[ExpressionProblem, ...] = ()
    try:
        parse_expression(text, SCOPE)
    except ExpressionError as error:
        problems = error.problems
    assert all(0 <= problem.offset <= len(text) for problem in problems)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 9))
def test_a_decimal_is_read_exactly(digits: int, places: int) -> None:
    text = f"{digits:0{places + 1}d}"
    written = f"{text[:-places]}.{text[-places:]}" if places else text
    number = parse_expression(written, SCOPE, expects=Kind.NUMBER)
    assert number.evaluate(Assessment({})) == Fraction(digits, 10**places)
