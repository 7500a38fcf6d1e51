"""Templates see plain data, in a sandbox, with undefined names as errors."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import report_samples as samples
from bsc_audit.app.assessments import Assessment
from bsc_audit.core.problems import RenderError
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.html import render_html
from bsc_audit.render.page import anchor, compose
from bsc_audit.render.template import Template, load_template

SHIPPED = sorted(folder.parent for folder in samples.TEMPLATES.glob("*/template.yaml"))
SITUATIONS: dict[str, Callable[[], Assessment]] = {
    "the example": samples.example,
    "nothing assessed": samples.nothing_assessed,
    "nothing applicable": samples.nothing_applicable,
    "no findings": samples.without_findings,
    "a foreign scheme": samples.foreign,
    "300 findings": lambda: samples.with_findings(300),
    "long names": lambda: samples.renamed(samples.LONG),
    "right to left": lambda: samples.renamed(samples.HEBREW),
    "recommended": samples.recommended,
    "self-assessment": lambda: samples.recommended(AssessmentKind.SELF_ASSESSMENT),
    "assessed": lambda: samples.recommended(AssessmentKind.ASSESSED),
}


def load(folder: Path) -> Template:
    return load_template(folder, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])


def html(assessment: Assessment) -> str:
    return compose(samples.report_of(assessment), load(samples.TEMPLATES / "certification"), "")


def template_saying(folder: Path, text: str) -> Template:
    """The certification template with another frame."""
    shutil.copytree(samples.TEMPLATES / "certification", folder)
    (folder / "report.html.j2").write_text(text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_template_renders_every_situation_with_strict_names(folder: Path, situation: str) -> None:
    look = load(folder)
    page = compose(samples.report_of(SITUATIONS[situation]()), look, "")
    assert page.count("<h1") == 1 + page.count("<section") - ("cover" not in look.front)
    assert "None" not in re.sub(r"<[^>]*>", " ", page).split()


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_link_of_a_page_leads_somewhere_and_no_id_is_used_twice(situation: str) -> None:
    page = html(SITUATIONS[situation]())
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("kind", [AssessmentKind.SELF_ASSESSMENT, AssessmentKind.ASSESSED])
def test_only_a_certification_shows_a_seal(kind: AssessmentKind) -> None:
    assert "chart-seal" in html(samples.recommended())
    assert "chart-seal" not in html(samples.recommended(kind))


def test_a_scheme_of_points_has_no_charts_from_0_to_100() -> None:
    page = html(samples.foreign())
    for chart in ("gauge", "radar", "bullets"):
        assert f"chart-{chart}" not in page


def test_a_self_assessment_has_another_cover() -> None:
    assert "cover-plain" in html(samples.of_kind(AssessmentKind.SELF_ASSESSMENT))
    assert "cover-plain" not in html(samples.example())


def test_text_of_people_cannot_become_markup_or_template() -> None:
    page = html(samples.renamed(samples.HOSTILE))
    assert "<script" not in page
    assert "onload='x'" not in page
    assert "{{ 7 * 7 }}" in page
    assert "&lt;/style&gt;" in page


@pytest.mark.parametrize(
    "text",
    [
        "{{ report.no_such_name }}",
        "{{ report.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ report.update({'a': 1}) }}",
        "{{ report.meta.kind.format.__self__.__class__ }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../../pyproject.toml' %}",
        "{% for %}",
    ],
)
def test_a_template_that_reaches_out_fails_with_a_problem(tmp_path: Path, text: str) -> None:
    template = template_saying(tmp_path / "t", text)
    with pytest.raises(RenderError) as caught:
        compose(samples.example_report(), template, "")
    assert caught.value.problems[0].code == "template-fails"


def test_a_failing_template_says_in_which_file(tmp_path: Path) -> None:
    template = template_saying(tmp_path / "t", "{% for %}")
    with pytest.raises(RenderError) as caught:
        compose(samples.example_report(), template, "")
    assert str(caught.value.problems[0].where).endswith("report.html.j2:1:1")


def test_numbers_do_not_part_from_their_units() -> None:
    page = html(samples.renamed("Churn was 12 % after 3 months with n = 40"))
    assert "12\u00a0% after 3\u00a0months with n\u00a0=\u00a040" in page


@pytest.mark.parametrize(("text", "id_"), [("CLI-04", "CLI-04"), ("a b/c.d", "a-b-c-d"), ("ä", "-")])
def test_any_text_becomes_an_id(text: str, id_: str) -> None:
    assert anchor(text) == id_


def test_the_html_file_needs_nothing_else() -> None:
    page = render_html(samples.example_report(), load(samples.TEMPLATES / "certification")).decode()
    addresses = re.findall(r"url\(([^)]{0,40})", page) + re.findall(r'(?:src|href)="([^"]{0,40})', page)
    assert all(address.startswith(("data:", "#")) for address in addresses)
    assert "data:font/ttf;base64," in page
