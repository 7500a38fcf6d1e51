"""A report in another language: the same scores and digests, other words; a language there is not is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli_builders import EVIDENCE, home, read, run
from evidence_builders import folder_in_which


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home(tmp_path, monkeypatch)


def _report(evidence: Path, out: Path, *options: str) -> Any:
    assert run("assess", evidence, "-o", out, "--format", "json", *options).exit_code == 0
    (file,) = out.iterdir()
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_same_assessment_in_two_languages_differs_in_its_words_only(tmp_path: Path) -> None:
    english = _report(EVIDENCE, tmp_path / "en")
    german = _report(EVIDENCE, tmp_path / "de", "--language", "de")
    assert (english["meta"]["language"], german["meta"]["language"]) == ("en", "de")
    assert german["provenance"] == english["provenance"]
    assert german["statement"]["overall"]["value"] == english["statement"]["overall"]["value"]
    assert german["statement"]["overall"]["text"] == english["statement"]["overall"]["text"].replace(".", ",")
    assert german["statement"]["heading"] != english["statement"]["heading"]
    assert german["meta"]["ruleset_language"] == "en"


def test_the_folder_says_the_language_where_the_command_does_not(tmp_path: Path) -> None:
    folder = folder_in_which(tmp_path / "folder", "assessment.yaml", "language: en", "language: de-AT")
    found = _report(folder, tmp_path / "out")
    assert found["meta"]["language"] == "de-AT"
    assert found["cover"]["label"].startswith(("Zert", "Bewert", "Selbst"))


def test_a_translation_has_a_name_of_its_own_and_the_folders_language_none(tmp_path: Path) -> None:
    for options in ((), ("--language", "en"), ("--language", "de")):
        done = run("assess", EVIDENCE, "-o", tmp_path / "out", "--format", "json,csv", *options)
        assert done.exit_code == 0, done.output
    names = ["T-1-certification.csv", "T-1-certification.de.csv", "T-1-certification.de.json", "T-1-certification.json"]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == names


def test_a_language_there_is_not_is_refused_where_it_is_asked_for(tmp_path: Path) -> None:
    result = run("assess", EVIDENCE, "-o", tmp_path / "out", "--language", "fr", "--json")
    (problem,) = read(result)["problems"]
    assert (result.exit_code, problem["code"], problem["file"]) == (1, "unknown-language", "--language")
    assert "de, en" in problem["message"]


def test_a_language_there_is_not_is_refused_at_its_line(tmp_path: Path) -> None:
    folder = folder_in_which(tmp_path / "folder", "assessment.yaml", "language: en", "language: xx")
    result = run("assess", folder, "-o", tmp_path / "out", "--json")
    (problem,) = read(result)["problems"]
    assert (problem["code"], problem["file"]) == ("unknown-language", "assessment.yaml")
    assert problem["line"] == 1
