"""`assess`: every format or none, and a summary that says the same to a person and to a program."""

from pathlib import Path
from typing import Any

import pytest

from bsc_audit.cli import assess
from bsc_audit.core.problems import Location, Problem, RenderError
from cli_builders import EVIDENCE, home, read, run
from evidence_builders import folder_in_which


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home(tmp_path, monkeypatch)


def _files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*")) if folder.exists() else []


def _fails(*_anything: Any) -> bytes:
    raise RenderError([Problem(code="template-fails", where=Location("t.html", 3, 1), message="a name is missing")])


def _writes(*_anything: Any) -> bytes:
    return b"report"


def test_all_formats_are_written_and_named_after_the_assessment(tmp_path: Path) -> None:
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--format", "json, html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert _files(tmp_path / "out") == ["T-1-certification.html", "T-1-certification.json"]
    assert f"Written  {tmp_path / 'out' / 'T-1-certification.json'}" in result.stdout


def test_an_earlier_report_is_replaced(tmp_path: Path) -> None:
    old = tmp_path / "out" / "T-1-certification.json"
    old.parent.mkdir()
    old.write_text("old")
    assert run("assess", EVIDENCE, "-o", old.parent, "--format", "json").exit_code == 0
    assert old.read_text().startswith("{")


def test_when_one_format_fails_none_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assess, "RENDERERS", {"json": _writes, "html": _fails})
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--format", "json,html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("t.html:3:1: a name is missing")
    assert _files(tmp_path / "out") == []


def test_when_one_format_fails_the_earlier_report_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "out" / "T-1-certification.json"
    old.parent.mkdir()
    old.write_text("old")
    monkeypatch.setattr(assess, "RENDERERS", {"json": _writes, "html": _fails})
    assert run("assess", EVIDENCE, "-o", old.parent, "--format", "json,html").exit_code == 1
    assert (_files(old.parent), old.read_text()) == ([old.name], "old")


def test_when_the_folder_cannot_be_written_to_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--format", "json")
    assert result.exit_code == 1
    assert "[cannot-write]" in result.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("answers.yaml", "C-01:", "C-99:", "answers.yaml:"),
        ("assessment.yaml", "id: small", "id: smal", "rulesets"),
    ],
)
def test_when_the_evidence_is_refused_nothing_is_written(
    tmp_path: Path, file: str, old: str, new: str, place: str
) -> None:
    folder = folder_in_which(tmp_path / "evidence", file, old, new)
    result = run("assess", folder, "-o", tmp_path / "out", "--format", "json,html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert place in result.stderr
    assert _files(tmp_path / "out") == []


def test_when_the_ruleset_is_broken_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "home" / "rulesets" / "small" / "1.0" / "ruleset.yaml"
    file.write_text(file.read_text().replace("score: csat", "score: cast"))
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--format", "json")
    assert result.exit_code == 1
    assert "there is no 'cast' in this ruleset" in result.stderr
    assert _files(tmp_path / "out") == []


def test_the_summary_says_the_same_to_a_program(tmp_path: Path) -> None:
    shown = run("assess", EVIDENCE, "-o", tmp_path / "out", "--format", "json").stdout
    data = read(run("assess", EVIDENCE, "-o", tmp_path / "out", "--format", "json", "--json"))
    assert f"{data['scores']['overall']['score']:.1f}" in shown
    assert data["recommendation"]["decisive"] in shown
    assert all(rule["rule"] in shown for rule in data["rules_not_evaluated"])
    assert set(data) == {
        *("assessment", "organisation", "ruleset", "evidence_digest", "overall", "scores", "recommendation"),
        *("findings", "rejected", "unapplied", "not_assessed", "rules_not_evaluated", "files"),
    }
    assert [one["id"] for one in data["rejected"]] == ["C-02"]
    assert "Rejected by the team  C-02: The export was of another branch." in shown
    assert [Path(file).is_file() for file in data["files"]] == [True]


def test_a_report_signed_at_once_holds_when_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_AUDIT_CONFIG", str(tmp_path / "config"))
    assert run("assess", EVIDENCE, "-o", tmp_path / "out", "--sign").exit_code == 0
    found = run("verify", tmp_path / "out" / "T-1-certification.pdf")
    assert (found.exit_code, "FAILS" in found.stdout) == (0, False), found.stdout
    assert "the ruleset is the small 1.0 of this computer" in found.stdout


def test_a_report_without_its_material_cannot_be_recomputed_and_verify_says_so(tmp_path: Path) -> None:
    assert run("assess", EVIDENCE, "-o", tmp_path / "out", "--no-attach").exit_code == 0
    found = run("verify", tmp_path / "out" / "T-1-certification.pdf")
    assert (found.exit_code, "does not carry assessment.json" in found.stdout) == (1, True)


def test_several_templates_are_each_written_and_data_once(tmp_path: Path) -> None:
    wanted = "certification, action-plan,public-summary"
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--template", wanted, "--format", "html,json")
    assert (result.exit_code, result.stderr) == (0, "")
    pages = [f"T-1-{name}.html" for name in ("action-plan", "certification", "public-summary")]
    assert _files(tmp_path / "out") == sorted([*pages, "T-1-certification.json"])


def test_when_one_template_is_wrong_none_is_written(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "template.yaml").write_text("base: certification\nid: own\ntitle: Own\nsections: []\ncharts: [pie]\n")
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--template", f"action-plan,{own}", "--format", "html")
    assert result.exit_code == 1
    assert f"{own / 'template.yaml'}:5:10: there is no chart 'pie'" in result.stderr
    assert _files(tmp_path / "out") == []


def test_when_one_template_fails_none_is_written(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "parts").mkdir(parents=True)
    (own / "parts" / "own.html.j2").write_text("<h1>Own</h1>\n{{ report.no_such_name }}\n")
    section = "{part: own, title: Own, number: none}"
    manifest = f"base: certification\nid: own\ntitle: Own\nfront: []\nsections: [{section}]\ncharts: []\n"
    (own / "template.yaml").write_text(manifest)
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--template", f"action-plan,{own}", "--format", "html")
    assert result.exit_code == 1
    assert f"{own / 'parts' / 'own.html.j2'}:2:1: 'dict object' has no attribute 'no_such_name'" in result.stderr
    assert _files(tmp_path / "out") == []


@pytest.mark.parametrize("names", ["", "action-plan,nothing", "action-plan,action-plan", "../certification", "a/b"])
def test_templates_that_are_none_are_wrong_usage(tmp_path: Path, names: str) -> None:
    assert run("assess", EVIDENCE, "-o", tmp_path / "out", "--template", names, "--format", "html").exit_code == 2
    assert _files(tmp_path / "out") == []


@pytest.mark.parametrize("kind", ["json", "xlsx", "csv"])
def test_what_is_handed_out_gives_no_data(tmp_path: Path, kind: str) -> None:
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--template", "public-summary", "--format", f"html,{kind}")
    assert result.exit_code == 2
    assert "holds everything" in result.stderr
    assert _files(tmp_path / "out") == []
