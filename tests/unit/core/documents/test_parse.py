"""Strict YAML: what stays a word, what is a number, what is refused and where, and what hostile files cost."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.documents import DocumentError, parse
from bsc_audit.core.documents.parse import MOST_CHARACTERS, MOST_DEPTH, MOST_NODES, MOST_PROBLEMS
from bsc_audit.core.quantities import exact

WORDS = [
    *("yes", "no", "on", "off", "y", "n", "True", "FALSE", "Null", "2026-07-01", "12:30", "1.2.3"),
    *("012", "1_000", "0x10", "0o7", ".inf", "-.inf", ".nan", "5.", "1,5", "+", "1e400", "1e-400"),
]
NUMBERS = [
    ("0", 0),
    ("-3", -3),
    ("+4", 4),
    ("1.0", 1.0),
    (".5", 0.5),
    ("-0.25", -0.25),
    ("1e3", 1000.0),
    ("2E-2", 0.02),
]

REFUSED = [
    ("a: 1\nb: 2\na: 3\n", ["3:1 duplicate-key"]),
    ('a: 1\n"a": 3\n', ["2:1 duplicate-key"]),
    ("x:\n  a: {b: 1, b: 2}\n", ["2:13 duplicate-key"]),
    ("a: &x 1\nb: *x\n", ["1:4 yaml-anchor", "2:4 yaml-alias"]),
    ("a: &x {b: 1}\nc:\n  <<: *x\n", ["1:4 yaml-anchor", "3:3 yaml-merge", "3:7 yaml-alias"]),
    ("a: !!str 1\nb: !own {c: 1}\n", ["1:4 yaml-tag", "2:4 yaml-tag"]),
    ("&k a: 1\n!!str b: 2\n", ["1:1 yaml-merge", "2:1 yaml-merge"]),
    ("a: 1\n---\nb: 2\n", ["2:1 second-document"]),
    ("? [a]\n: 1\n", ["1:3 yaml-key"]),
    ("{a: 1}: 2\n", ["1:1 yaml-key"]),
    ("a: [1, 2\nb: 3\n", ["2:2 yaml-syntax"]),
    ("a:\n\tb: 1\n", ["2:1 yaml-syntax"]),
    ("a: 'open\n", ["2:1 yaml-syntax"]),
    ("a: 1\nb: x\0y\n", ["2:5 yaml-syntax"]),
    ("\ud800", ["1:1 yaml-syntax"]),
]


def _problems(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        parse(text, "f.yaml")
    return [f"{problem.where.line}:{problem.where.column} {problem.code}" for problem in caught.value.problems]


@pytest.mark.parametrize("word", WORDS)
def test_what_is_not_clearly_a_number_or_a_truth_value_stays_a_word(word: str) -> None:
    assert parse(f"a: {word}\n", "f.yaml").data == {"a": word}


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_plain_numbers_are_numbers(text: str, number: float) -> None:
    read = parse(f"a: {text}\n", "f.yaml").data["a"]
    assert (read, type(read)) == (number, type(number))


def test_true_false_and_null_are_what_they_say_and_a_quoted_one_is_a_word() -> None:
    read = parse("a: true\nb: false\nc: null\nd: ~\ne:\nf: 'true'\ng: \"5\"\n", "f.yaml").data
    assert list(read.values()) == [True, False, None, None, None, "true", "5"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_number_is_kept_exactly_or_stays_a_word(number: object) -> None:
    text = f"{number:f}"
    read = parse(f"a: {text}\n", "f.yaml").data["a"]
    assert read == text if isinstance(read, str) else exact(read) == Fraction(text)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e30, max_value=1e30))
def test_a_number_that_a_program_wrote_is_read_back(number: float) -> None:
    read = parse(f"a: {number!r}\n", "f.yaml").data["a"]
    assert read == number or (abs(number) < 1e-15 and isinstance(read, str))


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=[text[:12] for text, _ in REFUSED])
def test_what_is_refused_is_refused_at_its_place(text: str, expected: list[str]) -> None:
    assert _problems(text) == expected


def test_every_problem_of_a_file_is_told_at_once() -> None:
    assert _problems("a: &x 1\na: 2\nb: !t 3\n") == ["1:4 yaml-anchor", "2:1 duplicate-key", "3:4 yaml-tag"]


def test_a_key_given_twice_names_the_first_line() -> None:
    with pytest.raises(DocumentError, match=r"f.yaml:3:1: the key 'a' is given twice \(first at line 1\)"):
        parse("a: 1\nb: 2\na: 3\n", "f.yaml")


def test_an_empty_file_is_nothing() -> None:
    assert parse("# only a comment\n", "f.yaml").data is None


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse("\ufeffa: 1\n", "f.yaml").data == {"a": 1}


HOSTILE = {
    "deep lists": ("[" * 100_000, "yaml-too-deep"),
    "deep maps": ("\n".join(" " * depth + "a:" for depth in range(200)), "yaml-too-deep"),
    "dashes": ("- " * 900_000, "yaml-too-deep"),
    "wide": (f"a: [{'1,' * (MOST_NODES + 1)}]", "yaml-too-many"),
    "long": ("a: " + "x" * MOST_CHARACTERS, "file-too-large"),
    "a billion laughs": (
        "a: &a [x, x]\n" + "\n".join(f"k{i}: &k{i} [{'*a, ' * 9}*a]" for i in range(50)),
        "yaml-anchor",
    ),
    "anchors": ("\n".join(f"k{i}: &a{i} 1" for i in range(60_000)), "yaml-anchor"),
    "one key again and again": ("a: 1\n" * 100_000, "duplicate-key"),
    "open maps": ("{" * 100_000, "yaml-key"),
    "a long tag": ("!" * 100_000 + " x", "yaml-tag"),
    "a long key": ("k" * 100_000 + ": 1", "yaml-syntax"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_bounded_time_with_bounded_words(text: str, code: str) -> None:
    began = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        parse(text, "f.yaml")
    assert time.perf_counter() - began < 20
    assert code in {problem.code for problem in caught.value.problems}
    assert len(caught.value.problems) <= MOST_PROBLEMS + 1
    assert len(str(caught.value)) < 40_000


def test_a_large_honest_file_is_read() -> None:
    keys = 90_000
    began = time.perf_counter()
    read = parse("\n".join(f"k{number}: {number}" for number in range(keys)), "f.yaml")
    assert time.perf_counter() - began < 20
    assert len(read.data) == keys
    assert str(read.where((f"k{keys - 1}",))) == f"f.yaml:{keys}:9"


def test_the_deepest_allowed_nest_is_read() -> None:
    nest = parse("[" * MOST_DEPTH + "]" * MOST_DEPTH, "f.yaml").data
    for _ in range(MOST_DEPTH - 1):
        (nest,) = nest
    assert nest == []


def test_a_number_of_a_million_digits_is_a_word() -> None:
    assert parse("a: " + "9" * 1_000_000, "f.yaml").data["a"] == "9" * 1_000_000


def test_more_problems_than_anybody_mends_end_with_saying_so() -> None:
    with pytest.raises(DocumentError) as caught:
        parse("a: 1\n" * 1000, "f.yaml")
    assert len(caught.value.problems) == MOST_PROBLEMS + 1
    assert caught.value.problems[-1].code == "too-many-problems"
