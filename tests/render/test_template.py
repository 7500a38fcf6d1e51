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
    style = load_template(folder, charts=frozenset(CHARTS), shelves=[TEMPLATES]).style()
    fonts = {file.name for file in (folder / "fonts").glob("*.ttf")}
    assert fonts == {name for name in fonts if f"fonts/{name}" in style}
    licences = {file.name for file in (folder / "fonts").glob("*.txt")}
    assert (
        licences >= {"OFL-IBM-Plex.txt", "OFL-Source-Serif-4.txt", "OFL-Noto-Sans.txt", "OFL-Vazirmatn.txt"}
        or not fonts
    )


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
        ({"sections": [{"part": "summary", "title": "T", "number": "none", "follows": "yes"}]}, "template-section"),
        ({"front": ["cover", "index"]}, "template-front"),
        ({"attach": "no"}, "template-attach"),
        ({"filters": ["meta"]}, "template-filter"),
        ({"filters": {"only": ["secrets"]}}, "template-filter"),
        ({"filters": {"only": ["meta.__class__"]}}, "template-filter"),
        ({"filters": {"most": 3}}, "template-filter"),
        ({"filters": {"most": {"actions": 0}}}, "template-filter"),
        ({"filters": {"most": {"findings.finding": 3}}}, "template-filter"),
        ({"filters": {"most": {"meta.id": 3}}}, "template-filter"),
        ({"filters": {"only": ["meta.idea"]}}, "template-filter"),
        ({"file": "letter"}, "template-name"),
        ({"file": {"granted": "a"}}, "template-name"),
        ({"file": {"granted": "a/b", "otherwise": "c"}}, "template-name"),
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


def based(folder: Path, **more: object) -> Path:
    """A template of one's own based on a shipped one."""
    parts = folder / "parts"
    parts.mkdir(parents=True)
    (parts / "hello.html.j2").write_text("<h1>Hello</h1>", encoding="utf-8")
    sections = [{"part": "hello", "title": "Hello", "number": "none", "bare": True}]
    raw = {"base": "certification", "id": "own", "title": "Own", "charts": [], "sections": sections, **more}
    (folder / "template.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    return folder


def test_a_template_may_take_what_it_lacks_from_a_shipped_one(tmp_path: Path) -> None:
    look = load_template(based(tmp_path / "own"), charts=frozenset(CHARTS), shelves=[TEMPLATES])
    base = load_template(TEMPLATES / "certification", charts=frozenset(CHARTS))
    assert (look.palette, look.page, look.style()) == (base.palette, base.page, base.style())
    assert look.file("parts/hello.html.j2").parent.parent == tmp_path / "own"
    assert look.file("parts/macros.html.j2").parent.parent == TEMPLATES / "certification"


def test_its_own_style_comes_after_that_of_its_base(tmp_path: Path) -> None:
    folder = based(tmp_path / "own")
    (folder / "style.css").write_text("p{color:var(--ink)}", encoding="utf-8")
    style = load_template(folder, charts=frozenset(CHARTS), shelves=[TEMPLATES]).style()
    assert style.startswith("/*")
    assert style.endswith("p{color:#0A2540}")


def test_its_own_colours_stand_for_those_of_its_base(tmp_path: Path) -> None:
    colours = yaml.safe_load((TEMPLATES / "certification" / "template.yaml").read_text(encoding="utf-8"))["colours"]
    folder = based(tmp_path / "own", colours=colours | {"ink": "#000001"})
    assert "#000001" in load_template(folder, charts=frozenset(CHARTS), shelves=[TEMPLATES]).style()
    assert codes(based(tmp_path / "none", colours=None)) == ["template-colour"]


def test_a_base_is_a_shipped_template_and_no_neighbour(tmp_path: Path) -> None:
    copy(tmp_path / "neighbour")
    assert codes(based(tmp_path / "own", base="neighbour")) == ["template-base"]


def test_without_shelves_no_base_is_known(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        load_template(based(tmp_path / "own"), charts=frozenset(CHARTS))
    assert [problem.code for problem in caught.value.problems] == ["template-base"]


def test_a_problem_names_the_line(tmp_path: Path) -> None:
    text = (TEMPLATES / "certificate" / "template.yaml").read_text(encoding="utf-8")
    shutil.copytree(TEMPLATES / "certificate", tmp_path / "certificate")
    (tmp_path / "certificate" / "template.yaml").write_text(text.replace("[frame, seal]", "[frame, pie]"))
    with pytest.raises(RenderError) as caught:
        load_template(tmp_path / "certificate", charts=frozenset(CHARTS), shelves=[TEMPLATES])
    line = 1 + text.splitlines().index("charts: [frame, seal]")
    assert str(caught.value.problems[0].where) == f"{tmp_path / 'certificate' / 'template.yaml'}:{line}:17"


def test_a_file_is_named_by_what_the_document_is() -> None:
    certificate = load_template(TEMPLATES / "certificate", charts=frozenset(CHARTS), shelves=[TEMPLATES])
    plan = load_template(TEMPLATES / "action-plan", charts=frozenset(CHARTS), shelves=[TEMPLATES])
    assert (certificate.file_word(True), certificate.file_word(False)) == ("certificate", "statement")
    assert (plan.file_word(True), plan.file_word(False)) == ("action-plan", "action-plan")


def test_lists_are_cut_where_the_base_cuts_them(tmp_path: Path) -> None:
    base = load_template(TEMPLATES / "certification", charts=frozenset(CHARTS))
    folder = based(tmp_path / "own", filters={"only": ["meta", "actions"], "most": {"actions": 7}})
    own = load_template(folder, charts=frozenset(CHARTS), shelves=[TEMPLATES])
    assert own.filters.most == {**base.filters.most, "actions": 7}
