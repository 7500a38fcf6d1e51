"""What the language reads, and where it says that it does not."""

import re
import time
from pathlib import Path

import pytest

from bsc_audit.core.expressions import PROBLEM_CODES, ExpressionError, Kind, parse_expression
from unit.core.expressions.fakes import SCOPE, FakeScope

READS = [  # as written, canonical CEL
    ("csat >= 85", "csat >= 85.0"),
    ("  csat>=85.50\n", "csat >= 85.50"),
    ("csat >= 007", "csat >= 7.0"),
    ('score.csat < 5 && score["CLI-13"] > 5', 'score.csat < 5.0 && score["CLI-13"] > 5.0'),
    ("score['csat'] < 5", "score.csat < 5.0"),
    ("csat + 2 * 3 - 1 > 0", "csat + 2.0 * 3.0 - 1.0 > 0.0"),
    ("csat - (fcr - 1) > 0", "csat - (fcr - 1.0) > 0.0"),
    ("(csat - fcr) - 1 > 0", "csat - fcr - 1.0 > 0.0"),
    ("csat / (fcr * 2) > 0", "csat / (fcr * 2.0) > 0.0"),
    ("-csat < -5", "-csat < -5.0"),
    ("-(csat + 1) < 0", "-(csat + 1.0) < 0.0"),
    ("!certified || certified && csat > 1", "!certified || certified && csat > 1.0"),
    ("(certified || certified) && true", "(certified || certified) && true"),
    ("!(csat > 1)", "!(csat > 1.0)"),
    ("!!certified", "!(!certified)"),
    ("certified == (csat > 1)", "certified == (csat > 1.0)"),
    ("trend.nps == 'flat'", 'trend.nps == "flat"'),
    ("site == 'the \"old\" one'", "site == 'the \"old\" one'"),
    ("trend.nps in ['flat', \"improving\"]", 'trend.nps in ["flat", "improving"]'),
    ("csat in [1, -2.5]", "csat in [1.0, -2.5]"),
    ("certified ? csat > 1 : fcr > 1", "certified ? csat > 1.0 : fcr > 1.0"),
    ("certified ? true : certified ? false : true", "certified ? true : certified ? false : true"),
    ("(certified ? true : false) ? true : false", "(certified ? true : false) ? true : false"),
    ("(certified ? csat : fcr) > 1", "(certified ? csat : fcr) > 1.0"),
    ("abs(csat - fcr) < min(csat, fcr, 3) + max(1, 2)", "abs(csat - fcr) < min(csat, fcr, 3.0) + max(1.0, 2.0)"),
    ("has(csat) && has(score.csat)", "has(csat) && has(score.csat)"),
]


@pytest.mark.parametrize(("text", "canonical"), READS)
def test_a_text_reads_as_its_canonical_form(text: str, canonical: str) -> None:
    expression = parse_expression(text, SCOPE)
    assert expression.canonical() == canonical
    assert expression.text == text


@pytest.mark.parametrize("canonical", [canonical for _, canonical in READS])
def test_canonical_text_reads_back_as_the_same_tree(canonical: str) -> None:
    once = parse_expression(canonical, SCOPE)
    assert parse_expression(once.canonical(), SCOPE).tree == once.tree
    assert once.canonical() == canonical


def test_has_of_a_quoted_name_becomes_a_key_test_in_cel() -> None:
    assert parse_expression('!has(score["CLI-13"])', SCOPE).canonical() == '!("CLI-13" in score)'


def test_operands_come_once_each_in_order_of_first_use() -> None:
    expression = parse_expression("fcr > 1 && has(csat) && fcr < csat && score['CLI-13'] > 1", SCOPE)
    assert expression.operands == (("fcr",), ("csat",), ("score", "CLI-13"))


def test_an_expression_may_be_a_number_where_one_is_expected() -> None:
    expression = parse_expression("csat / 100", SCOPE, expects=Kind.NUMBER)
    assert (expression.type.kind, expression.type.unit) == (Kind.NUMBER, "%")


PROBLEMS = [  # text, code, 0-based offset, part of the hint
    ("", "condition-empty", 0, "write true"),
    (" \n ", "condition-empty", 3, "write true"),
    ("a" * 2001, "condition-too-long", 0, "2000"),
    ("(" * 40 + "true" + ")" * 40, "condition-too-deep", 40, "40 levels"),
    ("!" * 40 + "certified", "condition-too-deep", 40, "40 levels"),
    ("+".join(["csat"] * 41) + " > 1", "condition-too-deep", 205, "derived value"),
    ("&&".join(["true"] * 202), "condition-too-large", 1200, "derived value"),
    ("csat > 80%", "condition-character", 9, "unit belongs to the name"),
    ("csat > 1 # note", "condition-character", 9, ""),
    ("trend.nps == 'flat", "condition-open-text", 13, "add '"),
    ("site == ''", "condition-text", 8, "!has(name)"),
    (r"site == 'a\n'", "condition-text", 8, "no escapes"),
    ("csat > 1e3", "condition-number", 7, "without exponent"),
    ("csat > .5", "condition-number", 7, "digits.digits"),
    ("csat > 5.", "condition-number", 7, "digits.digits"),
    ("reply > 5h", "condition-number", 8, "unit"),
    ("csat > " + "9" * 101, "condition-number", 7, "100"),
    ("csat > 1 and fcr > 1", "condition-operator", 9, "write &&"),
    ("csat > 1 OR fcr > 1", "condition-operator", 9, "write ||"),
    ("not certified", "condition-operator", 0, "write !"),
    ("csat = 1", "condition-operator", 5, "write =="),
    ("csat <> 1", "condition-operator", 5, "write !="),
    ("site is 'Oslo'", "condition-operator", 5, "write =="),
    ("certified & certified", "condition-operator", 10, "write &&"),
    ("csat == null", "condition-reserved", 8, "!has(name)"),
    ("while > 1", "condition-reserved", 0, "another name"),
    ("csat >", "condition-syntax", 6, ""),
    ("csat > 1)", "condition-syntax", 8, ""),
    ("csat > 0,5", "condition-syntax", 8, "with a point"),
    ("certified ? true", "condition-syntax", 16, ""),
    ("score.", "condition-syntax", 6, 'score["CLI-13"]'),
    ("score[13] > 1", "condition-syntax", 6, 'score["CLI-13"]'),
    ("has(score.CLI-13)", "condition-syntax", 13, 'score["CLI-13"]'),
    ("1 < csat < 5", "condition-chained", 9, "write a < b && b < c"),
    ("csat > 1 == certified", "condition-chained", 9, "write a > b"),
    ("mini(csat, 1) > 1", "condition-function", 0, "did you mean 'min'"),
    ("score.all(x, x > 1)", "condition-function", 6, "abs, min, max, has"),
    ("size(site) > 1", "condition-function", 0, "abs, min, max, has"),
    ("abs(csat, 1) > 1", "condition-arguments", 0, ""),
    ("min(csat) > 1", "condition-arguments", 0, ""),
    ("has(1)", "condition-arguments", 4, "has(csat)"),
    ("csat in 5", "condition-list", 8, "[1, 2]"),
    ("csat in []", "condition-list", 9, ""),
    ("csat in [fcr]", "condition-list", 9, ""),
    ("csat in [1, 'a']", "condition-list", 8, ""),
    ("csatt > 1", "unknown-name", 0, "did you mean 'csat'"),
    ("score.csta > 1", "unknown-name", 0, "did you mean 'score.csat'"),
    ("1 < score.CLI-13", "unknown-name", 4, 'did you mean score["CLI-13"]'),
    ("has(csatt)", "unknown-name", 4, "did you mean 'csat'"),
    ("trend.nps == 'worsning'", "unknown-word", 13, "did you mean 'worsening'"),
    ("'worsning' == trend.nps", "unknown-word", 0, "did you mean 'worsening'"),
    ("trend.nps in ['flat', 'upp']", "unknown-word", 22, "flat, improving, worsening"),
    ("trend.nps == move.aht", "unknown-word", 13, ""),
    ("csat == 'high'", "kinds-differ", 5, "one kind"),
    ("csat in ['high', 'low']", "kinds-differ", 9, "one kind"),
    ("certified == 1", "kinds-differ", 10, "one kind"),
    ("(certified ? csat : site) == 1", "kinds-differ", 11, "one kind"),
    ("csat > reply", "units-differ", 5, "nothing is converted"),
    ("csat + reply > 1", "units-differ", 5, "nothing is converted"),
    ("certified < true", "not-ordered", 10, "== or !="),
    ("trend.nps >= 'flat'", "not-ordered", 10, "== or !="),
    ("site + 1 > 2", "not-a-number", 0, "numbers"),
    ("abs(certified) > 2", "not-a-number", 4, "numbers"),
    ("-site == 'a'", "not-a-number", 1, "numbers"),
    ("csat && certified", "not-a-truth-value", 0, "name >= 85"),
    ("!csat", "not-a-truth-value", 1, "name >= 85"),
    ("csat ? true : false", "not-a-truth-value", 0, "name >= 85"),
    ("csat", "condition-result", 0, "name >= 85"),
]


@pytest.mark.parametrize(("text", "code", "offset", "hint"), PROBLEMS)
def test_a_mistake_is_named_where_it_stands(text: str, code: str, offset: int, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text, SCOPE)
    (problem,) = caught.value.problems
    assert (problem.code, problem.offset) == (code, offset)
    assert hint in problem.hint


def test_every_problem_code_has_an_example() -> None:
    assert {code for _, code, _, _ in PROBLEMS} | {"condition-nest"} == set(PROBLEM_CODES)


def test_all_problems_of_a_text_come_at_once_in_order() -> None:
    text = "csatt > 1 and\n  fcr = reply or site > 5"
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text, SCOPE)
    found = [(problem.code, problem.line, problem.column) for problem in caught.value.problems]
    assert found == [
        ("unknown-name", 1, 1),
        ("condition-operator", 1, 11),
        ("condition-operator", 2, 7),
        ("condition-operator", 2, 15),
        ("kinds-differ", 2, 23),
    ]
    assert str(caught.value).startswith("1:1: unknown name 'csatt' (did you mean 'csat'?) [unknown-name]\n")


def test_the_limits_are_inclusive() -> None:
    parse_expression("csat > 1" + " " * 1992, SCOPE)
    parse_expression("(" * 39 + "true" + ")" * 39, SCOPE)
    parse_expression("+".join(["csat"] * 39) + " > 1", SCOPE)
    parse_expression("&&".join(["true"] * 200), SCOPE)


UNITS = [  # expression, unit of the result
    ("csat", "%"),
    ("-csat", "%"),
    ("csat + 5", "%"),
    ("5 - csat", "%"),
    ("csat - fcr", "%"),
    ("csat + any_unit", "%"),
    ("any_unit + reply", "h"),
    ("csat * 2", "%"),
    ("2 * csat", "%"),
    ("csat * ratio", "%"),
    ("ratio * csat", "%"),
    ("csat / 100", "%"),
    ("csat / ratio", "%"),
    ("csat / fcr", ""),
    ("csat * reply", None),
    ("csat / reply", None),
    ("1 / reply", None),
    ("any_unit * csat", None),
    ("2 * 3", None),
    ("ratio * (2 + 3)", ""),
    ("min(csat, 5, fcr)", "%"),
    ("abs(reply)", "h"),
    ("certified ? csat : 0", "%"),
    ("certified ? 0 : csat", "%"),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_units_follow_the_arithmetic(text: str, unit: str | None) -> None:
    expression = parse_expression(text, SCOPE, expects=Kind.NUMBER)
    assert expression.type.unit == unit


def test_a_product_of_units_fits_anything_rather_than_be_guessed() -> None:
    assert parse_expression("csat * reply > 5 && csat * reply > ratio", SCOPE)


HOSTILE = [
    "(" * 100_000,
    "!" * 100_000,
    "a" * 100_000,
    "[" * 2000,
    "-" * 1999 + "1",
    "'" * 1999,
    "1+" * 900 + "1 > 2",
    "csat.a" * 330,
    "ab<1||" * 330 + "true",
    "a?" * 1000,
    "x1<1||" * 60 + "true",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_refused_in_milliseconds(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ExpressionError):
        parse_expression(text, SCOPE)
    assert time.perf_counter() - start < 0.25  # measured: at most 5 ms; the rest is for a busy machine


def test_suggestions_are_searched_for_the_first_problems_only() -> None:
    asked: list[tuple[str, ...]] = []

    class Watched(FakeScope):
        def suggestions(self, path: tuple[str, ...]) -> list[str]:
            asked.append(path)
            return super().suggestions(path)

    with pytest.raises(ExpressionError) as caught:
        parse_expression(" || ".join(f"x{number} > 1" for number in range(60)), Watched())
    assert (len(caught.value.problems), len(asked)) == (60, 10)


def test_the_page_for_authors_lists_every_problem_code_with_its_meaning() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "conditions.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z]+-[a-z-]+)` \| (.+) \|$", page, flags=re.MULTILINE)
    assert dict(listed) == dict(PROBLEM_CODES)
