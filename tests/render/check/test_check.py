"""A template is tried with reports of every sort: shipped ones have nothing wrong, a bad one has everything told."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

import report_samples as given
from bsc_audit.app.samples import samples
from bsc_audit.core.report.model import Report
from bsc_audit.render.check.check import check_template
from bsc_audit.render.check.pages import faults_of_pages
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import Template, load_template

SHIPPED = sorted(file.parent for file in given.TEMPLATES.glob("*/template.yaml"))
LETTER = given.ROOT / "examples" / "templates" / "letter"
BRAND = given.ROOT / "examples" / "brand"


@cache
def reports() -> Mapping[str, Report]:
    return {sort: given.report_of(one) for sort, one in samples(given.example()).items()}


def load(folder: Path, brand: Path | None = None) -> Template:
    return load_template(folder, charts=frozenset(CHARTS), shelves=[given.TEMPLATES], brand=brand)


@pytest.mark.parametrize("folder", [*SHIPPED, LETTER], ids=lambda folder: folder.name)
def test_nothing_is_wrong_with_a_shipped_template(folder: Path) -> None:
    assert [str(one) for one in check_template(load(folder), reports(), pages=False)] == []


@pytest.mark.parametrize("folder", [given.TEMPLATES / "certificate", LETTER], ids=lambda folder: folder.name)
def test_nothing_is_wrong_with_the_pages_of_a_small_one(folder: Path) -> None:
    few = {sort: reports()[sort] for sort in ("self-assessment", "right to left")}
    assert [str(one) for one in check_template(load(folder, BRAND), few, pages=True)] == []


BAD = """<h3>Skip</h3>
<p>{{ report.meta.organisaton }} {{ report.nothing }} granted to</p>
<table><tr><th>x</th></tr></table>
<img src="http://x.example/a.png"> 你
"""


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A template with a mistake of every sort."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "bad.html.j2").write_text(BAD, encoding="utf-8")
    section = {"part": "bad", "title": "Bad", "number": "none"}
    colours = yaml.safe_load((given.TEMPLATES / "certification" / "template.yaml").read_text(encoding="utf-8"))[
        "colours"
    ]
    raw = {"base": "certification", "id": "bad", "title": "T", "front": [], "charts": [], "sections": [section]}
    raw["colours"] = colours | {"muted": "#CCCCCC"}
    (tmp_path / "template.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    return tmp_path


def test_everything_wrong_is_told_at_once_each_with_its_line(bad: Path) -> None:
    found = check_template(load(bad), {"example": reports()["example"]}, pages=False)
    part = "bad.html.j2"
    told = {(one.code, one.where.line) for one in found if Path(one.where.file).name == part}
    assert told == {("template-markup", 1), ("template-undefined", 2), ("template-markup", 3), ("template-markup", 4)}
    assert {one.code for one in found} >= {"template-glyph", "template-claim", "template-contrast"}
    assert sum(one.code == "template-undefined" for one in found) == 2


def test_a_problem_is_told_once_however_many_reports_show_it(bad: Path) -> None:
    two = {"example": reports()["example"], "one finding": reports()["one finding"]}
    assert len(check_template(load(bad), two, pages=False)) == len(
        check_template(load(bad), {"example": reports()["example"]}, pages=False)
    )


def test_pages_say_what_they_lack(bad: Path) -> None:
    words = "Letters enough for a full page beside one that is empty. 你"
    (bad / "parts" / "bad.html.j2").write_text(f"{words} <div style='break-before:page'>.</div>", encoding="utf-8")
    (bad / "style.css").write_text(
        ".running{display:none}@page{@top-right{content:none}@bottom-right{content:none}}", "utf-8"
    )
    file = render_pdf(reports()["self-assessment"], load(bad))
    codes = {
        code for code, _ in faults_of_pages(file, frozenset({"IBM Plex Sans", "Source Serif 4"}), "Self-assessment")
    }
    assert codes == {"template-label", "template-blank-page", "template-glyph"}
