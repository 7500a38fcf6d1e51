"""Files in the hands of users: encodings, delimiters, archives, workbooks, and hostile ones."""

import gzip
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from bsc_audit.core.problems import EvidenceError
from bsc_audit.importers import sources, workbook
from bsc_audit.importers.sources import open_table


def refused(path: Path, **said: str) -> list[str]:
    with pytest.raises(EvidenceError) as caught:
        open_table(path, **said)
    return [f"{problem.where} {problem.message} [{problem.code}]" for problem in caught.value.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_every_usual_text_table_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(delimiter.join(("name", "n")) + "\n" + delimiter.join(("Zoë", "1")) + "\n", encoding=encoding)
    table = open_table(path)
    assert table.columns == ("name", "n")
    assert dict(table.rows[0].cells) == {"name": "Zoë", "n": "1"}


def test_a_gzipped_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv.gz"
    path.write_bytes(gzip.compress(b"a\tb\n1\t2\n"))
    assert dict(open_table(path).rows[0].cells) == {"a": "1", "b": "2"}


def test_another_encoding_is_a_problem_at_its_line_until_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("a\nx\nZoë\n".encode("cp1252"))
    assert refused(path) == ["t.csv:3:1 not readable as utf-8 [wrong-encoding]"]
    assert open_table(path, encoding="cp1252").rows[1].cells["a"] == "Zoë"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("t.gz", b"no archive", "broken-archive"),
        ("t.gz", gzip.compress(b"a\n1\n" * 99, mtime=0)[:-9], "broken-archive"),
        ("t.xlsx", b"no workbook", "broken-workbook"),
        ("t.ods", b"", "unknown-file-type"),
        ("t.csv", b"", "table-without-header"),
        ("t.csv", b"a,a\n1,2\n", "column-twice"),
        ("t.csv", b'a,b\n"1,2\n', "table-syntax"),
    ],
)
def test_a_file_that_is_no_table_is_a_problem(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert f"[{code}]" in refused(path)[0]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.csv") == ["gone.csv there is no such file [no-such-file]"]


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 10_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a\n" * 10_000))
    assert path.stat().st_size < 200
    assert "[file-too-large]" in refused(path)[0]


def test_a_text_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 10)
    path = tmp_path / "t.csv"
    path.write_text("a\n" * 10)
    assert "[file-too-large]" in refused(path)[0]


def test_a_cell_and_a_header_have_bounds(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1," + "x" * (sources.LONGEST_CELL + 1) + "\n")
    assert refused(path) == ["t.csv:2:2 column 'b' holds 10,001 characters, more than 10,000 [cell-too-long]"]
    path.write_text(",".join(f"c{at}" for at in range(sources.MOST_COLUMNS + 1)) + "\n")
    assert "[table-too-wide]" in refused(path)[0]


def book(path: Path, rows: list[list[object]], sheet: str = "Data", more: tuple[str, ...] = ()) -> Path:
    made = Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    for name in more:
        made.create_sheet(name)
    made.save(path)
    return path


def test_a_workbook_gives_values_as_a_person_would_type_them(tmp_path: Path) -> None:
    values = [
        *(7, 7.5, 3.0, "x", True, datetime(2026, 7, 31), datetime(2026, 7, 31, 11, 5)),
        *(date(2026, 7, 31), time(11, 5), timedelta(minutes=90), None, "=not a formula"),
    ]
    path = book(tmp_path / "b.xlsx", [[f"c{at}" for at in range(len(values) - 1)], values[:-1]])
    cells = open_table(path).rows[0].cells
    assert list(cells.values()) == [
        *("7", "7.5", "3", "x", "yes", "2026-07-31", "2026-07-31 11:05:00", "2026-07-31", "11:05:00", "1:30:00")
    ]


def test_a_formula_is_a_problem_with_its_cell_and_is_never_evaluated(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [["a", "b"], [1, "=1+1"], ["=A2", 2]])
    assert refused(path) == [
        "b.xlsx[Data]:2:2 cell B2 holds a formula [formula-cell]",
        "b.xlsx[Data]:3:1 cell A3 holds a formula [formula-cell]",
    ]


def test_an_error_value_is_a_problem_with_its_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [["a"], ["#N/A"]])
    assert refused(path) == ["b.xlsx[Data]:2:1 cell A2 holds an error value [error-cell]"]


def test_a_sheet_is_chosen_by_name_and_the_only_one_by_itself(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [["a"], [1]], more=("Notes",))
    assert open_table(path, sheet="Data").source == "b.xlsx[Data]"
    assert refused(path) == ["b.xlsx which sheet to read was not said [no-such-sheet]"]
    assert refused(path, sheet="Date") == ["b.xlsx there is no sheet 'Date' [no-such-sheet]"]


def test_blank_rows_and_unnamed_columns_at_the_end_do_no_harm(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [["a", "b", None], [1, None, None], [None, None, None], [2, 3, None]])
    table = open_table(path)
    assert table.columns == ("a", "b")
    assert [(row.line, dict(row.cells)) for row in table.rows] == [(2, {"a": "1"}), (4, {"a": "2", "b": "3"})]


def test_a_value_beside_the_named_columns_is_a_problem(tmp_path: Path) -> None:
    assert "[table-row-too-long]" in refused(book(tmp_path / "b.xlsx", [["a"], [1, 2]]))[0]


def repacked(path: Path, part: str, data: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, kept in {**parts, part: data}.items():
            archive.writestr(name, kept)
    return path


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 100_000)
    path = repacked(book(tmp_path / "b.xlsx", [["a"], [1]]), "xl/media/bomb", b"0" * 10_000_000)
    assert path.stat().st_size < 50_000
    assert "[file-too-large]" in refused(path)[0]


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    path = repacked(book(tmp_path / "b.xlsx", [["a"], [1]]), "xl/workbook.xml", bomb)
    assert refused(path) == ["b.xlsx its part xl/workbook.xml declares entities [broken-workbook]"]


def test_the_size_a_sheet_claims_is_not_believed(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [["a"], [1]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    claimed = sheet.replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
    assert claimed != sheet
    assert len(open_table(repacked(path, "xl/worksheets/sheet1.xml", claimed)).rows) == 1


def test_a_cell_far_to_the_right_or_far_below_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Workbook()
    page = made.active
    assert page is not None
    page["A1"], page["XFD2"] = "a", 1
    made.save(tmp_path / "wide.xlsx")
    assert "[table-too-wide]" in refused(tmp_path / "wide.xlsx")[0]
    monkeypatch.setattr(workbook, "MOST_ROWS", 50)
    deep = Workbook()
    page = deep.active
    assert page is not None
    page["A1"], page["A1000"] = "a", 1
    deep.save(tmp_path / "deep.xlsx")
    assert "[table-too-long]" in refused(tmp_path / "deep.xlsx")[0]
