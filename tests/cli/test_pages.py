"""Files of a report made in this process or side by side in workers: the same bytes, one line of what is done."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import report_samples as samples
from attacks import template_saying
from bsc_audit.cli.pages import Board, press, watched_files
from bsc_audit.core.problems import RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.job import RenderJob
from bsc_audit.render.table import RENDERERS
from bsc_audit.render.template import Template, load_template

SHELVES = [samples.TEMPLATES]


@cache
def shipped(name: str) -> Template:
    """A template that comes with the program."""
    return load_template(samples.TEMPLATES / name, charts=frozenset(CHARTS), shelves=SHELVES)


@cache
def report() -> Report:
    """A small one."""
    return samples.report_of(samples.foreign())


def order(look: Template, kind: str) -> RenderJob:
    return RenderJob(report=report(), template=look, format=kind)


def contents(wanted: list[tuple[Template, str]], most: int, told: list[str]) -> list[bytes]:
    with press(wanted, RENDERERS, most, SHELVES) as maker:
        return list(maker.files(report(), wanted, order, told.append))


def test_a_single_pdf_and_pages_for_a_browser_are_made_in_this_process() -> None:
    wanted = [(shipped("certificate"), "pdf"), (shipped("action-plan"), "html"), (shipped("certificate"), "json")]
    assert watched_files(wanted, 2, SHELVES) == frozenset()


def test_several_pdfs_are_made_by_workers_unless_one_at_a_time_is_asked_for() -> None:
    wanted = [(shipped("certificate"), "pdf"), (shipped("action-plan"), "pdf"), (shipped("action-plan"), "html")]
    assert watched_files(wanted, 2, SHELVES) == {("certificate", "pdf"), ("action-plan", "pdf")}
    assert watched_files(wanted, 1, SHELVES) == frozenset()


def test_all_pages_of_a_strangers_template_are_made_by_workers_and_data_never(tmp_path: Path) -> None:
    own = template_saying(tmp_path / "own", "x")
    wanted = [(own, "pdf"), (own, "html"), (own, "json")]
    assert watched_files(wanted, 1, SHELVES) == {("own", "pdf"), ("own", "html")}
    assert watched_files(wanted, 1, [tmp_path]) == frozenset()


def test_workers_make_the_bytes_that_are_made_one_at_a_time() -> None:
    wanted = [(shipped("certificate"), "pdf"), (shipped("public-summary"), "pdf"), (shipped("certificate"), "json")]
    side_by_side: list[str] = []
    one_at_a_time: list[str] = []
    assert contents(wanted, 2, side_by_side) == contents(wanted, 1, one_at_a_time)
    assert "Writing certificate as PDF: setting the pages" in one_at_a_time
    assert "Writing certificate as JSON" in one_at_a_time
    assert any("certificate as PDF" in line and "public-summary as PDF" in line for line in side_by_side)


def test_the_first_that_cannot_be_made_ends_the_others(tmp_path: Path) -> None:
    bad = template_saying(tmp_path, "{{ report.nothing }}")
    endless = template_saying(
        tmp_path / "endless", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    )
    with pytest.raises(RenderError) as caught:
        contents([(bad, "html"), (replace(endless, id="endless"), "html")], 2, [])
    assert caught.value.problems[0].code == "template-fails"


def test_the_board_shows_what_is_made_and_nothing_that_is_done() -> None:
    lines: list[str] = []
    board = Board(lines.append)
    with board.about(shipped("certificate"), "pdf") as told:
        told("setting the pages", 0.5)
        with board.about(shipped("action-plan"), "html"):
            pass
        told("done", 1.0)
    assert lines == [
        "Writing certificate as PDF",
        "Writing certificate as PDF: setting the pages",
        "Writing certificate as PDF: setting the pages, action-plan as HTML",
        "Writing certificate as PDF: done",
    ]
