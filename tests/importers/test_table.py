"""Running an import: a dry run writes nothing, a problem writes nothing, and a file is there whole or not at all."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from bsc_audit.importers import mapping as mapping_module
from bsc_audit.importers import writing
from bsc_audit.importers.mapping_schema import SCHEMAS
from bsc_audit.importers.result import LINES_OF_PREVIEW
from bsc_audit.importers.table import IMPORTERS, run_import

SERIES = "metric,period,value\ncsat,2026-07,81\n"


def source(folder: Path, text: str = SERIES, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dry_run_shows_what_would_be_written_and_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "metrics.csv"
    result = run_import("series", source(tmp_path), None, target, dry_run=True)
    assert (result.rows, result.made, result.written, result.problems) == (1, 1, 0, ())
    assert result.preview == ("metric,period,unit,value", "csat,2026-07,,81")
    assert not target.exists()


def test_an_import_writes_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "metrics.csv"
    target.write_text("old", encoding="utf-8")
    result = run_import("series", source(tmp_path), None, target, dry_run=False)
    assert (result.made, result.written) == (1, 1)
    assert target.read_text(encoding="utf-8") == result.text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "metrics.csv"]


def test_with_one_bad_row_nothing_is_written_and_an_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "metrics.csv"
    target.write_text("old", encoding="utf-8")
    many = SERIES + "".join(f"ces,2026-{month:02d},5\n" for month in range(1, 13)) + "nps,2026-07,?\n"
    result = run_import("series", source(tmp_path, many), None, target, dry_run=False)
    assert [problem.message for problem in result.problems] == ["row 15, column 'value': '?' is no number"]
    assert (result.written, target.read_text(encoding="utf-8")) == (0, "old")


def test_a_write_that_breaks_off_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "metrics.csv"
    target.write_text("old", encoding="utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    result = run_import("series", source(tmp_path), None, target, dry_run=False)
    assert [problem.code for problem in result.problems] == ["cannot-write"]
    assert "No space left" in result.problems[0].message
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "metrics.csv"]


def test_a_target_in_no_folder_is_a_problem(tmp_path: Path) -> None:
    result = run_import("series", source(tmp_path), None, tmp_path / "gone" / "metrics.csv", dry_run=False)
    assert [problem.code for problem in result.problems] == ["cannot-write"]


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("rows", "metrics.csv", "mapping-missing"),
        ("series", "metrics.yaml", "wrong-target"),
        ("visits", "visits.csv", "wrong-target"),
        ("series", "in.csv", "wrong-target"),
    ],
)
def test_what_cannot_be_run_is_said_before_anything_is_read(tmp_path: Path, kind: str, target: str, code: str) -> None:
    result = run_import(kind, source(tmp_path), None, tmp_path / target, dry_run=True)
    assert [problem.code for problem in result.problems] == [code]


def test_a_mapping_that_is_not_there_or_not_right_is_a_problem(tmp_path: Path) -> None:
    target = tmp_path / "metrics.csv"
    gone = run_import("series", source(tmp_path), tmp_path / "gone.yaml", target, dry_run=True)
    assert [problem.code for problem in gone.problems] == ["no-such-file"]
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("period: {colum: Month}\n", encoding="utf-8")
    result = run_import("series", source(tmp_path), wrong, target, dry_run=True)
    assert {str(problem.where) for problem in result.problems} == {"wrong.yaml:1:9", "wrong.yaml:1:10"}


def test_sheet_and_decimal_sign_come_from_the_mapping(tmp_path: Path) -> None:
    book = Workbook()
    page = book.create_sheet("Values")
    page.append(["metric", "period", "value"])
    page.append(["csat", "2026-07", "1.234"])
    book.save(tmp_path / "in.xlsx")
    mapping = tmp_path / "m.yaml"
    mapping.write_text('source: {sheet: Values, decimal: ","}\nperiod: {column: period}\n', encoding="utf-8")
    result = run_import("series", tmp_path / "in.xlsx", mapping, tmp_path / "metrics.csv", dry_run=True)
    assert result.text == "metric,period,unit,value\ncsat,2026-07,,1234\n"


def test_visits_are_written_too(tmp_path: Path) -> None:
    text = "id,questionnaire,when,S01\nV-1,store-visit,2026-07-08,yes\n"
    result = run_import("visits", source(tmp_path, text), None, tmp_path / "v.yaml", dry_run=False)
    assert result.written == 1
    assert (tmp_path / "v.yaml").read_text(encoding="utf-8").startswith("visits:\n- id: V-1\n")


def test_reviews_are_read_by_a_mapping(tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("fields: {Nr: id}\nalways: {questionnaire: contact-review, reason: random}\n", encoding="utf-8")
    table = source(tmp_path, "Nr,when,R1a\nR-1,2026-07-08,3\n")
    result = run_import("reviews", table, mapping, tmp_path / "r.yaml", dry_run=True)
    assert result.made == 1
    assert result.text.startswith("reviews:\n- id: R-1\n")


def test_a_mapping_too_large_to_be_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping_module, "MOST_BYTES", 10)
    mapping = source(tmp_path, "period: {column: period}\n", "m.yaml")
    result = run_import("series", source(tmp_path), mapping, tmp_path / "m.csv", dry_run=True)
    assert [problem.code for problem in result.problems] == ["file-too-large"]


def test_the_preview_is_short(tmp_path: Path) -> None:
    text = "metric,period,value\n" + "".join(f"csat,{year},81\n" for year in range(1900, 2000))
    result = run_import("series", source(tmp_path, text), None, tmp_path / "m.csv", dry_run=True)
    assert len(result.preview) == LINES_OF_PREVIEW


def test_every_import_has_a_title_and_a_schema_of_its_mapping() -> None:
    assert {name for name, one in IMPORTERS.items() if one.takes_mapping} == set(SCHEMAS)
    assert all(one.title for one in IMPORTERS.values())
