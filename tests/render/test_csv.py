"""The CSV holds every criterion once, unrounded, and nothing a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from typing import Any

import report_samples as samples
from bsc_audit.core.report.chapters import Chapter
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.shown import Shown
from bsc_audit.render.criteria import CRITERIA, places
from bsc_audit.render.csv import MARK, render_csv
from bsc_audit.render.table import RENDERERS, file_name


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def with_every_criterion(report: Report, **changes: Any) -> Report:
    """The same report, every criterion changed in the same way."""

    def changed(chapter: Chapter) -> Chapter:
        themes = (
            replace(theme, criteria=tuple(replace(one, **changes) for one in theme.criteria))
            for theme in chapter.themes
        )
        return replace(chapter, themes=tuple(themes))

    return replace(report, chapters=tuple(map(changed, report.chapters)))


def with_title(report: Report, title: str) -> Report:
    """The same report, every criterion of that title."""
    return with_every_criterion(report, title=title)


def test_every_criterion_is_one_row_in_the_order_of_the_report() -> None:
    rows = rows_of(render_csv(samples.example_report()))
    assert [row["id"] for row in rows] == [place.criterion.id for place in places(samples.example_report())]
    assert sorted(row["id"] for row in rows) == sorted(samples.example().ruleset.criteria)
    assert list(rows[0]) == list(CRITERIA)


def test_scores_are_those_of_the_scorecard_to_the_last_digit_and_missing_is_empty() -> None:
    nodes = samples.example().scorecard.nodes
    rows = rows_of(render_csv(samples.example_report()))
    for row in rows:
        score = nodes[row["id"]].score
        assert (float(row["score"]) if row["score"] else None) == (None if score is None else float(score))
        assert (row["score"] == "") == (row["state"] != "assessed")
    assert {row["state"] for row in rows} == {"assessed", "not_assessed", "not_applicable"}


def test_a_capped_criterion_keeps_what_it_had_earned() -> None:
    report, earned, held = samples.example_report(), Shown("72.5", 72.53), Shown("40.0", 40.0)
    capped = rows_of(render_csv(with_every_criterion(report, raw=earned, score=held, caps=("no date", "no owner"))))
    assert {(row["raw"], row["score"], row["caps"]) for row in capped} == {("72.53", "40", "no date; no owner")}
    free = [row for row in rows_of(render_csv(report)) if not row["caps"]]
    assert free
    assert all(row["raw"] == row["score"] for row in free)


def test_lines_end_as_the_standard_says_and_difficult_texts_come_back_whole() -> None:
    title = 'a "quoted", title\r\nover two lines; ünïcode'
    data = render_csv(with_title(samples.example_report(), title))
    assert {row["title"] for row in rows_of(data)} == {title}
    assert data.endswith(b"\r\n")


def test_a_formula_stands_behind_an_apostrophe() -> None:
    rows = rows_of(render_csv(with_title(samples.example_report(), "=cmd|' /C calc'!A0")))
    assert {row["title"] for row in rows} == {"'=cmd|' /C calc'!A0"}


def test_the_byte_order_mark_is_there_only_when_asked_for() -> None:
    report = samples.example_report()
    plain, marked = render_csv(report), render_csv(report, mark=True)
    assert marked == MARK.encode() + plain
    assert not plain.startswith(MARK.encode())


def test_two_formats_of_one_report_never_share_a_file() -> None:
    names = [file_name("report", name) for name in RENDERERS]
    assert len(names) == len(set(names))
    assert {"report.xlsx", "report.csv", "report.bom.csv"} <= set(names)


def test_a_report_of_nothing_has_its_criteria_all_the_same() -> None:
    rows = rows_of(render_csv(samples.report_of(samples.nothing_assessed())))
    assert len(rows) == len(samples.example().ruleset.criteria)
    assert {row["score"] for row in rows} == {""}
