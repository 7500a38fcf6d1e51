"""Templates are checked when they are loaded, all problems at once."""

import shutil
from pathlib import Path

import pytest
import yaml

from bsc_audit.core.problems import RenderError
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.template import load_template
from report_samples import TEMPLATES

SHIPPED = sorted(folder.parent for folder in TEMPLATES.glob("*/template.yaml"))


def copy(folder: Path, **changes: object) -> Path:
    """The certification template with other values in its manifest."""
    shutil.copytree(TEMPLATES / "certification", folder)
    manifest = folder / "template.yaml"
    raw = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    raw.update(changes)
    manifest.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return folder


def codes(folder: Path) -> list[str]:
    with pytest.raises(RenderError) as caught:
        load_template(folder, charts=frozenset(CHARTS), shelves=[TEMPLATES])
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_shipped_template_loads_and_is_named_as_its_folder(folder: Path) -> None:
    assert load_template(folder, charts=frozenset(CHARTS), shelves=[TEMPLATES]).id == folder.name


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_font_of_a_template_is_used_and_comes_with_its_licence(folder: Path) -> None:
    style = (folder / "style.css").read_text(encoding="utf-8")
    fonts = {file.name for file in (folder / "fonts").glob("*.ttf")}
    assert fonts == {name for name in fonts if f"fonts/{name}" in style}
    assert {file.name for file in (folder / "fonts").glob("*.txt")} >= {"OFL-IBM-Plex.txt", "OFL-Source-Serif-4.txt"}


def test_custom_properties_are_resolved_before_rendering() -> None:
    style = load_template(TEMPLATES / "certification", charts=frozenset(CHARTS), shelves=[TEMPLATES]).style()
    assert "var(" not in style
    assert "#0A2540" in style
    assert "size:A4" in style


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"page": "A3"}, "template-page"),
        ({"charts": ["radar", "pie"]}, "template-chart"),
        ({"sections": [{"part": "missing", "title": "T", "number": "section"}]}, "template-file"),
        ({"sections": [{"part": "../../secret", "title": "T", "number": "section"}]}, "template-section"),
        ({"sections": [{"part": "summary", "title": "T", "number": "chapter"}]}, "template-section"),
        ({"sections": [{"part": "summary"}]}, "template-section"),
        ({"sections": ["summary"]}, "template-section"),
        ({"sections": "summary"}, "template-section"),
        ({"sections": [{"part": "summary", "title": "T", "number": "none", "each": True}]}, "template-section"),
        ({"sections": [{"part": "summary", "title": "T", "number": "none", "bare": 1}]}, "template-section"),
        ({"front": ["cover", "index"]}, "template-front"),
        ({"attach": "no"}, "template-attach"),
        ({"filters": ["meta"]}, "template-filter"),
        ({"filters": {"only": ["secrets"]}}, "template-filter"),
        ({"filters": {"only": ["meta.__class__"]}}, "template-filter"),
        ({"filters": {"most": 3}}, "template-filter"),
        ({"filters": {"most": {"actions": 0}}}, "template-filter"),
        ({"base": "nowhere"}, "template-base"),
        ({"base": "../certification"}, "template-base"),
        ({"base": "executive-summary"}, "template-base"),
        ({"colours": {"ink": "navy"}}, "template-colour"),
        ({"colours": None}, "template-colour"),
        ({"fonts": {"sans": ["x"]}}, "template-font"),
        ({"fonts": {"sans": ['a"}'], "serif": [], "mono": []}}, "template-font"),
        ({"extra": 1}, "template-keys"),
    ],
)
def test_a_wrong_manifest_is_refused(tmp_path: Path, changes: dict[str, object], code: str) -> None:
    assert code in codes(copy(tmp_path / "t", **changes))


def test_a_style_sheet_with_an_unknown_property_is_refused(tmp_path: Path) -> None:
    folder = copy(tmp_path / "t")
    with (folder / "style.css").open("a", encoding="utf-8") as style:
        style.write("p{color:var(--mauve)}")
    assert codes(folder) == ["template-property"]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    folder = copy(tmp_path / "t", page="A3", charts=["pie"])
    (folder / "report.html.j2").unlink()
    assert sorted(codes(folder)) == ["template-chart", "template-file", "template-page"]


@pytest.mark.parametrize("text", ["", "[1, 2]", "a: [", "\x00"])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "template.yaml").write_text(text, encoding="utf-8")
    assert codes(tmp_path)[0] in ("template-keys", "template-unreadable")


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["template-unreadable"]
