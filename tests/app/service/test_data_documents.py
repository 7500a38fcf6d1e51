"""Data from the store as files: what is written reads back as the same data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.app.service.data_documents import document, json_text, number_cell, path_of, table
from bsc_audit.core.documents import parse
from bsc_audit.core.documents.numbers import read_number
from bsc_audit.core.quantities import exact

# What JSON can say and the edge of the service lets in: no NUL, no lone surrogates, no key '<<'.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=40)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(-1e15, 1e15, allow_nan=False)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
KEYS = TEXTS.filter(lambda key: key != "<<")
DATA = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@given(st.dictionaries(KEYS, DATA, max_size=4))
def test_a_document_is_what_its_text_is_read_as(data: dict[str, Any]) -> None:
    made = document("answers.yaml", data)
    assert parse(made.text, "answers.yaml").data == made.data


@pytest.mark.parametrize("text", ["\u2028", "\u0085", "\x7f", "a\nb", "yes", "2026-09-30", "<<", "\U0001f600", "'\""])
def test_a_text_yaml_would_read_otherwise_stays_as_it_is(text: str) -> None:
    assert parse(json_text({"a": text}), "x.yaml").data == {"a": text}


def test_a_whole_number_too_long_to_be_kept_is_a_word_in_both() -> None:
    made = document("x.yaml", {"n": 10**15})
    assert made.data == {"n": str(10**15)}


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_cell_is_the_very_number_or_no_cell(number: float) -> None:
    cell = number_cell(number)
    if cell is not None:
        assert read_number(cell) == exact(number)


@pytest.mark.parametrize("value", [True, None, "3", [1], 1e-7, 10**15])
def test_what_a_table_cannot_keep_is_no_cell(value: Any) -> None:
    assert number_cell(value) is None


@given(st.dictionaries(KEYS, DATA, max_size=4))
def test_every_value_of_a_placed_document_is_found_again(data: dict[str, Any]) -> None:
    made = document("x.yaml", data, placed=True)
    for path in made.values:
        assert path_of(made, made.where(path)) == path


def test_a_row_need_not_fill_every_column() -> None:
    made = table("metrics.csv", ("metric", "period"), [{"metric": "csat"}, {"metric": "nps", "period": "2026-09"}])
    assert [dict(row.cells) for row in made.rows] == [{"metric": "csat"}, {"metric": "nps", "period": "2026-09"}]
