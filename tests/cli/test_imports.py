"""`bsc-audit import` at the terminal: what it prints, what it writes, how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bsc_audit.cli.main import app

MAPPING = "columns: {day: {type: date}}\nperiod: {column: day, by: month}\nleave_out: [{where: {kind: test}, why: a test}]\nmetrics: {m: {inputs: {n: {count: {}}}}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "calls.csv").write_text("day,kind\n2026-07-01,call\n2026-07-02,test\n", encoding="utf-8")
    (tmp_path / "calls.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def run(folder: Path, *options: str, kind: str = "rows") -> tuple[int, str]:
    made = folder / "made.csv"
    arguments = ["import", kind, str(folder / "calls.csv"), "--mapping", str(folder / "calls.yaml"), "--to", str(made)]
    result = CliRunner().invoke(app, [*arguments, *options])
    return result.exit_code, result.output


def test_a_dry_run_shows_the_lines_and_what_was_left_out(folder: Path) -> None:
    code, said = run(folder, "--dry-run")
    assert code == 0
    assert "m,2026-07,,1" in said
    assert "2 rows read, 1 left out: a test. 1 would go to" in said
    assert not (folder / "made.csv").exists()


def test_an_import_says_what_it_wrote(folder: Path) -> None:
    code, said = run(folder)
    assert (code, "Written 1 to" in said) == (0, True)
    assert (folder / "made.csv").read_text(encoding="utf-8") == "metric,period,unit,n\nm,2026-07,,1\n"


def test_a_bad_row_ends_with_1_and_names_row_and_column(folder: Path) -> None:
    (folder / "calls.csv").write_text("day,kind\nsoon,call\n", encoding="utf-8")
    code, said = run(folder)
    assert code == 1
    assert "calls.csv:2:1" in said
    assert "row 2, column 'day': 'soon' is no date" in said
    assert not (folder / "made.csv").exists()


def test_json_holds_result_or_problems(folder: Path) -> None:
    code, said = run(folder, "--json", "--dry-run")
    assert (code, json.loads(said)["left_out"]) == (0, {"a test": 1})
    (folder / "calls.csv").write_text("day,kind\nsoon,call\n", encoding="utf-8")
    code, said = run(folder, "--json")
    assert (code, json.loads(said)["problems"][0]["code"]) == (1, "cell-not-readable")


def test_an_unknown_kind_is_wrong_usage(folder: Path) -> None:
    code, said = run(folder, kind="cells")
    assert (code, "takes rows, series, visits, reviews" in said) == (2, True)
