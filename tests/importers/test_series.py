"""Tables of metric values, long or wide, as lines of metrics.csv."""

from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.tables import read_table
from bsc_audit.importers.mapping import check_mapping
from bsc_audit.importers.result import ImportResult
from bsc_audit.importers.series import import_series, own_form, series_mapping


def imported(table: str, mapping: str = "") -> ImportResult:
    said = series_mapping(check_mapping(parse(mapping, "m.yaml"), "series")) if mapping else own_form()
    return import_series(read_table(table, "s.csv"), said)


def said(result: ImportResult) -> list[str]:
    return [f"{problem.where} {problem.message} [{problem.code}]" for problem in result.problems]


def test_a_table_of_the_own_form_is_made_uniform() -> None:
    result = imported("metric;period;value;n;grade\ncsat;2026-W09;81,5;40;B\nces;2026-07;5,25;;\n")
    assert result.text == "metric,period,unit,value,n,grade\ncsat,2026-W09,,81.5,40,B\nces,2026-07,,5.25,,\n"
    assert result.made == 2


def test_a_wide_table_gives_a_line_a_metric_and_unites_its_fields() -> None:
    result = imported(
        "Month;Branch;Satisfied;Asked;Leavers\n07/2026;A;81;100;3\n08/2026;A;82;;2\n",
        """
        period: {column: Month, format: "%m/%Y", by: month}
        unit: {column: Branch, names: {A: quay}}
        metrics:
          Satisfied: {metric: csat, field: numerator, variant: top_two}
          Asked: {metric: csat, field: denominator, variant: top_two}
          Leavers: {metric: employee_turnover, field: leavers}
        evidence: [D-1]
        """,
    )
    assert result.text.splitlines() == [
        "metric,period,unit,numerator,denominator,leavers,evidence,variant",
        "csat,2026-07,quay,81,100,,D-1,top_two",
        "employee_turnover,2026-07,quay,,,3,D-1,",
        "csat,2026-08,quay,82,,,D-1,top_two",
        "employee_turnover,2026-08,quay,,,2,D-1,",
    ]


def test_a_long_table_of_other_words_is_translated() -> None:
    result = imported(
        "KPI,When,Result,Comment\nSatisfaction,2026-07-31,81,fine\n",
        """
        period: {column: When, by: quarter}
        metric: {column: KPI, names: {Satisfaction: csat}}
        fields: {Result: value}
        ignore: [Comment]
        """,
    )
    assert result.text == "metric,period,unit,value\ncsat,2026-Q3,,81\n"


def test_every_bad_cell_is_listed_and_nothing_is_made() -> None:
    result = imported("metric,period,value\ncsat,July,81\n,2026-07,x\nces,2026-07,1.234\n")
    assert said(result) == [
        "s.csv:2:2 row 2, column 'period': 'July' is no period; write 2026, 2026-Q3, 2026-07, 2026-W09 or 2026-07-31"
        " [period-unknown]",
        "s.csv:3:1 row 3, column 'metric': is blank [cell-blank]",
        "s.csv:3:3 row 3, column 'value': 'x' is no number [cell-not-readable]",
        "s.csv:4:3 row 4, column 'value': '1.234' could be a thousand or a decimal; declare the decimal sign of the"
        " column [cell-not-readable]",
    ]
    assert result.text == ""


def test_the_same_value_given_twice_is_a_problem() -> None:
    result = imported("metric,period,value\ncsat,2026-07,81\ncsat,2026-07,82\n")
    assert said(result) == ["s.csv:3:1 row 3: csat of 2026-07 was already given in row 2 [given-twice]"]


def test_no_column_is_passed_over_in_silence() -> None:
    result = imported("metric,period,vlaue\ncsat,2026-07,81\n")
    assert said(result) == ["s.csv:1:3 nothing is known of the column 'vlaue' [column-unknown]"]
    assert "did you mean 'value'?" in result.problems[0].hint


def test_a_named_column_that_is_missing_and_a_field_no_metric_takes_are_problems() -> None:
    result = imported("When\n2026\n", "{period: {column: Year}, metrics: {Rate: {metric: csat, field: valu}}}")
    assert [problem.code for problem in result.problems] == [
        "unknown-input",
        "column-missing",
        "column-missing",
        "column-unknown",
    ]


def test_a_table_without_values_is_a_problem() -> None:
    assert said(imported("metric,period,value\n")) == ["s.csv no value is given [nothing-to-import]"]
