"""Answers go out as a sheet and come back as they were; what cannot be an answer is refused with its row."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import report_samples as samples
from bsc_audit.app.assessments import judge
from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.model import Answer, Evidence
from bsc_audit.core.evidence.schema import SCHEMAS
from bsc_audit.core.report.model import Report
from bsc_audit.core.vocabulary import Grade, Method
from bsc_audit.importers.answers import DETAILS
from bsc_audit.importers.folder import read_folder
from bsc_audit.importers.table import run_import
from bsc_audit.render.workbook.answers import COLUMNS
from bsc_audit.render.xlsx import render_xlsx

HEAD = ("id", "part", "value", "not_applicable", *DETAILS)


def imported(rows: list[dict[str, str]], head: tuple[str, ...] = HEAD) -> tuple[str, list[tuple[int, str]]]:
    """Text made of a table, and row and code of each problem."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, head, restval="")
    writer.writeheader()
    writer.writerows(rows)
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.yaml")
        source.write_text(out.getvalue(), encoding="utf-8", newline="")
        result = run_import("answers", source, None, target, dry_run=False)
        assert target.exists() is (not result.problems)
    return result.text, [(problem.where.line, problem.code) for problem in result.problems]


def there_and_back(report: Report, folder: Path) -> Evidence:
    """The example's folder as it is accepted after its answers went through a workbook."""
    book, copy = folder / "report.xlsx", folder / "evidence"
    book.write_bytes(render_xlsx(report))
    shutil.copytree(samples.EXAMPLE, copy)
    result = run_import("answers", book, None, copy / "answers.yaml", dry_run=False)
    assert result.problems == ()
    return accept(samples.example().ruleset, read_folder(copy))


def test_the_answers_of_the_example_come_back_equal_and_so_do_all_scores(tmp_path: Path) -> None:
    evidence = there_and_back(samples.example_report(), tmp_path)
    assert evidence.answers == samples.example().evidence.answers
    assert evidence.digest == samples.example().evidence.digest
    assert judge(samples.example().ruleset, evidence).scorecard == samples.example().scorecard


def changed(**changes: object) -> Report:
    """The example with one answer changed."""
    one = samples.example()
    answer = replace(one.evidence.answers["FIN-01"], **changes)  # type: ignore[arg-type]
    return samples.report_of(
        replace(one, evidence=replace(one.evidence, answers={**one.evidence.answers, "FIN-01": answer}))
    )


@pytest.mark.parametrize(
    "comment",
    [
        "=1+1",
        "-",
        "+49 30 1234",
        "@home",
        "#N/A",
        "TRUE",
        "42",
        "1999-02-09",
        'a "quote": {x}',
        "two\nlines",
        "’ü€ שלום",
        "true",
    ],
)
def test_a_comment_comes_back_whatever_it_looks_like(comment: str, tmp_path: Path) -> None:
    assert there_and_back(changed(comment=comment), tmp_path).answers["FIN-01"].comment == comment


def test_an_answer_that_was_taken_out_is_no_longer_there(tmp_path: Path) -> None:
    one = samples.example()
    rest = {name: answer for name, answer in one.evidence.answers.items() if name != "FIN-01"}
    report = samples.report_of(replace(one, evidence=replace(one.evidence, answers=rest)))
    assert there_and_back(report, tmp_path).answers == rest


def test_whatever_may_be_answered_has_a_row_though_nothing_was(tmp_path: Path) -> None:
    asked = {row.id for row in samples.report_of(samples.nothing_assessed()).answers}
    assert set(samples.example().evidence.answers) <= asked
    assert {c.id for c in samples.example().ruleset.criteria.values() if c.may_be_not_applicable} <= asked


def test_a_measured_indicator_that_does_not_apply_keeps_its_reason() -> None:
    one = samples.example()
    excuse = Answer(value=None, not_applicable="There is no telephone.", grade=Grade.C, method=Method.INTERVIEW)
    answers = {**one.evidence.answers, "csat": excuse}
    rows = samples.report_of(replace(one, evidence=replace(one.evidence, answers=answers))).answers
    assert [(row.not_applicable, row.takes) for row in rows if row.id == "csat"] == [("There is no telephone.", "")]


@pytest.mark.parametrize("value", ["0", "3", "3.5", "3,5", "4.125", "0.1"])
def test_a_number_is_read_exactly(value: str) -> None:
    text, problems = imported([{"id": "X-1", "value": value}])
    exact = Fraction(value.replace(",", "."))
    assert problems == []
    assert Fraction(str(parse(text, "a.yaml").data["answers"]["X-1"]["value"])) == exact


def test_everything_said_of_an_answer_is_written_in_the_words_of_the_folder() -> None:
    row = {"id": "X-1", "value": "3", "evidence": "D-1, D-2;7", "grade": "B", "method": "data", "who": "me"}
    text, problems = imported([{**row, "when": "2026-07-01", "comment": "Good.", "illustrative": "yes"}])
    document = parse(text, "answers.yaml")
    assert problems == []
    assert SCHEMAS["answers.yaml"].problems(document) == ()
    assert document.data["answers"]["X-1"] == {
        "value": 3,
        "grade": "B",
        "method": "data",
        "evidence": ["D-1", "D-2", "7"],
        "who": "me",
        "when": "2026-07-01",
        "illustrative": True,
        "comment": "Good.",
    }


def test_questions_and_facets_are_gathered_and_details_stand_in_any_one_row() -> None:
    text, problems = imported(
        [
            {"id": "X-1", "part": "a", "value": "YES"},
            {"id": "X-2", "value": "1"},
            {"id": "X-1", "part": "b", "value": "not_applicable", "who": "me"},
            {"id": "X-3", "part": "plan", "value": "7.5"},
        ]
    )
    assert problems == []
    assert parse(text, "a.yaml").data["answers"] == {
        "X-1": {"value": {"a": "yes", "b": "not_applicable"}, "who": "me"},
        "X-2": {"value": 1},
        "X-3": {"value": {"plan": 7.5}},
    }


REFUSED: dict[str, tuple[list[dict[str, str]], list[tuple[int, str]]]] = {
    "no id": ([{"value": "3"}], [(2, "cell-blank")]),
    "a word for a level": ([{"id": "X", "value": "high"}], [(2, "cell-not-readable")]),
    "a formula": ([{"id": "X", "value": "=1+1"}], [(2, "cell-not-readable")]),
    "a word no question knows": ([{"id": "X", "part": "a", "value": "maybe"}], [(2, "cell-not-readable")]),
    "answered twice": ([{"id": "X", "value": "3"}, {"id": "X", "value": "3"}], [(3, "answered-twice")]),
    "half a set": ([{"id": "X", "part": "a", "value": "yes"}, {"id": "X", "part": "b"}], [(3, "answer-incomplete")]),
    "a part and the whole": ([{"id": "X", "value": "3"}, {"id": "X", "part": "b", "value": "1"}], [(2, "cell-blank")]),
    "both": ([{"id": "X", "value": "3", "not_applicable": "No shop."}], [(2, "value-and-not-applicable")]),
    "a comment without an answer": ([{"id": "X", "comment": "later"}], [(2, "answer-empty")]),
    "two people": (
        [{"id": "X", "part": "a", "value": "no", "who": "I"}, {"id": "X", "part": "b", "value": "no", "who": "you"}],
        [(2, "said-twice")],
    ),
    "an unknown grade": ([{"id": "X", "value": "3", "grade": "a"}], [(2, "unknown-word")]),
    "an unknown method": ([{"id": "X", "value": "3", "method": "guess"}], [(2, "unknown-word")]),
    "no date": ([{"id": "X", "value": "3", "when": "July"}], [(2, "cell-not-readable")]),
    "nothing": ([{"id": "X"}], [(1, "nothing-to-import")]),
    "several at once": (
        [{"id": "X", "value": "?"}, {"id": "Y", "value": "!"}],
        [(2, "cell-not-readable"), (3, "cell-not-readable")],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_an_answer_is_refused_with_its_row(name: str) -> None:
    rows, problems = REFUSED[name]
    text, found = imported(rows)
    assert (text, [(line or 1, code) for line, code in found]) == ("", problems)


def test_columns_are_known_or_named() -> None:
    assert [code for _, code in imported([{"id": "X", "valu": "3"}], ("id", "valu"))[1]] == [
        "column-missing",
        "column-unknown",
    ]


def test_the_columns_of_the_exported_sheet_are_all_known() -> None:
    row = dict.fromkeys(COLUMNS, "") | {"id": "X-1", "value": "3"}
    assert imported([row], tuple(COLUMNS))[1] == []


def test_a_mapping_is_refused_because_the_sheet_has_one_form(tmp_path: Path) -> None:
    source, mapping = tmp_path / "in.csv", tmp_path / "m.yaml"
    source.write_text("id,value\nX,3\n", encoding="utf-8")
    mapping.write_text("title: t\n", encoding="utf-8")
    result = run_import("answers", source, mapping, tmp_path / "out.yaml", dry_run=True)
    assert [problem.code for problem in result.problems] == ["mapping-not-taken"]


def test_dates_and_switches_typed_into_cells_are_read(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(samples.example_report())))
    page = book["Answers"]
    heads = {cell.value: cell.column for cell in page[1]}
    page.cell(2, heads["when"]).value = date(1999, 3, 1)
    page.cell(2, heads["value"]).value = 4
    page.cell(3, heads["value"]).value = True
    book.save(tmp_path / "filled.xlsx")
    result = run_import("answers", tmp_path / "filled.xlsx", None, tmp_path / "a.yaml", dry_run=True)
    answers = parse(result.text, "a.yaml").data["answers"]
    assert (answers["CLI-01"]["when"], answers["CLI-01"]["value"]) == ("1999-03-01", 4)
    assert answers["CLI-02"]["value"]["public"] == "yes"


CELL = st.one_of(st.text(max_size=8), st.sampled_from(["X", "Y", "3", "yes", "A", "data", "2026-07-01", "no", "D-1"]))


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(HEAD, CELL)), max_size=5))
def test_any_cells_end_in_a_readable_file_or_in_problems(rows: list[dict[str, str]]) -> None:
    text, problems = imported(
        [{key: cell.encode(errors="replace").decode() for key, cell in row.items()} for row in rows]
    )
    assert bool(text) is not bool(problems)
    if text:
        assert SCHEMAS["answers.yaml"].problems(parse(text, "answers.yaml")) == ()
