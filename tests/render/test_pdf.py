"""The PDF: the same bytes twice, words and numbers where they belong, nothing loaded from elsewhere."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
import yaml

import report_samples as samples
from bsc_audit.core.problems import RenderError
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.importers.sheets import texts_of
from bsc_audit.render import pdf
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.pdf import SYSTEM_PACKAGES, render_pdf
from bsc_audit.render.template import Template, load_template
from page_pictures import page_of


def load(folder: Path) -> Template:
    return load_template(folder, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])


@pytest.fixture(scope="module")
def whole(shipped_pack: Callable[[str], Path]) -> bytes:
    """The full report of the example."""
    return shipped_pack("certification").read_bytes()


@pytest.fixture
def short(tmp_path: Path) -> Template:
    """A template of one section, quick to render."""
    folder = tmp_path / "short"
    shutil.copytree(samples.TEMPLATES / "certification", folder)
    manifest = folder / "template.yaml"
    raw = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    raw["sections"] = [{"part": "statement", "title": "Conclusion", "number": "section"}]
    manifest.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return load(folder)


def texts(file: bytes) -> list[str]:
    return list(texts_of(file))


def test_the_pages_say_what_matters(whole: bytes) -> None:
    report, pages = samples.example_report(), texts(whole)
    everything = " ".join(" ".join(pages).split()).replace("\u00a0", " ")
    assert "".join(report.cover.label.split()).upper() in "".join(pages[0].split()).upper()
    assert report.meta.organisation in everything
    assert report.statement.heading in everything
    assert report.provenance.ruleset_digest in everything.replace(" ", "")
    assert report.statement.overall is not None
    assert report.statement.overall.text in everything
    for word in ("Not evaluated", "One score derived in full", "illustrative", "Decision of the named person"):
        assert word in everything


def test_every_page_after_the_cover_says_when_data_are_illustrative(whole: bytes) -> None:
    assert all("Contains illustrative data" in text for text in texts(whole)[1:])


def test_the_contents_name_the_page_on_which_each_section_starts(whole: bytes) -> None:
    printed = [int(word) for word in texts(whole)[1].split() if word.isdigit()]
    for section in ("Executive summary", "Balanced scorecard", "Action plan", "Evidence register"):
        assert page_of(whole, section) in printed, section


def test_equal_reports_give_equal_bytes(short: Template) -> None:
    assert render_pdf(samples.example_report(), short) == render_pdf(samples.example_report(), short)


def test_the_date_inside_is_the_reports_and_not_todays(short: Template) -> None:
    info = pypdf.PdfReader(io.BytesIO(render_pdf(samples.example_report(), short))).metadata
    assert info is not None
    assert info.creation_date is not None
    assert info.creation_date.date().isoformat() == samples.example_report().meta.as_of


@pytest.mark.parametrize("name", [samples.LONG, samples.UNBROKEN, samples.HOSTILE])
def test_hard_names_break_no_page(short: Template, name: str) -> None:
    assert len(texts(render_pdf(samples.report_of(samples.renamed(name)), short))) in (4, 5)


def test_a_self_assessment_shows_its_label_on_every_page(short: Template) -> None:
    report = samples.report_of(samples.recommended(AssessmentKind.SELF_ASSESSMENT))
    assert all("self-assessment" in "".join(text.split()).lower() for text in texts(render_pdf(report, short)))


def test_progress_is_told_from_nothing_to_done(short: Template) -> None:
    told: list[float] = []
    render_pdf(samples.example_report(), short, progress=lambda _step, done: told.append(done))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='file:///etc/hostname'>",
        "<img src='http://127.0.0.1:9/x.png'>",
        "<link rel=stylesheet href='https://127.0.0.1:9/x.css'>",
        "<style>@import url(file:///etc/hostname)</style>",
        "<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/x)}p{font-family:x}</style><p>x</p>",
        "<div style='background:url(ftp://127.0.0.1/x)'>x</div>",
        "<img src='asset:///../../../pyproject.toml'>",
        "<img src='asset:///template.yaml'>",
        "<img src='asset://host/fonts/x.ttf'>",
        "<object data='file:///etc/hostname'></object>",
        "<a rel=attachment href='file:///etc/hostname'>x</a>",
        "<link rel=attachment href='file:///etc/hostname'>",
    ],
)
def test_no_address_outside_the_template_is_loaded(short: Template, markup: str) -> None:
    (short.folder / "report.html.j2").write_text(f"<!DOCTYPE html><html><body>{markup}</body></html>", encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        render_pdf(samples.example_report(), short)
    assert caught.value.problems[0].code == "address-refused"


def test_a_missing_system_library_is_a_problem_with_its_one_line(
    short: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_module", fail)
    with pytest.raises(RenderError) as caught:
        render_pdf(samples.example_report(), short)
    assert caught.value.problems[0].hint == SYSTEM_PACKAGES


def test_a_missing_renderer_is_a_problem_with_the_extra_to_install(
    short: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(RenderError) as caught:
        render_pdf(samples.example_report(), short)
    assert "bsc-audit[pdf]" in caught.value.problems[0].hint
