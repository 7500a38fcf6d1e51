"""From an evidence folder to a workbook and back at the terminal."""

import shutil
from pathlib import Path

from typer.testing import CliRunner

import report_samples as samples
from bsc_audit.cli.main import app
from bsc_audit.core.evidence.intake import accept
from bsc_audit.importers.folder import read_folder


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_every_format_has_a_file_of_its_own(tmp_path: Path) -> None:
    run("assess", str(samples.EXAMPLE), "-o", str(tmp_path), "--format", "xlsx,csv,csv-bom,json")
    names = sorted(file.name.removeprefix("HB-1999-01-certification") for file in tmp_path.iterdir())
    assert names == [".bom.csv", ".csv", ".json", ".xlsx"]


def test_answers_of_a_written_workbook_come_back(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    shutil.copytree(samples.EXAMPLE, folder)
    run("assess", str(folder), "-o", str(tmp_path), "--format", "xlsx")
    said = run("import", "answers", str(next(tmp_path.glob("*.xlsx"))), "--to", str(folder / "answers.yaml"))
    given = samples.example().evidence.answers
    assert f"Written {len(given)} to" in said
    assert accept(samples.example().ruleset, read_folder(folder)).answers == given
