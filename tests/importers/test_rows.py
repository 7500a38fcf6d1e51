"""Rows to metrics: what is counted, what is left out, and what is refused with its row, column and reason."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.tables import read_table
from bsc_audit.core.problems import EvidenceError
from bsc_audit.importers.mapping import RowMapping, check_mapping, row_mapping
from bsc_audit.importers.result import MOST_PROBLEMS, ImportResult
from bsc_audit.importers.rows import import_rows

TICKETS = """id;team;opened;replied;closed;status;minutes
T-1;north;2026-07-01 09:00;2026-07-01 09:30;2026-07-02;solved;12,5
T-2;north;2026-07-01 10:00;2026-07-01 14:00;2026-07-03;solved;7
T-3;south;2026-07-02 09:00;2026-07-02 10:00;;open;3
T-4;south;2026-08-03 09:00;2026-08-03 09:15;2026-08-03;solved;30
T-5;;2026-07-05 09:00;;;spam;
"""
MAPPING = """
columns:
  opened: {type: time, format: "%Y-%m-%d %H:%M"}
  replied: {type: time, format: "%Y-%m-%d %H:%M"}
  minutes: {type: number}
period: {column: opened, by: month}
unit: {column: team, names: {north: N}}
leave_out: [{where: {status: spam}, why: spam}]
evidence: [D-1, D-2]
grade: B
illustrative: true
metrics:
  frt_email:
    inputs:
      value: {median: {from: opened, to: replied, in: h}}
      n: {count: {}}
  sla_attainment:
    variant: percent
    inputs:
      numerator: {count: {status: solved, minutes: {below: 30}}}
      denominator: {count: {status: [solved, open]}}
"""


def mapped(text: str = MAPPING) -> RowMapping:
    return row_mapping(check_mapping(parse(text, "mapping.yaml"), "rows"))


def imported(table: str = TICKETS, mapping: str = MAPPING) -> ImportResult:
    return import_rows(read_table(table, "tickets.csv"), mapped(mapping))


def lines(result: ImportResult) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(result.text, "made.csv").rows]


def said(result: ImportResult) -> list[str]:
    return [f"{problem.where} {problem.message} [{problem.code}]" for problem in result.problems]


def test_periods_and_units_make_a_line_each_in_their_order() -> None:
    got = [(line["metric"], line["period"], line.get("unit"), line.get("value")) for line in lines(imported())]
    assert got[:3] == [
        ("frt_email", "2026-07", "N", "2.25"),
        ("frt_email", "2026-07", "south", "1"),
        ("frt_email", "2026-08", "south", "0.25"),
    ]


def test_counts_hold_all_conditions_at_once() -> None:
    rates = [line for line in lines(imported()) if line["metric"] == "sla_attainment"]
    assert [(line["numerator"], line["denominator"]) for line in rates] == [("2", "2"), ("0", "1"), ("0", "1")]


def test_every_line_names_evidence_grade_variant_and_that_it_is_invented() -> None:
    line = lines(imported())[-1]
    assert (line["evidence"], line["grade"], line["variant"], line["illustrative"]) == (
        "D-1 D-2",
        "B",
        "percent",
        "true",
    )


def test_rows_left_out_are_counted_by_their_reason() -> None:
    result = imported(mapping=MAPPING.replace("by: month", "by: month, only: 2026-07"))
    assert result.left_out == {"spam": 1, "outside 2026-07": 1}
    assert {line["period"] for line in lines(result)} == {"2026-07"}


def test_a_bad_cell_is_named_by_row_column_and_reason_and_nothing_is_made() -> None:
    result = imported(TICKETS.replace("12,5", "a dozen").replace("2026-07-02 09:00", "2 July"))
    assert said(result) == [
        "tickets.csv:2:7 row 2, column 'minutes': 'a dozen' is no number [cell-not-readable]",
        "tickets.csv:4:3 row 4, column 'opened': '2 July' is no date of the form %Y-%m-%d %H:%M [cell-not-readable]",
    ]
    assert (result.made, result.text) == (0, "")


def test_a_bad_cell_in_a_row_that_is_left_out_does_no_harm() -> None:
    assert imported(TICKETS.replace(";spam;", ";spam;?")).problems == ()


def test_a_blank_value_is_a_problem_unless_such_rows_are_left_out() -> None:
    blank = TICKETS.replace("2026-07-02 10:00", "")
    assert said(imported(blank)) == ["tickets.csv:4:4 row 4, column 'replied': is blank [cell-blank]"]
    lenient = MAPPING.replace("in: h}}", "in: h}, blank: leave_out}")
    got = imported(blank, lenient)
    assert [(line["period"], line["unit"]) for line in lines(got) if line["metric"] == "frt_email"] == [
        ("2026-07", "N"),
        ("2026-08", "south"),
    ]  # the median of nothing is missing: no line, never 0


def test_a_row_without_its_date_is_a_problem() -> None:
    assert "column 'opened': is blank" in said(imported(TICKETS.replace("2026-07-01 09:00", "")))[0]


def test_an_end_before_its_start_is_a_problem() -> None:
    result = imported(TICKETS.replace("2026-07-01 09:30", "2026-06-01 09:30"))
    assert said(result) == ["tickets.csv:2:4 row 2, column 'replied': is earlier than 'opened' [end-before-start]"]


def test_a_column_the_table_does_not_have_is_named_with_those_it_has() -> None:
    result = imported(TICKETS.replace("minutes", "mins"))
    assert said(result) == ["tickets.csv:1:1 there is no column 'minutes', which the mapping names [column-missing]"]
    assert "mins" in result.problems[0].hint


def test_nothing_left_is_a_problem_and_no_empty_file() -> None:
    assert [p.code for p in imported("\n".join(TICKETS.splitlines()[:1])).problems] == ["nothing-to-import"]


def test_thousands_of_bad_rows_are_listed_up_to_a_bound() -> None:
    bad = TICKETS.splitlines()[0] + "\n" + "T;n;x;;;open;1\n" * (MOST_PROBLEMS + 40)
    problems = imported(bad).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].message == "40 more problems from here on"


AGGREGATES = [  # of 1, 2, 2, 7
    ("{sum: x}", "12"),
    ("{sum_of_squares: x}", "58"),
    ("{values: x}", "4"),
    ("{mean: x}", "3"),
    ("{median: x}", "2"),
    ("{percentile: x, p: 90}", "5.5"),
    ("{minimum: x}", "1"),
    ("{maximum: x}", "7"),
    ("{count: {x: 2}}", "2"),
    ("{count: {x: {not: 2}}}", "2"),
    ("{share: {x: {above: 2}}}", "25"),
    ("{share: {x: {at_least: 2}}, among: {x: {at_most: 2}}}", "66.666666667"),
]


@pytest.mark.parametrize(("asked", "expected"), AGGREGATES)
def test_each_way_of_summing_up(asked: str, expected: str) -> None:
    mapping = (
        "{columns: {d: {type: date}, x: {type: number}}, period: {column: d, by: year},"
        f" metrics: {{m: {{inputs: {{value: {asked}}}}}}}}}"
    )
    table = "d,x\n" + "".join(f"2026-01-0{day},{x}\n" for day, x in enumerate((1, 2, 2, 7), start=1))
    assert [line["value"] for line in lines(imported(table, mapping))] == [expected]


PERIODS = [
    ("day", "2026-12-31"),
    ("week", "2026-W53"),
    ("month", "2026-12"),
    ("quarter", "2026-Q4"),
    ("half_year", "2026-H2"),
    ("year", "2026"),
]


@pytest.mark.parametrize(("by", "expected"), PERIODS)
def test_a_date_lies_in_the_period_asked_for(by: str, expected: str) -> None:
    mapping = f"{{columns: {{d: {{type: date}}}}, period: {{column: d, by: {by}}}, metrics: {{m: {{inputs: {{n: {{count: {{}}}}}}}}}}}}"
    assert [line["period"] for line in lines(imported("d,x\n2026-12-31,1\n", mapping))] == [expected]


WRONG_MAPPINGS = [
    ("minutes: {type: number}", "seconds: {type: number}", "column-not-declared", "declared as one"),
    ("numerator:", "numerators_:", "unknown-input", "numerators_"),
    ("by: month", "by: fortnight", "schema-enum", "fortnight"),
    ("{median:", "{medium:", "schema-additionalProperties", "medium"),
    ("by: month", "by: month, only: July", "period-unknown", "July"),
    ("column: opened, by", "column: team, by", "column-not-declared", "team"),
    ("{where: {status: spam}", "{where: {team: {above: 2}}", "column-not-declared", "team"),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), WRONG_MAPPINGS)
def test_a_wrong_mapping_is_refused_at_its_line(old: str, new: str, code: str, words: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        mapped(MAPPING.replace(old, new))
    problem = next(problem for problem in caught.value.problems if problem.code == code)
    assert words in problem.message
    assert problem.where.line > 1


CALLS = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from(["north", "south", ""]), st.integers(0, 300), st.booleans()),
    min_size=1,
    max_size=40,
)
POOLABLE = """
columns: {day: {type: date}, wait: {type: number}}
period: {column: day, by: week}
unit: {column: team}
metrics:
  asa: {inputs: {sum: {sum: wait, where: {out: A}}, count: {count: {out: A}}, sum_of_squares: {sum_of_squares: wait, where: {out: A}}}}
"""
WHOLE = POOLABLE.replace("unit: {column: team}\n", "").replace("by: week", "by: year")


def table_of(calls: list[tuple[int, str, int, bool]]) -> str:
    rows = (f"2026-02-{day:02d},{team},{wait},{'A' if answered else 'H'}" for day, team, wait, answered in calls)
    return "day,team,wait,out\n" + "\n".join(rows) + "\n"


@given(CALLS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(calls: list[tuple[int, str, int, bool]], chance: Random) -> None:
    shuffled = list(calls)
    chance.shuffle(shuffled)
    assert imported(table_of(calls), POOLABLE).text == imported(table_of(shuffled), POOLABLE).text


@given(CALLS)
def test_periods_and_units_add_up_to_the_whole(calls: list[tuple[int, str, int, bool]]) -> None:
    parts, whole = lines(imported(table_of(calls), POOLABLE)), lines(imported(table_of(calls), WHOLE))
    for name in ("sum", "count", "sum_of_squares"):
        assert sum(Fraction(line[name]) for line in parts) == Fraction(whole[0][name])
