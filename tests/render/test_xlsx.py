"""The workbook says what the Report says, computes nothing, and is the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import is_date_format

import report_samples as samples
from bsc_audit.core.report.chapters import Chapter
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.shown import Shown
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.render.criteria import places
from bsc_audit.render.workbook.cells import CUT, LONGEST, as_cell_number, number_format, storable
from bsc_audit.render.workbook.scores import NOTHING
from bsc_audit.render.workbook.sheet import Column, Sheet
from bsc_audit.render.xlsx import SHEETS, render_xlsx

TITLES = [
    "Summary", "Scorecard", "Criteria", "Metrics", "Findings", "Rules", "Visits", "Actions", "Evidence", "Answers",
    "About", "Lists",
]  # fmt: skip


def book_of(report: Report) -> Workbook:
    return load_workbook(io.BytesIO(render_xlsx(report)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return book_of(samples.example_report())


def table(book: Workbook, title: str) -> list[dict[str, Any]]:
    """Rows of a sheet by the heads of its columns."""
    head, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def texts(book: Workbook, title: str) -> list[str]:
    return [str(cell) for row in book[title].iter_rows(values_only=True) for cell in row if cell is not None]


def test_the_sheets_stand_in_the_order_they_are_read(book: Workbook) -> None:
    assert book.sheetnames == TITLES


def test_every_sheet_has_one_header_row_that_stays_in_sight_and_is_printed_on_every_page(book: Workbook) -> None:
    for page in book:
        assert all(cell.value and cell.font.bold for cell in page[1]), page.title
        assert page.freeze_panes == "A2"
        assert page.print_title_rows == "$1:$1"
        assert page.auto_filter.ref == page.dimensions
        assert page.page_setup.orientation == "landscape"
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert not page.merged_cells.ranges
        assert all(4 < column.width < 110 for column in page.column_dimensions.values())


def test_criteria_hold_the_unrounded_scores_and_show_what_the_report_prints(book: Workbook) -> None:
    rows = {row["id"]: row for row in table(book, "Criteria")}
    assert len(rows) == len(samples.example().ruleset.criteria)
    for place in places(samples.example_report()):
        row, score = rows[place.criterion.id], place.criterion.score
        assert row["score"] == (score.value if score else None)
        assert row["score as printed"] == (score.text if score else None)
        assert row["conformity"] == place.criterion.result.slug


def test_a_score_is_shown_with_the_decimals_of_the_report(book: Workbook) -> None:
    heads = [cell.value for cell in book["Criteria"][1]]
    formats = {row[heads.index("score")].number_format for row in book["Criteria"].iter_rows(min_row=2)
               if row[heads.index("score")].value is not None}  # fmt: skip
    assert formats == {"#,##0.0"}


def test_the_scorecard_has_overall_perspectives_and_themes_once(book: Workbook) -> None:
    card = samples.example_report().scorecard
    rows = table(book, "Scorecard")
    assert sorted(row["Id"] for row in rows) == sorted(
        row.id for row in (card.overall, *card.perspectives, *card.themes)
    )
    assert rows[0]["Score"] == pytest.approx(card.overall.score.value if card.overall.score else None)
    assert sum(rows[0][head] for head in ("Conforms", "Observation", "Minor nonconformity", "Major nonconformity",
                                          "Not applicable", "Not assessed")) == rows[0]["Criteria"]  # fmt: skip


def test_metrics_hold_every_value_and_every_reason_for_none(book: Workbook) -> None:
    report = samples.example_report()
    rows = table(book, "Metrics")
    measured = {row["Id"]: row["Value"] for row in rows if row["Value"] is not None}
    assert measured == {row.id: row.value.value for group in report.metrics for row in group.rows}
    counted = {row["Id"]: row["Observations"] for row in rows if isinstance(row["Observations"], int)}
    assert counted["conversion_rate"] > 1000
    missing = {row["Metric"]: row["Why there is no value"] for row in rows if row["Value"] is None}
    assert missing == {fact.label: fact.text or NOTHING for fact in report.metrics_missing}
    assert missing


def test_findings_rules_actions_and_evidence_are_all_there(book: Workbook) -> None:
    report = samples.example_report()
    refs = [finding.ref for group in report.findings for finding in group.findings]
    assert {row["Reference"] for row in table(book, "Findings")} == {*refs, *(f.ref for f in report.hygiene)}
    outcomes = [row["Outcome"] for row in table(book, "Rules")]
    found = report.diagnosis
    assert [outcomes.count(word) for word in ("fired", "not fired", "not evaluated")] == [
        len(found.fired), len(found.not_fired), len(found.not_evaluated),
    ]  # fmt: skip
    assert [row["Action"] for row in table(book, "Actions")] == [action.action for action in report.actions]
    assert [row["Id"] for row in table(book, "Evidence")] == [row.id for row in report.register.rows]
    counted = [row["Record"] for row in table(book, "Visits") if row["Counts"] == "yes"]
    assert counted == [visit.id for one in (*report.visits, *report.reviews) for visit in one.visits]


def test_about_names_digests_engine_label_and_what_was_invented(book: Workbook) -> None:
    report = samples.example_report()
    said = "\n".join(texts(book, "About"))
    behind = report.provenance
    for text in (
        behind.ruleset_digest,
        behind.evidence_digest,
        behind.engine,
        report.cover.label,
        report.meta.illustrative,
    ):
        assert text
        assert text in said


def test_a_self_assessment_says_so_on_summary_and_about() -> None:
    book = book_of(samples.report_of(samples.of_kind(AssessmentKind.SELF_ASSESSMENT)))
    assert "Self-assessment" in texts(book, "Summary")
    assert any(text.startswith("Self-assessment") for text in texts(book, "About"))


@pytest.mark.parametrize("situation", [samples.nothing_assessed, samples.nothing_applicable, samples.without_findings])
def test_there_is_a_workbook_however_little_was_assessed(situation: Any) -> None:
    book = book_of(samples.report_of(situation()))
    assert book.sheetnames == TITLES
    assert texts(book, "Summary")


def renamed(report: Report, title: str) -> Report:
    """The same report with one text nearly everywhere."""

    def chapter(one: Chapter) -> Chapter:
        themes = (replace(theme, criteria=tuple(replace(c, title=title, asks=title) for c in theme.criteria))
                  for theme in one.themes)  # fmt: skip
        return replace(one, themes=tuple(themes))

    answers = tuple(replace(row, title=title, comment=title) for row in report.answers)
    meta = replace(report.meta, organisation=title, title=title)
    return replace(report, chapters=tuple(map(chapter, report.chapters)), answers=answers, meta=meta)


def cells(book: Workbook) -> Iterator[Any]:
    for page in book:
        for row in page.iter_rows():
            yield from row


@pytest.mark.parametrize(
    "attack", ["=1+1", '=HYPERLINK("http://example.org","x")', "+1+1", "-2+3", "@SUM(A1)", "#REF!"]
)
def test_no_cell_computes_and_the_text_is_unchanged(attack: str) -> None:
    book = book_of(renamed(samples.example_report(), attack))
    assert {cell.data_type for cell in cells(book)} <= {"s", "inlineStr", "n"}
    hit = [cell for cell in cells(book) if cell.value == attack]
    assert len(hit) > 2 * len(samples.example().ruleset.criteria)
    assert all(cell.quotePrefix for cell in hit if not attack.startswith("#"))


def test_no_part_of_the_file_holds_a_formula_or_leads_elsewhere() -> None:
    with zipfile.ZipFile(io.BytesIO(render_xlsx(renamed(samples.example_report(), "=1+1")))) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            assert not re.search(rb"<(\w+:)?f[ >]", part), name
            assert b'TargetMode="External"' not in part, name


def test_an_empty_cell_claims_no_type() -> None:
    with zipfile.ZipFile(io.BytesIO(render_xlsx(samples.example_report()))) as archive:
        for name in archive.namelist():
            assert not re.search(rb't="inlineStr"(/>|></c>)', archive.read(name)), name


def test_texts_no_workbook_can_hold_are_shown_as_far_as_possible() -> None:
    book = book_of(renamed(samples.example_report(), "a\x00b\x0bc\ufffe" + "x" * 40_000))
    title = table(book, "Criteria")[0]["title"]
    assert title.startswith("a\ufffdb\ufffdc\ufffdx")
    assert len(title) == LONGEST
    assert title.endswith(CUT)
    assert storable("short") == "short"


def test_long_and_right_to_left_names_come_back_as_they_are() -> None:
    for name in (samples.LONG.strip(), samples.UNBROKEN, samples.HEBREW, samples.HOSTILE):
        assert name in texts(book_of(samples.report_of(samples.renamed(name))), "Summary")


def test_equal_reports_give_equal_bytes_and_no_clock_is_in_them() -> None:
    report = samples.example_report()
    data = render_xlsx(report)
    assert data == render_xlsx(samples.report_of(samples.example()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == [f"{report.meta.as_of}T00:00:00Z"] * 2


def test_answers_are_chosen_from_lists_where_words_are_closed(book: Workbook) -> None:
    page, heads = book["Answers"], [cell.value for cell in book["Answers"][1]]
    bound: dict[str, str] = {}
    for rule in page.data_validations.dataValidation:
        assert rule.type == "list"
        bound.update((str(cell), str(rule.formula1)) for part in rule.sqref.ranges for row in part.rows for cell in
                     [page.cell(*at).coordinate for at in row])  # fmt: skip
    for number, row in enumerate(table(book, "Answers"), start=2):
        letter = page.cell(number, heads.index("value") + 1).coordinate
        assert (letter in bound) is (row["allowed"] is not None and not row["allowed"].startswith("a reason"))
    for reference in set(bound.values()):
        sheet, _, cells = reference.partition("!")
        words = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
        assert words
        assert None not in words


def test_numbers_without_a_list_are_bounded() -> None:
    report = samples.example_report()
    rows = tuple(replace(report.answers[0], id=takes, takes=takes) for takes in ("facet", "points"))
    page = book_of(replace(report, answers=rows))["Answers"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation if rule.type == "decimal"}
    facet, points = rules["F2"], rules["F3"]
    assert (facet.operator, facet.formula1, facet.formula2) == ("between", "0", "10")
    assert (points.operator, points.formula1) == ("greaterThanOrEqual", "0")


def test_every_answer_given_is_one_of_its_list(book: Workbook) -> None:
    words = {head: {row[head] for row in table(book, "Lists")} - {None} for head in ("half_level", "word")}
    for row in table(book, "Answers"):
        allowed = words["word" if row["part"] else "half_level"]
        assert row["value"] is None or row["value"] in allowed


def many(number: int) -> Report:
    """The example with as many criteria and answers."""
    report = samples.example_report()
    chapter = report.chapters[0]
    theme = chapter.themes[0]
    criteria = tuple(replace(theme.criteria[0], id=f"C-{n}") for n in range(number))
    answers = tuple(replace(report.answers[0], id=f"C-{n}") for n in range(number))
    one = replace(chapter, themes=(replace(theme, criteria=criteria),))
    return replace(report, chapters=(one,), answers=answers)


def test_five_hundred_criteria_are_all_written() -> None:
    book = book_of(many(500))
    assert [row["id"] for row in table(book, "Criteria")] == [f"C-{n}" for n in range(500)]
    assert len(table(book, "Answers")) == 500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("66.2", "#,##0.0"),
        ("64.30", "#,##0.00"),
        ("85", "#,##0"),
        ("+4.1", "+#,##0.0;-#,##0.0;#,##0.0"),
        ("1\u00a0234.5\u00a0%", "#,##0.0"),
    ],
)
def test_the_format_has_the_decimals_and_the_sign_of_the_printed_text(text: str, expected: str) -> None:
    assert number_format(text) == expected
    assert not is_date_format(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("3.5", 3.5),
        ("0.1", 0.1),
        ("", None),
        ("yes", None),
        ("0.1234567890123456", None),
        ("0.00000001", None),
    ],
)
def test_a_text_becomes_a_number_only_where_the_cell_gives_it_back(text: str, expected: float | None) -> None:
    assert as_cell_number(text) == expected


def test_a_sheet_refuses_a_row_of_another_width() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Sheet(title="T", columns=(Column("a"),), rows=((1, Shown("2", 2.0)),))


def test_every_sheet_has_heads_of_its_own_in_each_column() -> None:
    for make in SHEETS:
        heads = [column.title for column in make(samples.example_report()).columns]
        assert len(heads) == len(set(heads))
