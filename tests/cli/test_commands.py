"""What every command promises: exit codes, JSON on standard output, problems with clickable places on standard error."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest
import typer
from jsonschema import Draft202012Validator

from bsc_audit.cli.main import app
from bsc_audit.importers.library import read_ruleset
from bsc_audit.settings import Settings, read_settings
from cli_builders import EVIDENCE, HERE, home, read, run

BROKEN = HERE / "rulesets" / "broken"
PLACE = re.compile(r"^(\S+):(\d+):(\d+): ", re.MULTILINE)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home(tmp_path, monkeypatch)


WELL = [
    ("ruleset", "check", "small"),
    ("ruleset", "check", "small/1.0"),
    ("ruleset", "show", "small"),
    ("ruleset", "test", "food-hygiene-rating"),
    ("ruleset", "schema"),
    ("questionnaire", "check", "store"),
    ("questionnaire", "check", HERE / "evidence" / "store.yaml"),
    ("questionnaire", "show", "store"),
    ("questionnaire", "schema"),
    ("explain", EVIDENCE, "CLI"),
    ("--version",),
]
MENDABLE = [
    ("ruleset", "check", BROKEN / "several-problems-in-several-files"),
    ("questionnaire", "check", HERE / "questionnaires" / "broken" / "type-unknown.yaml"),
    ("assess", HERE / "evidence" / "broken"),
    ("assess", "/no/such/folder"),
    ("explain", "/no/such/folder", "CLI"),
]
WRONG = [
    (),
    ("asess", EVIDENCE),
    ("ruleset", "check"),
    ("ruleset", "check", "no-such-ruleset"),
    ("ruleset", "seal", "small"),
    ("questionnaire", "show", "no-such-form"),
    ("explain", EVIDENCE, "CLX"),
    ("assess", EVIDENCE, "--format", "docx"),
    ("assess", EVIDENCE, "--format", ","),
    ("assess", EVIDENCE, "--template", "no-such-template"),
]


@pytest.mark.parametrize("arguments", WELL, ids=lambda words: " ".join(str(word).split("/")[-1] for word in words))
def test_what_is_well_exits_with_0_and_says_nothing_on_standard_error(arguments: tuple[object, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout


@pytest.mark.parametrize("arguments", MENDABLE, ids=lambda words: " ".join(str(word).split("/")[-1] for word in words))
def test_what_can_be_mended_exits_with_1_and_is_said_on_standard_error(arguments: tuple[object, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.search(r"\d+ problems?\. Nothing was written\.$", result.stderr.strip())


@pytest.mark.parametrize("arguments", WRONG, ids=lambda words: " ".join(str(word).split("/")[-1] for word in words))
def test_wrong_usage_exits_with_2(
    arguments: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr or "Usage" in result.stdout
    assert not Path("out").exists()


def test_every_problem_has_a_place_that_can_be_clicked() -> None:
    result = run("ruleset", "check", BROKEN / "several-problems-in-several-files")
    places = PLACE.findall(result.stderr)
    assert len(places) >= 8
    for file, line, column in places:
        text = Path(file).read_text(encoding="utf-8").splitlines()
        assert int(column) <= len(text[int(line) - 1]) + 1


def test_a_place_in_an_evidence_folder_begins_with_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "assessment.yaml").write_text("ruleset: {id: small, version: 1.0}\nassessment: [\n")
    assert run("assess", folder).stderr.startswith(f"{folder}/assessment.yaml:")


KEYS = [
    (("ruleset", "check", "small"), "id version digest criteria indicators rules awards problems"),
    (("ruleset", "test", "small"), "cases failed gaps passed"),
    (("ruleset", "show", "small"), "id version title digest groups criteria rules awards"),
    (("questionnaire", "check", "store"), "id version digest problems"),
    (("questionnaire", "show", "store"), "id version title use sections digest"),
    (("explain", EVIDENCE, "CLI"), "id title kind state raw score method caps weight applied_weight members source"),
    (("doctor",), "version checks"),
]


@pytest.mark.parametrize(
    ("arguments", "keys"), KEYS, ids=lambda value: str(value[0]) if isinstance(value, tuple) else ""
)
def test_json_is_data_with_stable_keys(arguments: tuple[object, ...], keys: str) -> None:
    assert set(keys.split()) <= read(run(*arguments, "--json")).keys()


def test_problems_come_as_json_too() -> None:
    result = run("ruleset", "check", BROKEN / "several-problems-in-several-files", "--json")
    problems = read(result)["problems"]
    assert (result.exit_code, result.stderr) == (1, "")
    assert all(list(one) == ["code", "file", "line", "column", "field", "message", "hint"] for one in problems)
    assert {"given-twice", "units-differ", "unknown-name"} & {one["code"] for one in problems}


def test_an_unknown_node_gets_the_nearest() -> None:
    result = run("explain", EVIDENCE, "CLX")
    assert result.stderr.strip() == "there is no 'CLX'; did you mean 'CLI'?"


def test_the_published_schema_is_one_and_holds_the_shipped_rulesets() -> None:
    schema = read(run("ruleset", "schema"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    folders = sorted((HERE.parent / "rulesets").glob("*/*"))
    assert len(folders) >= 2
    for folder in folders:
        for document in read_ruleset(folder):
            assert [error.message for error in validator.iter_errors(document.data)] == [], document.source


def test_the_schema_of_questionnaires_is_one_too() -> None:
    Draft202012Validator.check_schema(read(run("questionnaire", "schema")))


def test_cases_that_fail_are_named_and_exit_with_1(tmp_path: Path) -> None:
    cases = tmp_path / "home" / "rulesets" / "small" / "1.0" / "cases"
    cases.mkdir()
    (cases / "X01.yaml").write_text(
        "rule: X01\ncases:\n  short: {given: {queue_wait_time: 5}, expect: found}\n  long: {given: {queue_wait_time: 15}, expect: found}\n"
    )
    result = run("ruleset", "test", "small")
    assert result.exit_code == 1
    assert "X01.yaml:3:3: X01, 'short': expected found, came absent" in result.stderr
    assert "rule X01 lacks a case on the edge, absent, undetermined" in result.stdout
    assert "criterion C-01 is reached by no case" in result.stdout
    assert "2 cases, 1 failed," in result.stdout


def test_gaps_fail_only_when_asked_to() -> None:
    assert run("ruleset", "test", "small").exit_code == 0
    assert run("ruleset", "test", "small", "--strict").exit_code == 1


def test_a_profile_that_does_not_work_is_found_by_check(tmp_path: Path) -> None:
    file = tmp_path / "home" / "rulesets" / "small" / "1.0" / "ruleset.yaml"
    file.write_text(file.read_text() + "profiles: {nothing: {title: Nothing, drop: [CLI]}}\n")
    result = run("ruleset", "check", "small")
    assert result.exit_code == 1
    assert "profile 'nothing': " in result.stderr


def test_a_published_version_is_sealed_once_and_then_kept(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "rulesets" / "small" / "1.0"
    file = folder / "ruleset.yaml"
    file.write_text(file.read_text().replace("title: Small}", "title: Small, status: published}"))
    assert "[not-sealed]" in run("ruleset", "check", "small").stderr
    assert run("ruleset", "seal", "small").exit_code == 0
    assert run("ruleset", "check", "small").exit_code == 0
    file.write_text(file.read_text().replace("title: Small,", "title: Smaller,"))
    changed = run("ruleset", "check", "small")
    assert (changed.exit_code, "[published-version-changed]" in changed.stderr) == (1, True)
    assert run("ruleset", "seal", "small").exit_code == 2
    assert run("ruleset", "seal", "small", "--replace").exit_code == 0
    assert run("ruleset", "check", "small").exit_code == 0


def test_what_a_ruleset_says_is_shown_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "home" / "rulesets" / "small" / "1.0" / "ruleset.yaml"
    file.write_text(file.read_text().replace("title: Small}", 'title: "[red]Small[/blue] :smile:"}'))
    assert "[red]Small[/blue] :smile:" in run("ruleset", "show", "small").stdout


def test_nothing_is_cut_off_at_80_columns() -> None:
    result = run("explain", EVIDENCE, "CLI")
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    assert "6.67" in result.stdout


def test_without_a_page_maker_the_doctor_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    result = run("doctor")
    assert result.exit_code == 1
    assert re.search(r"^BAD  PDF renderer .*WeasyPrint is not installed.*pip install", result.stdout, re.MULTILINE)
    assert re.search(r"^ok   Rulesets", result.stdout, re.MULTILINE)


def test_without_rulesets_the_doctor_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bsc_audit.bootstrap.read_settings", _nothing_anywhere)
    checks = {check["name"]: check["ok"] for check in read(run("doctor", "--json"))["checks"]}
    assert (checks["Rulesets"], checks["Questionnaires"], checks["Python"]) == (False, False, True)


def _nothing_anywhere() -> Settings:
    return replace(read_settings({}), data_roots=())


def _commands(command: click.Command, path: str = "bsc-audit") -> list[tuple[str, click.Command]]:
    found = [(path, command)]
    for name, inner in getattr(command, "commands", {}).items():
        found += _commands(inner, f"{path} {name}")
    return found


@pytest.mark.parametrize(("path", "command"), _commands(typer.main.get_command(app)), ids=lambda value: str(value))
def test_every_command_option_and_argument_explains_itself(path: str, command: click.Command) -> None:
    assert command.help, path
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{path} {parameter.name}"


def _piped(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bsc_audit.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **variables})


def test_the_real_program_colours_nothing_when_piped_and_tells_by_its_exit_code() -> None:
    result = _piped("ruleset", "check", str(BROKEN / "several-problems-in-several-files"))
    assert (result.returncode, result.stdout) == (1, "")
    assert "\x1b" not in result.stderr
    assert "[given-twice]" in result.stderr


def test_no_color_is_obeyed_even_on_a_terminal() -> None:
    coloured = _piped("ruleset", "check", "no-such", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="")
    plain = _piped("ruleset", "check", "no-such", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")
    assert "\x1b[1;31m" in coloured.stderr
    assert "31m" not in plain.stderr
