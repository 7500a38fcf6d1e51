"""`bsc-audit template`: what there is, one of one's own, and whether it is right."""

import json
import shutil
from pathlib import Path

import pytest

from bsc_audit.settings import HOME_VARIABLE
from cli_builders import run
from report_samples import ROOT

BRAND = ROOT / "examples" / "brand"


def test_every_shipped_template_is_listed() -> None:
    done = run("template", "list", "--json")
    assert done.exit_code == 0
    listed = {one["id"]: one for one in json.loads(done.output)}
    assert set(listed) == {folder.parent.name for folder in (ROOT / "report_templates").glob("*/template.yaml")}
    assert (listed["certificate"]["base"], listed["certification"]["base"]) == ("certification", "")


def test_a_template_is_shown_with_its_brand() -> None:
    done = run("template", "show", "certificate", "--brand", BRAND, "--json")
    shown = json.loads(done.output)
    assert shown["charts"] == ["frame", "seal"]
    assert (shown["attach"], shown["brand"]) == (False, "Northern Institute for Service Quality")
    assert "sections  award: Certificate or statement" in run("template", "show", "certificate").output


def test_a_new_template_works_as_it_stands(tmp_path: Path) -> None:
    made = run("template", "new", "our-letter", tmp_path / "own")
    assert made.exit_code == 0, made.output
    assert json.loads(run("template", "show", tmp_path / "own", "--json").output)["id"] == "our-letter"
    checked = run("template", "check", tmp_path / "own", "--quick")
    assert (checked.exit_code, "nothing wrong" in checked.output) == (0, True), checked.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Our Letter", "own"), "no id"),
        (("letter", "."), "there already"),
        (("letter", "own", "--base", "certificate"), "based on another"),
        (("letter", "own", "--base", "nowhere"), "no report template"),
    ],
)
def test_a_new_template_needs_an_id_a_place_and_a_base(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("template", "new", *arguments)
    assert (done.exit_code, words in done.output) == (2, True), done.output
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_template_is_told_with_file_and_line(tmp_path: Path) -> None:
    run("template", "new", "letter", tmp_path / "own")
    part = tmp_path / "own" / "parts" / "next.html.j2"
    part.write_text(f"{part.read_text(encoding='utf-8')}<p>{{{{ report.nothing }}}}</p>\n", encoding="utf-8")
    done = run("template", "check", tmp_path / "own", "--quick", "--json")
    (problem,) = json.loads(done.output)["problems"]
    assert (done.exit_code, problem["code"], problem["file"]) == (1, "template-undefined", str(part))
    assert problem["line"] == len(part.read_text(encoding="utf-8").splitlines())


def test_a_wrong_brand_is_told_before_anything_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("name: I\ncolours: {text: '#CCCCCC'}\nmotto: x\n", encoding="utf-8")
    done = run("template", "check", "certificate", "--brand", tmp_path, "--quick")
    assert done.exit_code == 1
    assert "brand.yaml:3:1" in done.output


def test_the_brand_of_ones_own_folder_is_worn_without_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BRAND, tmp_path / "brand")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    shown = json.loads(run("template", "show", "certificate", "--json").output)
    assert shown["brand"] == "Northern Institute for Service Quality"


def test_a_template_of_ones_own_folder_is_known_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("template", "new", "ours", tmp_path / "report_templates" / "ours")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    listed = [one["id"] for one in json.loads(run("template", "list", "--json").output)]
    assert listed[0] == "ours"
    assert run("template", "show", "ours").exit_code == 0


def test_a_template_that_never_ends_is_ended_and_tried_on_no_second_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("template", "new", "letter", tmp_path / "own")
    part = tmp_path / "own" / "parts" / "next.html.j2"
    part.write_text("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", encoding="utf-8")
    monkeypatch.setenv("BSC_AUDIT_RENDER_SECONDS", "1")
    done = run("template", "check", tmp_path / "own", "--quick", "--json")
    assert [one["code"] for one in json.loads(done.output)["problems"]] == ["render-too-slow"]


def test_a_limit_that_is_no_number_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_AUDIT_RENDER_MEMORY", "plenty")
    done = run("template", "check", "certificate", "--brand", BRAND, "--quick")
    assert (done.exit_code, "BSC_AUDIT_RENDER_MEMORY" in done.output) == (2, True), done.output
