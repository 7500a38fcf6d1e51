"""What each word after ./run does, told to fake programs."""

import os
import stat
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import bootstrap
import environment as env
import machine
import pytest

ROOT = Path(__file__).resolve().parents[2]


class FakePrograms:
    """Notes every program that would have been started, and in which folder."""

    def __init__(self, failing: Callable[[str], bool] = lambda line: False) -> None:
        self.asked: list[tuple[str, Path]] = []
        self.failing = failing

    def __call__(self, command: Sequence[str], folder: Path) -> int:
        line = " ".join([Path(command[0]).name, *command[1:]])
        self.asked.append((line, folder))
        return int(self.failing(line))

    @property
    def lines(self) -> list[str]:
        return [line for line, _ in self.asked]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> FakePrograms:
    """A machine on which all is installed."""
    fake = FakePrograms()
    monkeypatch.setattr(env, "subprocess_run", lambda variables: fake)
    monkeypatch.setattr(env, "is_ready", lambda environment, profile: True)
    return fake


@pytest.fixture
def bare_debian(programs: FakePrograms, monkeypatch: pytest.MonkeyPatch) -> FakePrograms:
    """A machine that lacks one library until apt-get has installed it."""

    def needs() -> tuple[str, ...]:
        installed = any(" install " in line and not programs.failing(line) for line in programs.lines)
        return () if installed else ("pango-1.0",)

    apt = next(manager for manager in machine.PACKAGE_MANAGERS if manager.program == "apt-get")
    monkeypatch.setattr(env, "is_ready", lambda environment, profile: False)
    monkeypatch.setattr(env, "prepare", lambda environment, profile: None)
    monkeypatch.setattr(machine, "missing_needs", needs)
    monkeypatch.setattr(machine, "this_package_manager", lambda: apt)
    monkeypatch.setattr(machine, "this_user", lambda: machine.Rights(root=False, sudo=True))
    return programs


@pytest.mark.parametrize(("words", "code"), [([], 2), (["help"], 0), (["--help"], 0)])
def test_the_usage_is_shown_on_request_and_when_nothing_is_asked(
    programs: FakePrograms, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    assert bootstrap.main(words) == code
    shown = capsys.readouterr().out
    assert all(verb in shown for verb in bootstrap.VERBS)
    assert programs.lines == []


def test_a_missing_library_stops_the_start_with_one_line_to_paste(
    bare_debian: FakePrograms, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(["demo"]) == 1
    assert "sudo apt-get install -y -q --no-install-recommends libpango-1.0-0\n" in capsys.readouterr().err
    assert bare_debian.lines == []


def test_with_system_the_line_is_run_and_the_start_goes_on(bare_debian: FakePrograms) -> None:
    assert bootstrap.main(["--system", "test"]) == 0
    assert [line.split()[:2] for line in bare_debian.lines[:2]] == [["sudo", "apt-get"], ["sudo", "apt-get"]]
    assert " -m pytest " in bare_debian.lines[-1]


def test_when_the_line_fails_the_start_stops_and_shows_it(
    bare_debian: FakePrograms, capsys: pytest.CaptureFixture[str]
) -> None:
    bare_debian.failing = lambda line: "update" in line
    assert bootstrap.main(["--system", "test"]) == 1
    assert len(bare_debian.lines) == 1
    assert "This machine lacks pango-1.0" in capsys.readouterr().err


def test_a_failed_installation_is_a_message_and_not_a_traceback(
    bare_debian: FakePrograms, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(environment: env.Environment, profile: env.Profile) -> None:
        raise env.SetupError("no index answered")

    monkeypatch.setattr(machine, "missing_needs", tuple)
    monkeypatch.setattr(env, "prepare", fail)
    assert bootstrap.main(["demo"]) == 1
    assert "Not installed: no index answered." in capsys.readouterr().err


def test_the_demo_scores_the_sample_and_says_where_the_report_is(
    programs: FakePrograms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / bootstrap.DEMO).mkdir(parents=True)
    report = tmp_path / bootstrap.OUT / "report.pdf"
    report.parent.mkdir()
    report.touch()
    assert bootstrap.main(["demo"], tmp_path) == 0
    assert programs.asked == [(f"bsc-audit assess {bootstrap.DEMO} -o {bootstrap.OUT}", tmp_path)]
    assert capsys.readouterr().out == f"The report: {report}\n"


def test_a_failed_demo_names_no_report(
    programs: FakePrograms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / bootstrap.DEMO).mkdir(parents=True)
    programs.failing = lambda line: True
    assert bootstrap.main(["demo"], tmp_path) == 1
    assert capsys.readouterr().out == ""


def test_a_checkout_without_the_sample_says_so(
    programs: FakePrograms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(["demo"], tmp_path) == 1
    assert "harbour-bank is not in this checkout" in capsys.readouterr().err


def test_arguments_of_test_go_to_pytest_and_its_exit_code_comes_back(programs: FakePrograms) -> None:
    programs.failing = lambda line: True
    assert bootstrap.main(["test", "tests/scripts", "-k", "lock"]) == 1
    assert programs.lines == ["python -m pytest -n 2 --dist worksteal -rs tests/scripts -k lock"]


def test_any_other_word_is_a_command_of_bsc_audit_in_the_callers_folder(
    programs: FakePrograms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert bootstrap.main(["assess", "my folder", "--json"]) == 0
    assert programs.asked == [("bsc-audit assess my folder --json", tmp_path)]


def test_all_checks_run_even_when_one_fails_and_the_tests_come_with_them(programs: FakePrograms) -> None:
    programs.failing = lambda line: line.startswith("ruff check")
    assert bootstrap.main(["check"]) == 1
    assert {line.split()[0] for line in programs.lines} >= {"ruff", "mypy", "lint-imports", "python"}


def test_named_checks_run_alone(programs: FakePrograms) -> None:
    assert bootstrap.main(["check", "types", "imports"]) == 0
    assert programs.lines == ["mypy", "lint-imports"]


def test_an_unknown_check_is_wrong_usage(programs: FakePrograms, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["check", "typos"]) == 2
    assert "No such check: typos. There are lint, format, types" in capsys.readouterr().err
    assert programs.lines == []


def test_every_ruleset_and_questionnaire_of_the_checkout_is_checked(tmp_path: Path) -> None:
    for file in ("rulesets/a/1.0/ruleset.yaml", "rulesets/b/2.1/ruleset.yaml", "questionnaires/c/1.yaml"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).touch()
    said = [" ".join(command).replace(f"{tmp_path}/", "") for command in bootstrap.content_commands(tmp_path)]
    assert said == [
        "bsc-audit ruleset check rulesets/a/1.0",
        "bsc-audit ruleset test rulesets/a/1.0",
        "bsc-audit ruleset check rulesets/b/2.1",
        "bsc-audit ruleset test rulesets/b/2.1",
        "bsc-audit questionnaire check questionnaires/c/1.yaml",
    ]


def test_the_lock_command_writes_every_lock_file_and_the_runtime_one_after_the_list_it_follows(
    programs: FakePrograms,
) -> None:
    assert bootstrap.main(["lock", "--upgrade"]) == 0
    written = [line.rpartition(" -o ")[2] for line in programs.lines]
    assert set(written) == {env.BOOTSTRAP_LOCK, env.RUNTIME.lock, env.DEVELOPMENT.lock}
    assert written.index(env.DEVELOPMENT.lock) < written.index(env.RUNTIME.lock)
    assert all("--universal --generate-hashes" in line and "--upgrade" in line for line in programs.lines)


def test_the_doctor_needs_nothing_installed(bare_debian: FakePrograms, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["doctor"]) == 1
    said = capsys.readouterr()
    assert "runtime packages: not installed yet" in said.out
    assert "This machine lacks pango-1.0" in said.err
    assert bare_debian.lines == []


def run_script(path: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """./run with nothing on the PATH but what the folder holds."""
    return subprocess.run(
        ["/bin/sh", str(ROOT / "run"), *words],
        env={"PATH": str(path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def fake_python(folder: Path, name: str, minor: int) -> None:
    """A python that passes the version question as 3.<minor> and then names itself."""
    suits = 0 if 11 <= minor <= 14 else 1
    script = folder / name
    script.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exit {suits}\necho {name} "$@"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    return tmp_path


needs_posix = pytest.mark.skipif(os.name == "nt", reason="./run is a POSIX shell script")


@needs_posix
def test_run_without_a_python_says_which_it_needs(path: Path) -> None:
    got = run_script(path, "demo")
    assert got.returncode == 1
    assert "needs Python 3.11" in got.stderr


@needs_posix
def test_run_passes_over_an_old_python_to_a_newer_one(path: Path) -> None:
    fake_python(path, "python3", 9)
    fake_python(path, "python3.12", 12)
    got = run_script(path, "assess", "two words")
    assert got.stdout == f"python3.12 {ROOT}/scripts/bootstrap.py assess two words\n"


@needs_posix
def test_run_can_be_told_which_python(path: Path) -> None:
    fake_python(path, "python3", 11)
    fake_python(path, "mine", 13)
    assert run_script(path, "demo", BSC_PYTHON="mine").stdout.startswith("mine ")
