"""Three-valued truth, exactness, decisive operands and the two rails of generated code, by tables."""

import math
from fractions import Fraction

import pytest

from bsc_audit.core.expressions import HELPERS, Kind, Path, Value, parse_expression
from unit.core.expressions.fakes import NAMES, SCOPE, FakeEnvironment, given

KLEENE_AND = [
    (True, True, True), (True, False, False), (True, None, None),
    (False, True, False), (False, False, False), (False, None, False),
    (None, True, None), (None, False, False), (None, None, None),
]  # fmt: skip
KLEENE_OR = [
    (True, True, True), (True, False, True), (True, None, True),
    (False, True, True), (False, False, False), (False, None, None),
    (None, True, True), (None, False, None), (None, None, None),
]  # fmt: skip


def rails(text: str, env: FakeEnvironment) -> tuple[bool, bool]:
    """Run the generated code of a condition."""
    expression = parse_expression(text, SCOPE)
    names = {path: f"v{index}" for index, path in enumerate(NAMES)}
    source = expression.python(names.__getitem__)
    local = {names[path]: _local(path, env.value(path)) for path in NAMES}
    space = {"__builtins__": {}, **HELPERS}
    return eval(source.definitely_true, space, local), eval(source.definitely_false, space, local)


def _local(path: Path, value: Value) -> float | str:
    if NAMES[path].kind is Kind.TEXT:
        return "" if value is None else str(value)
    return math.nan if value is None else float(value)


def _agreed(text: str, env: FakeEnvironment) -> Value:
    """Verdict of the evaluator, after the generated code has given the same."""
    verdict = parse_expression(text, SCOPE).evaluate(env)
    assert rails(text, env) == (verdict is True, verdict is False)
    return verdict


@pytest.mark.parametrize(("left", "right", "both"), KLEENE_AND)
def test_and_follows_kleene(left: bool | None, right: bool | None, both: bool | None) -> None:
    env = given(certified=left, csat=_as_number(right))
    assert _agreed("certified && csat > 50", env) is both


@pytest.mark.parametrize(("left", "right", "either"), KLEENE_OR)
def test_or_follows_kleene(left: bool | None, right: bool | None, either: bool | None) -> None:
    env = given(certified=left, csat=_as_number(right))
    assert _agreed("certified || csat > 50", env) is either


def _as_number(truth: bool | None) -> Fraction | None:
    return None if truth is None else Fraction(100 if truth else 0)


VERDICTS = [  # condition, values, verdict
    ("!certified", {"certified": False}, True),
    ("!certified", {}, None),
    ("csat > 5", {}, None),
    ("csat != 5", {}, None),
    ("!(csat != 5)", {}, None),
    ("csat == csat", {}, None),
    ("csat != 5", {"csat": 5}, False),
    ("csat in [1, 5]", {"csat": 5}, True),
    ("csat in [1, 5]", {"csat": 4}, False),
    ("csat in [1, 5]", {}, None),
    ("trend.nps in ['flat', 'improving']", {"trend.nps": "flat"}, True),
    ("trend.nps in ['flat', 'improving']", {"trend.nps": "worsening"}, False),
    ("trend.nps in ['flat', 'improving']", {}, None),
    ("!(trend.nps in ['flat'])", {}, None),
    ("trend.nps == 'flat'", {"trend.nps": "flat"}, True),
    ("trend.nps != 'flat'", {"trend.nps": "flat"}, False),
    ("trend.nps != 'flat'", {}, None),
    ("trend.nps == trend.csat", {}, None),
    ("trend.nps != trend.csat", {"trend.nps": "flat"}, None),
    ("trend.nps != trend.csat", {"trend.nps": "flat", "trend.csat": "improving"}, True),
    ("(certified ? 'flat' : 'improving') == trend.nps", {"trend.nps": "flat", "certified": True}, True),
    ("(certified ? trend.nps : trend.csat) != 'flat'", {"trend.nps": "flat", "trend.csat": "flat"}, False),
    ("certified == (csat > 5)", {"certified": False, "csat": 4}, True),
    ("certified != (csat > 5)", {"certified": False}, None),
    ("certified == true", {"certified": True}, True),
    ("certified == false", {"certified": True}, False),
    ("certified != true", {}, None),
    ("(has(csat) ? certified : -csat > 1) == (csat > 1 || certified)", {"certified": True}, None),
    ("(csat in [1, 2]) == !(trend.nps in ['flat'])", {"csat": 2, "trend.nps": "improving"}, True),
    ("has(csat)", {"csat": 0}, True),
    ("has(csat)", {}, False),
    ("!has(trend.nps)", {}, True),
    ("has(trend.nps)", {"trend.nps": "flat"}, True),
    ("has(certified) && !certified", {"certified": False}, True),
    ("csat / fcr > 1", {"csat": 1, "fcr": 0}, None),
    ("csat / (fcr - 2) > 1", {"csat": 1, "fcr": 2}, None),
    ("csat / 0 > 1 || true", {"csat": 1}, True),
    ("csat / 0 > 1", {"csat": 1}, None),
    ("csat / fcr == 2", {"csat": 4, "fcr": 2}, True),
    ("csat + fcr > 1", {"csat": 4}, None),
    ("min(csat, fcr) > 1", {"csat": 0}, None),
    ("max(csat, fcr, 3) == 4", {"csat": 4, "fcr": 2}, True),
    ("min(csat, fcr, 3) == 2", {"csat": 4, "fcr": 2}, True),
    ("abs(csat - fcr) == 2", {"csat": 2, "fcr": 4}, True),
    ("-csat < 0", {"csat": 2}, True),
    ("certified ? csat > 1 : fcr > 1", {"certified": True, "csat": 2}, True),
    ("certified ? csat > 1 : fcr > 1", {"certified": False, "csat": 2}, None),
    ("certified ? csat > 1 : fcr > 1", {"csat": 2, "fcr": 2}, True),
    ("certified ? csat > 1 : fcr > 1", {"csat": 2, "fcr": 0}, None),
    ("(certified ? csat : fcr) > 1", {"csat": 2, "fcr": 2}, True),
    ("(certified ? csat : fcr) > 1", {"csat": 2, "fcr": 3}, None),
    ("true", {}, True),
    ("false", {}, False),
]


@pytest.mark.parametrize("number", [Fraction, float])
@pytest.mark.parametrize(("text", "values", "verdict"), VERDICTS)
def test_a_condition_has_its_verdict(text, values, verdict, number) -> None:
    env = FakeEnvironment({name: number(v) if type(v) is int else v for name, v in values.items()})
    assert _agreed(text, env) is verdict


def test_exact_values_decide_a_tie_that_floats_lose() -> None:
    text = "(csat * 0.1 + csat * 0.2 + csat * 0.3) / (0.1 + 0.2 + 0.3) >= 60"
    expression = parse_expression(text, SCOPE)
    assert expression.evaluate(given(csat=Fraction(60))) is True
    assert expression.evaluate(given(csat=60.0)) is False


def test_literals_are_read_exactly_beside_exact_values_and_as_floats_beside_floats() -> None:
    expression = parse_expression("ratio == 0.1", SCOPE)
    assert expression.evaluate(given(ratio=Fraction(1, 10))) is True
    assert expression.evaluate(given(ratio=0.1)) is True
    assert expression.evaluate(given(ratio=Fraction(0.1))) is False  # the float's own rational is not a tenth


def test_one_float_makes_all_numbers_floats() -> None:
    expression = parse_expression("ratio == any_unit", SCOPE)
    assert expression.evaluate(given(ratio=0.1, any_unit=Fraction(1, 10))) is True


@pytest.mark.parametrize("value", [math.nan, math.inf, "high", True, ""])
def test_a_value_that_is_no_number_counts_as_missing(value: Value) -> None:
    assert parse_expression("csat > 1", SCOPE).evaluate(given(csat=value)) is None
    assert parse_expression("has(csat)", SCOPE).evaluate(given(csat=value)) is False


def test_a_number_beyond_floats_counts_as_missing_beside_floats() -> None:
    expression = parse_expression("csat > fcr", SCOPE)
    assert expression.evaluate(given(csat=Fraction(10) ** 400, fcr=1.0)) is None
    assert expression.evaluate(given(csat=Fraction(10) ** 400, fcr=Fraction(1))) is True


DECISIVE = [  # condition, values, operands in the order of first use
    ("csat > 80 && fcr > 80", {"csat": 90.0, "fcr": 90.0}, "csat fcr"),
    ("csat > 80 && fcr > 80", {"csat": 10.0, "fcr": 90.0}, "csat"),
    ("csat > 80 && fcr > 80", {"csat": 10.0, "fcr": 10.0}, "csat fcr"),
    ("csat > 80 && fcr > 80", {"fcr": 10.0}, "fcr"),
    ("csat > 80 && fcr > 80", {"fcr": 90.0}, "csat"),
    ("csat > 80 || fcr > 80", {"csat": 10.0, "fcr": 90.0}, "fcr"),
    ("csat > 80 || fcr > 80", {"csat": 10.0, "fcr": 10.0}, "csat fcr"),
    ("csat > 80 || fcr > 80", {"csat": 10.0}, "fcr"),
    ("!(csat > 80 || fcr > 80)", {"csat": 90.0, "fcr": 10.0}, "csat"),
    ("csat - fcr > 5 && certified", {"csat": 90.0}, "fcr certified"),
    ("csat / fcr > 5", {"csat": 1.0, "fcr": 0.0}, "csat fcr"),
    ("certified ? csat > 1 : fcr > 1", {"certified": True, "csat": 2.0}, "certified csat"),
    ("certified ? csat > 1 : fcr > 1", {"certified": True}, "csat"),
    ("certified ? csat > 1 : fcr > 1", {"csat": 2.0, "fcr": 2.0}, "csat fcr"),
    ("certified ? csat > 1 : fcr > 1", {"csat": 2.0, "fcr": 0.0}, "certified"),
    ("!has(csat) && fcr > 1", {"fcr": 2.0}, "csat fcr"),
    ("csat in [1, 2] || true", {"csat": 1.0}, "csat"),
    ("true", {}, ""),
]


@pytest.mark.parametrize(("text", "values", "operands"), DECISIVE)
def test_the_decisive_operands_are_those_a_reason_should_show(text, values, operands) -> None:
    found = parse_expression(text, SCOPE).decisive(FakeEnvironment(values))
    assert " ".join(".".join(path) for path in found) == operands


def test_comparisons_are_found_wherever_numbers_meet() -> None:
    text = "csat + 1 >= 80 && (trend.nps == 'flat' || !(fcr in [1, 2])) && certified == (reply < 3)"
    found = parse_expression(text, SCOPE).comparisons()
    assert [(pair.left.text, pair.op, pair.right.text) for pair in found] == [
        ("csat + 1.0", ">=", "80.0"),
        ("fcr", "==", "1.0"),
        ("fcr", "==", "2.0"),
        ("reply", "<", "3.0"),
    ]
    assert found[0].left.evaluate(given(csat=Fraction(79))) == 80
    assert (found[0].left.type.unit, found[0].left.operands) == ("%", (("csat",),))


def test_a_number_has_no_rails() -> None:
    with pytest.raises(ValueError, match="no true and false rail"):
        parse_expression("csat", SCOPE, expects=Kind.NUMBER).python(".".join)


def test_generated_source_reads_no_other_names() -> None:
    text = "(certified ? min(csat, 1) : abs(fcr)) / reply > 0 && trend.nps in ['flat'] != has(site)"
    source = parse_expression(text.replace(" != has", " && has"), SCOPE).python("_".join)
    for rail in (source.definitely_true, source.definitely_false):
        names = set(compile(rail, "rail", "eval").co_names)
        assert names <= {"certified", "csat", "fcr", "reply", "trend_nps", "site", *HELPERS}


LARGEST = [
    "(certified ? " * 19 + "csat > 1" + " : certified)" * 19,
    "certified == (" * 19 + "csat > 1" + ")" * 19,
    "-(" * 18 + "csat" + ")" * 18 + " > 1",
    "1 / (" * 18 + "csat" + ")" * 18 + " > 1",
    "min(1, " * 37 + "csat" + ")" * 37 + " != 1",
    "((" + "certified ? csat : " * 37 + "csat)) != 1",
    "!(" * 19 + "csat > 1" + ")" * 19,
    " && ".join(f"csat > {number}" for number in range(99)),
]


@pytest.mark.parametrize("text", LARGEST, ids=range(len(LARGEST)))
def test_the_largest_conditions_compile_and_stay_linear_in_size(text: str) -> None:
    source = parse_expression(text, SCOPE).python("_".join)
    assert len(source.definitely_true) + len(source.definitely_false) < 20 * len(text) + 200
    assert rails(text, given(csat=2.0, certified=True)).count(True) == 1
