"""Tables as people and spreadsheets write them: delimiter, BOM, quotes, line numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.evidence.tables import DELIMITERS, delimiter_of, read_table
from bsc_audit.core.problems import EvidenceError


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("metric,period,unit", ","),
        ("metric;period;unit", ";"),
        ("metric\tperiod\tunit", "\t"),
        ("metric;share, percent;unit", ";"),
        ('metric;"a,b,c,d";unit', ";"),
        ("metric", "\t"),
        ("a,b;c", ";"),
    ],
)
def test_the_delimiter_is_the_commonest_of_the_header(header: str, delimiter: str) -> None:
    assert delimiter_of(f"{header}\n1,1,1,1,1,1;1") == delimiter


def test_a_byte_order_mark_blank_lines_and_spaces_are_passed_over() -> None:
    table = read_table("\ufeffmetric ; period\r\n csat ; 2026 \r\n\r\n;\r\nnps;2026\r\n", "m.csv")
    assert table.columns == ("metric", "period")
    assert [(row.line, dict(row.cells)) for row in table.rows] == [
        (2, {"metric": "csat", "period": "2026"}),
        (5, {"metric": "nps", "period": "2026"}),
    ]


def test_a_cell_over_several_lines_keeps_the_line_its_row_begins_on() -> None:
    table = read_table('a,b\n1,"two\nlines"\n3,4\n', "m.csv")
    assert [row.line for row in table.rows] == [2, 4]
    assert table.rows[0].cells["b"] == "two\nlines"


def test_a_blank_cell_is_left_out_and_a_short_row_is_fine() -> None:
    assert read_table("a,b,c\n1,,\n2\n", "m.csv").rows[0].cells == {"a": "1"}


def test_a_place_is_a_line_and_the_number_of_a_field() -> None:
    table = read_table("a,b,c\n1,2,3\n", "m.csv")
    assert str(table.where(table.rows[0], "c")) == "m.csv:2:3"
    assert str(table.where_column("b")) == "m.csv:1:2"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "table-without-header", 1),
        ("\n1,2\n", "table-without-header", 1),
        ("a,b,a\n1,2,3\n", "column-twice", 1),
        ("a,b\n1,2\n1,2,3\n", "cell-without-a-column", 3),
        ("a,,c\n1,2,3\n", "cell-without-a-column", 2),
        ('a,b\n1,"2\n', "table-syntax", 2),
        ('a,b\n"1"x,2\n', "table-syntax", 2),
    ],
)
def test_a_table_that_does_not_hang_together_is_refused_at_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(EvidenceError) as caught:
        read_table(text, "m.csv")
    assert [(problem.code, problem.where.line) for problem in caught.value.problems] == [(code, line)]


def test_every_long_row_is_listed() -> None:
    with pytest.raises(EvidenceError) as caught:
        read_table("a,b\n1,2,3\n1,2\n1,2,3\n", "m.csv")
    assert [problem.where.line for problem in caught.value.problems] == [2, 4]


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8).map(str.strip)


@given(st.sampled_from(DELIMITERS), st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_what_a_spreadsheet_wrote_is_read_back(delimiter: str, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["a", "b", "c"], *rows])
    table = read_table(text.getvalue(), "m.csv")
    filled = [{k: v for k, v in zip("abc", row, strict=True) if v} for row in rows]
    assert [row.cells for row in table.rows] == [row for row in filled if row]


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_a_list_of_problems(text: str) -> None:
    found: tuple[object, ...]
    try:
        found = read_table(text, "m.csv").columns
    except EvidenceError as error:
        found = error.problems
    assert any(found)
