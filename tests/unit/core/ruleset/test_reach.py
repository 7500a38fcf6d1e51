"""What can never be true, and what an easier condition always forestalls; checked against sampled values."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.expressions import Expression, Kind, Path, Type, parse_condition
from bsc_audit.core.ruleset.reach import forestalls, never

VALUES = [Fraction(number, 2) for number in range(-2, 206)]


class _Scope:
    def type_of(self, path: Path) -> Type | None:
        """Scores and two plain numbers."""
        return Type(Kind.NUMBER) if path in {("score", "a"), ("b",), ("c",)} else None

    def suggestions(self, path: Path) -> tuple[str, ...]:
        """None is needed."""
        return ()


class _At:
    def __init__(self, score: Fraction, b: Fraction) -> None:
        self._values = {("score", "a"): score, ("b",): b, ("c",): Fraction(0)}

    def value(self, path: Path) -> Fraction:
        """A value for every name."""
        return self._values[path]


def _read(text: str) -> Expression:
    return parse_condition(text, _Scope())


NEVER = [
    *("score.a > 100", "score.a < 0", "score.a == 101", "100 < score.a", "false", "1 > 2"),
    *(
        "b > 5 && b < 5",
        "b >= 5 && b < 5",
        "b > 6 && c > 0 && b < 4",
        "b == 3 && b == 4",
        "score.a >= 50 && 20 > score.a",
    ),
    "b > 5 && (c > 1 || c < 0) && b < 2",
]
SOMETIMES = [
    *("score.a >= 100", "score.a <= 0", "b >= 5 && b <= 5", "b > 5 || b < 2", "!(score.a > 100)", "b != 5", "b > 101"),
    *("b > c && b < c", "b * 2 > 400", "b in [1, 2]", "true"),
]


@pytest.mark.parametrize("text", NEVER)
def test_what_no_value_fulfils_is_never_true(text: str) -> None:
    assert never(_read(text))


@pytest.mark.parametrize("text", SOMETIMES)
def test_what_some_value_may_fulfil_is_let_pass(text: str) -> None:
    assert not never(_read(text))


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("score.a < 60", "score.a < 40", True),
        ("score.a < 60", "score.a <= 60", False),
        ("score.a <= 60", "score.a < 60", True),
        ("score.a < 60", "b > 5 && score.a < 40", True),
        ("score.a < 60 && b > 5", "score.a < 40", False),
        ("score.a < 60 && b > 5", "score.a < 40 && b > 5", True),
        ("score.a >= 0", "score.a < 40", True),
        ("b >= 0", "b < 40", False),
        ("b in [1, 2]", "b in [1, 2] && c > 1", True),
        ("b > 1", "c > 1", False),
    ],
)
def test_an_earlier_line_forestalls_a_narrower_one(earlier: str, later: str, expected: bool) -> None:
    assert forestalls([("", _read(earlier).tree)], [("", _read(later).tree)]) is expected


def test_what_is_said_of_another_node_forestalls_nothing() -> None:
    tree = _read("b > 1").tree
    assert not forestalls([("one", tree)], [("two", tree)])


COMPARISON = st.builds(
    "{} {} {}".format,
    st.sampled_from(["score.a", "b"]),
    st.sampled_from(["<", "<=", ">", ">=", "=="]),
    st.integers(-1, 101),
)
CONJUNCTION = st.lists(COMPARISON, min_size=1, max_size=3).map(" && ".join)
POINT = st.builds(_At, st.sampled_from([value for value in VALUES if 0 <= value <= 100]), st.sampled_from(VALUES))


@given(CONJUNCTION, POINT)
def test_a_condition_that_is_never_true_is_true_nowhere(text: str, point: _At) -> None:
    condition = _read(text)
    assert not (never(condition) and condition.evaluate(point))


@given(CONJUNCTION, CONJUNCTION, POINT)
def test_a_forestalled_condition_is_true_only_where_the_earlier_is(earlier: str, later: str, point: _At) -> None:
    first, second = _read(earlier), _read(later)
    forestalled = forestalls([("", first.tree)], [("", second.tree)])
    assert not (forestalled and second.evaluate(point)) or first.evaluate(point)
