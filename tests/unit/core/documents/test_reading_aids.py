"""Numbers as people write them, the nearest known word, parts of a document, one text for one content."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.documents import Schema, parse
from bsc_audit.core.documents.canonical import canonical, digest
from bsc_audit.core.documents.numbers import as_number, read_number
from bsc_audit.core.documents.part import Part, broken_parts
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.vocabulary import Grade


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("12.5", Fraction(25, 2)), ("12,5", Fraction(25, 2)), (" -0,1 ", Fraction(-1, 10)), ("+3", 3), ("1,234", Fraction(1234, 1000))],
)  # fmt: skip
def test_a_number_has_a_point_or_a_comma(text: str, value: Fraction) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1.234,5", "1,234,567", "1 000", "12 %", "1e5", "nan", "inf", "1_0", ".5", "5.", "٣", "1/2"]
)
def test_what_leaves_room_for_doubt_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [(True, None), (None, None), ([1], None), (0.1, Fraction(1, 10)), ("0,1", Fraction(1, 10)), (3, 3)],
)
def test_only_numbers_and_their_texts_are_numbers(raw: object, value: Fraction | None) -> None:
    assert as_number(raw) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1_000_000, max_value=1_000_000, places=6))
def test_point_and_comma_say_the_same(number: object) -> None:
    assert read_number(f"{number}") == read_number(f"{number}".replace(".", ",")) == Fraction(f"{number}")


def test_the_nearest_word_is_suggested_and_else_the_known_ones_are_listed() -> None:
    assert did_you_mean("csta", ["csat", "nps"]) == "did you mean 'csat'?"
    assert did_you_mean("zzz", ["nps", "csat"]) == "known here: csat, nps"
    assert did_you_mean("zzz", []) == "known here: nothing"
    assert did_you_mean("?", [f"word{n:02}" for n in range(20)]).endswith("word11 and 8 more")


def test_a_part_knows_its_place_and_a_missing_one_its_owner() -> None:
    whole = Part.whole(parse("a:\n- x: 1\n- y: 2\n", "f.yaml"))
    first, second = whole.at("a").members()
    assert (str(first.at("x").where), str(second.where_key)) == ("f.yaml:2:6", "f.yaml:3:3")
    assert (second.at("z").data, str(second.at("z").where), second.text("z")) == (None, "f.yaml:3:3", "")
    assert list(first.at("x").entries()) == list(first.at("x").members()) == []


def test_only_the_part_that_breaks_the_schema_is_unsound() -> None:
    document = parse("\n".join(["a:", *(f"- {n}" for n in range(10)), "- x"]), "f.yaml")
    broken = broken_parts(Schema({"properties": {"a": {"items": {"type": "integer"}}}}).problems(document))
    parts = list(Part.whole(document).at("a").members())
    assert [part.is_sound(broken) for part in parts] == [True] * 10 + [False]
    assert not Part.whole(document).is_sound(broken)
    assert Part.whole(parse("a: [x]", "other.yaml")).is_sound(broken)


@dataclass(frozen=True)
class Example:
    grade: Grade
    value: Fraction
    when: date
    names: frozenset[str]
    pairs: tuple[tuple[str, bool], ...]


def test_canonical_text_is_sorted_exact_and_without_spaces() -> None:
    example = Example(Grade.A, Fraction(1, 3), date(2026, 7, 8), frozenset({"b", "a"}), (("ü", True),))
    assert canonical(example) == (
        '{"grade":"A","names":["a","b"],"pairs":[["ü",true]],"value":"1/3","when":"2026-07-08"}'
    )
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1}) != digest({"a": 2, "b": 2})


def test_what_has_no_canonical_text_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="object has no canonical text"):
        canonical({"a": object()})
