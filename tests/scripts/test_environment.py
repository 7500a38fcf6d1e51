"""The virtual environment's stamp: when it is made, when it is left alone, when it is made anew."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from environment import (
    DEVELOPMENT,
    HALF_MADE,
    RUNTIME,
    STAMP,
    Environment,
    SetupError,
    is_ready,
    one_at_a_time,
    prepare,
)


class FakePrograms:
    """Stands for venv, pip and uv: notes what was asked and makes the files that matter."""

    def __init__(self, failing: Callable[[str], bool] = lambda line: False) -> None:
        self.asked: list[str] = []
        self.failing = failing

    def __call__(self, command: Sequence[str], folder: Path) -> int:
        line = " ".join(command).replace(str(folder), "")
        self.asked.append(line)
        if self.failing(line):
            return 1
        if "-m venv" in line:
            python = Environment(root=folder, run=self).program("python")
            python.parent.mkdir(parents=True)
            python.touch()
        return 0

    def count(self, text: str) -> int:
        return sum(text in line for line in self.asked)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", RUNTIME.lock, DEVELOPMENT.lock):
        (tmp_path / name).write_text(f"first {name}", encoding="utf-8")
    return tmp_path


def test_the_first_start_makes_the_environment_and_the_second_does_nothing(checkout: Path) -> None:
    programs = FakePrograms()
    environment = Environment(root=checkout, run=programs)
    prepare(environment, RUNTIME)
    first = list(programs.asked)
    prepare(environment, RUNTIME)
    assert programs.count("-m venv") == 1
    assert programs.asked == first
    assert is_ready(environment, RUNTIME)
    assert not is_ready(environment, DEVELOPMENT)


def test_every_package_is_installed_by_hash_and_the_project_without_an_index(checkout: Path) -> None:
    programs = FakePrograms()
    prepare(Environment(root=checkout, run=programs), RUNTIME)
    installs = [line for line in programs.asked if " install " in line]
    locked = [line for line in installs if "--require-hashes" in line]
    project = [line for line in installs if "--no-deps --no-build-isolation -e" in line]
    assert len(locked) == 2
    assert len(project) == 1
    assert set(locked) | set(project) == set(installs)


def test_the_development_packages_serve_the_demo_too(checkout: Path) -> None:
    environment = Environment(root=checkout, run=FakePrograms())
    prepare(environment, DEVELOPMENT)
    assert is_ready(environment, RUNTIME)


@pytest.mark.parametrize("changed", [RUNTIME.lock, "pyproject.toml"])
def test_a_changed_lock_or_project_file_is_installed_over_the_old(checkout: Path, changed: str) -> None:
    programs = FakePrograms()
    environment = Environment(root=checkout, run=programs)
    prepare(environment, RUNTIME)
    (checkout / changed).write_text("second", encoding="utf-8")
    assert not is_ready(environment, RUNTIME)
    prepare(environment, RUNTIME)
    assert is_ready(environment, RUNTIME)
    assert programs.count("-m venv") == 1


def test_a_copied_checkout_does_not_trust_the_copied_stamp(checkout: Path, tmp_path: Path) -> None:
    environment = Environment(root=checkout, run=FakePrograms())
    prepare(environment, RUNTIME)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("pyproject.toml", RUNTIME.lock, ".venv"):
        (checkout / name).rename(copy / name)
    assert not is_ready(Environment(root=copy, run=FakePrograms()), RUNTIME)


def test_an_environment_somebody_else_made_is_added_to_and_not_deleted(checkout: Path) -> None:
    programs = FakePrograms()
    environment = Environment(root=checkout, run=programs)
    environment.program("python").parent.mkdir(parents=True)
    environment.program("python").touch()
    kept = environment.folder / "theirs"
    kept.touch()
    prepare(environment, RUNTIME)
    assert kept.exists()
    assert programs.count("-m venv") == 0
    assert is_ready(environment, RUNTIME)


def test_an_environment_cut_short_is_made_anew(checkout: Path) -> None:
    environment = Environment(root=checkout, run=FakePrograms(lambda line: "-r requirements.lock" in line))
    with pytest.raises(SetupError, match=r"requirements\.lock"):
        prepare(environment, RUNTIME)
    assert (environment.folder / HALF_MADE).exists()
    leftover = environment.folder / "leftover"
    leftover.touch()
    again = FakePrograms()
    prepare(Environment(root=checkout, run=again), RUNTIME)
    assert again.count("-m venv") == 1
    assert not leftover.exists()
    assert not (environment.folder / HALF_MADE).exists()


@pytest.mark.parametrize("broken", ["import pip", None])
def test_an_environment_whose_python_is_broken_or_gone_is_made_anew(checkout: Path, broken: str | None) -> None:
    first = Environment(root=checkout, run=FakePrograms())
    prepare(first, RUNTIME)
    (first.folder / STAMP).unlink()
    if broken is None:
        first.program("python").unlink()
    programs = FakePrograms(lambda line: broken is not None and broken in line)
    prepare(Environment(root=checkout, run=programs), RUNTIME)
    assert programs.count("-m venv") == 1


def test_a_mangled_stamp_is_no_stamp(checkout: Path) -> None:
    environment = Environment(root=checkout, run=FakePrograms())
    prepare(environment, RUNTIME)
    for text in ("", "{", "[]"):
        (environment.folder / STAMP).write_text(text, encoding="utf-8")
        assert not is_ready(environment, RUNTIME)


@pytest.mark.parametrize("failing", ["requirements-bootstrap.lock", "uv pip install"])
def test_pip_does_it_where_uv_cannot(checkout: Path, failing: str) -> None:
    programs = FakePrograms(lambda line: failing in line)
    environment = Environment(root=checkout, run=programs)
    prepare(environment, RUNTIME)
    assert is_ready(environment, RUNTIME)
    assert any("-m pip install" in line and "-r requirements.lock" in line for line in programs.asked)


def test_without_venv_the_user_is_told(checkout: Path) -> None:
    environment = Environment(root=checkout, run=FakePrograms(lambda line: "-m venv" in line))
    with pytest.raises(SetupError, match="venv failed"):
        prepare(environment, RUNTIME)


def test_two_starts_at_once_install_once(checkout: Path) -> None:
    programs = FakePrograms()

    def slow(command: Sequence[str], folder: Path) -> int:
        time.sleep(0.01)
        return programs(command, folder)

    environment = Environment(root=checkout, run=slow)
    starts = [threading.Thread(target=prepare, args=(environment, RUNTIME)) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert programs.count("-m venv") == 1
    assert programs.count("-r requirements.lock") == 1


def test_the_lock_is_given_back_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(SetupError), one_at_a_time(tmp_path / "a" / "lock"):
        raise SetupError("failed inside")
    with one_at_a_time(tmp_path / "a" / "lock"):
        pass
