"""Places: every key, value and character of a text is found again in the file."""

import pytest

from bsc_audit.core.documents import parse

FILE = """\
top:
  plain: one two
  quoted: "one two"
  list: [a, {b: c}]
  block: |
    first line
    second line
  folded: >-
    one two
    three four
  long: one two
    three four
"""
DOCUMENT = parse(FILE, "f.yaml")


def _at(line: int, column: int) -> str:
    return FILE.splitlines()[line - 1][column - 1 :]


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("top",), "top:", "plain: one two"),
        (("top", "plain"), "plain: one two", "one two"),
        (("top", "list"), "list: [a, {b: c}]", "[a, {b: c}]"),
        (("top", "list", 1, "b"), "b: c}]", "c}]"),
    ],
)
def test_a_key_and_its_value_have_their_own_places(path: tuple[str | int, ...], key: str, value: str) -> None:
    by_key, by_value = DOCUMENT.where_key(path), DOCUMENT.where(path)
    assert _at(by_key.line, by_key.column) == key
    assert _at(by_value.line, by_value.column) == value


@pytest.mark.parametrize(
    ("field", "line", "column", "rest"),
    [
        ("plain", 1, 5, "two"),
        ("quoted", 1, 5, 'two"'),
        ("block", 1, 7, "line"),
        ("block", 2, 8, "line"),
        ("folded", 1, 5, "two"),
        ("folded", 1, 9, "three four"),
        ("folded", 1, 15, "four"),
        ("long", 1, 5, "two"),
        ("long", 1, 9, "three four"),
    ],
)
def test_a_character_of_a_text_is_found_in_the_file(field: str, line: int, column: int, rest: str) -> None:
    where = DOCUMENT.where(("top", field), line=line, column=column)
    assert _at(where.line, where.column) == rest


def test_a_text_folded_around_an_empty_line_points_at_its_start() -> None:
    document = parse("a: >\n  one\n\n  two\n", "f.yaml")
    assert document.data["a"] == "one\ntwo\n"
    assert str(document.where(("a",), line=2, column=1)) == "f.yaml:1:4"


def test_a_place_beyond_the_text_is_still_a_place() -> None:
    where = DOCUMENT.where(("top", "long"), line=1, column=10_000)
    assert len(FILE.splitlines()) <= where.line <= len(FILE.splitlines()) + 1


def test_a_missing_part_points_at_its_owner() -> None:
    assert DOCUMENT.where(("top", "list", 7, "x")) == DOCUMENT.where(("top", "list"))
    assert DOCUMENT.where_key(("top", "nowhere")) == DOCUMENT.where(("top",))


def test_an_empty_document_has_only_its_name() -> None:
    assert str(parse("", "f.yaml").where(("a",))) == "f.yaml"
