"""Templates as programs: made once a text, and again when the text is another."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from bsc_audit.render.compiled import Compiled, compile_parts


def environment(folder: Path, compiled: Compiled) -> Environment:
    return Environment(loader=FileSystemLoader(folder), bytecode_cache=compiled, autoescape=True)


def test_a_text_is_compiled_once_and_a_changed_one_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.html.j2").write_text("One")
    compiled = Compiled()
    compile_parts(environment(tmp_path, compiled), tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
        assert environment(tmp_path, compiled).get_template("parts/a.html.j2").render() == "One"
    (tmp_path / "parts" / "a.html.j2").write_text("Two")
    assert environment(tmp_path, compiled).get_template("parts/a.html.j2").render() == "Two"


def test_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bsc_audit.render.compiled.MOST", 2)
    compiled = Compiled()
    for number in range(5):
        (tmp_path / f"{number}.j2").write_text(str(number))
        assert environment(tmp_path, compiled).get_template(f"{number}.j2").render() == str(number)
        assert len(compiled._known) <= 2
