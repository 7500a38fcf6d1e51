"""The brand on the pages: where it belongs, and nowhere without one."""

import io
import pickle
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

import report_samples as samples
from bsc_audit.app.samples import samples as sorts
from bsc_audit.core.problems import RenderError
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.page import compose
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import Template, load_template

BRAND = samples.ROOT / "examples" / "brand"
NAME = "Northern Institute for Service Quality"
GRANTED = {"by": "A. Decider", "on": "1999-04-01", "outcome": "granted"}


def load(pack: str, brand: Path | None = BRAND) -> Template:
    return load_template(samples.TEMPLATES / pack, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES], brand=brand)


def branded(pack: str) -> str:
    return compose(samples.example_report(), load(pack), load(pack).style())


def test_the_issuer_is_on_cover_feet_and_last_page() -> None:
    page = branded("certification")
    assert page.count(f'alt="{NAME}"') == 1
    assert "  ·  NISQ" in page
    assert f'<meta name="author" content="{NAME}">' in page
    for words in ("registered at Port Ellery", "office@institute.example", "7 Harbour Square"):
        assert words in page


@pytest.mark.parametrize("kind", [AssessmentKind.CERTIFICATION, AssessmentKind.SELF_ASSESSMENT])
def test_the_issuer_is_on_a_certificate_and_on_a_statement(kind: AssessmentKind) -> None:
    page = compose(samples.report_of(samples.decided(GRANTED, kind=kind)), load("certificate"), "")
    assert page.count(f'alt="{NAME}"') == 1
    assert ("This page is no certificate" in page) is (kind is AssessmentKind.SELF_ASSESSMENT)


def test_colours_of_the_brand_take_the_place_of_the_templates() -> None:
    style = load("certification").style()
    assert "#23123D" in style
    assert "#0A2540" not in style
    assert 'fill="#23123D"' in branded("executive-summary")


def test_fonts_of_the_brand_come_first(tmp_path: Path) -> None:
    font = samples.TEMPLATES / "certification" / "fonts" / "IBMPlexSans-Regular.ttf"
    (tmp_path / "own.ttf").write_bytes(font.read_bytes())
    (tmp_path / "brand.yaml").write_text("name: I\nfonts: {sans: {regular: own.ttf}}\n", encoding="utf-8")
    style = load("certification", tmp_path).style()
    assert style.startswith('@font-face{font-family:"Brand sans";src:url(data:font/ttf;base64,')
    assert '"Brand sans","IBM Plex Sans"' in style


def test_the_metadata_name_the_issuer_and_the_same_brand_gives_the_same_bytes() -> None:
    report = samples.report_of(samples.decided(GRANTED))
    file = render_pdf(report, load("certificate"))
    assert file == render_pdf(report, load("certificate"))
    document = pypdf.PdfReader(io.BytesIO(file))
    assert document.metadata is not None
    assert document.metadata.author == NAME
    assert "Issued by" in document.pages[0].extract_text()


def test_without_a_brand_nothing_of_it_is_there() -> None:
    page = compose(samples.example_report(), load("certification", None), "")
    assert [word for word in ('name="author"', "<img", 'class="logo', "Issued by", "data-legal") if word in page] == []


def test_a_branded_template_may_go_to_another_process() -> None:
    look = load("certificate")
    assert pickle.loads(pickle.dumps(look)) == look


def test_problems_of_template_and_brand_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("name: I\ncolours: {text: '#CCCCCC'}\n", encoding="utf-8")
    (tmp_path / "template.yaml").write_text(
        "base: certification\nid: own\ntitle: T\ncharts: [pie]\nsections: [{part: summary, title: S, number: none}]\n",
        encoding="utf-8",
    )
    with pytest.raises(RenderError) as caught:
        load_template(tmp_path, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES], brand=tmp_path)
    assert {one.code for one in caught.value.problems} == {"brand-colour", "template-chart"}


def test_hebrew_and_arabic_run_from_right_to_left_in_fonts_of_the_template() -> None:
    report = samples.report_of(sorts(samples.example())["right to left"])
    page = compose(report, load("certificate", None), "")
    assert f'dir="rtl">{report.meta.organisation}' in page
    document = pypdf.PdfReader(io.BytesIO(render_pdf(report, load("certificate", None))))
    fonts = {str(font["/BaseFont"]) for font in document.pages[0]["/Resources"]["/Font"].values()}
    assert any("Vazirmatn" in font for font in fonts)
    assert [font for font in fonts if "DejaVu" in font or "Noto-Sans-Arabic" in font] == []


def test_the_example_of_the_how_to_page_is_the_one_that_is_checked() -> None:
    text = (samples.ROOT / "docs" / "own-templates.md").read_text(encoding="utf-8")
    part = (samples.ROOT / "examples" / "templates" / "letter" / "parts" / "letter.html.j2").read_text(encoding="utf-8")
    assert text.partition("```jinja\n")[2].partition("```")[0].strip() in part


def test_a_brand_for_a_self_assessment_leaves_it_one() -> None:
    one = samples.of_kind(AssessmentKind.SELF_ASSESSMENT)
    page = compose(samples.report_of(replace(one)), load("certification"), "")
    assert "cover-plain" in page
    assert "logo-plate" not in page
