"""Reading a folder: what is found, what is passed over, and what is refused before anything is judged."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from bsc_audit.core.problems import EvidenceError
from bsc_audit.importers import folder as reader
from bsc_audit.importers.folder import read_folder
from evidence_builders import GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "folder"))


def _codes(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(EvidenceError) as caught:
        read_folder(path)
    return [(problem.code, problem.where.file) for problem in caught.value.problems]


def test_every_file_is_read_under_its_relative_name(folder: Path) -> None:
    raw = read_folder(folder)
    assert set(raw.tables) == {"metrics.csv"}
    assert {"assessment.yaml", "visits/july.yaml", "reviews/june.yaml"} <= set(raw.documents)
    assert raw.unread == ()


def test_a_document_is_hashed_wherever_below_documents_it_lies(folder: Path) -> None:
    (folder / "documents" / "deep").mkdir()
    (folder / "documents" / "deep" / "a.bin").write_bytes(b"\x00\xff")
    found = read_folder(folder).files["documents/deep/a.bin"]
    assert (found.sha256, found.size) == (hashlib.sha256(b"\x00\xff").hexdigest(), 2)


def test_yaml_among_the_documents_is_a_document_and_not_read(folder: Path) -> None:
    (folder / "documents" / "export.yaml").write_text("{not: [yaml")
    assert "documents/export.yaml" in read_folder(folder).files


def test_other_files_and_hidden_ones_are_passed_over(folder: Path) -> None:
    (folder / "README.md").write_text("Read me")
    (folder / ".git").mkdir()
    (folder / ".git" / "answers.yaml").write_text("{")
    (folder / "import").mkdir()
    (folder / "import" / "calls.yaml").write_text("{")
    assert read_folder(folder).unread == ()


@pytest.mark.parametrize(
    "name", ["answer.yaml", "metric.csv", "Answers.yaml", "visit/a.yaml", "review/a.yml", "metrics.yaml"]
)
def test_a_file_that_looks_like_evidence_and_is_not_read_is_named(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("{}")
    assert read_folder(folder).unread == (name,)


def test_a_link_out_of_the_folder_is_refused_for_files_and_folders(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "outside").mkdir()
    (folder / "documents" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "visits" / "more.yaml").symlink_to(tmp_path / "secret.txt")
    (folder / "answers").symlink_to(tmp_path / "outside")
    assert _codes(folder) == [
        ("link-out-of-folder", "answers"),
        ("link-out-of-folder", "documents/link.txt"),
        ("link-out-of-folder", "visits/more.yaml"),
    ]


def test_a_link_inside_the_folder_is_read(folder: Path) -> None:
    (folder / "documents" / "same.txt").symlink_to(folder / "documents" / "strategy.txt")
    files = read_folder(folder).files
    assert files["documents/same.txt"].sha256 == files["documents/strategy.txt"].sha256


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "answers.yml")
    os.mkfifo(folder / "documents" / "pipe")
    assert _codes(folder) == [("file-unreadable", "documents/pipe")]


def test_a_file_that_is_no_utf_8_says_at_which_byte(folder: Path) -> None:
    (folder / "remarks.yaml").write_bytes("confidentiality: Für alle".encode("latin-1"))
    with pytest.raises(EvidenceError, match="byte 18 cannot be read"):
        read_folder(folder)


def test_all_files_that_cannot_be_read_are_listed_together(folder: Path) -> None:
    (folder / "remarks.yaml").write_text("a: [")
    (folder / "metrics.csv").write_text('a,b\n1,"2\n')
    (folder / "answers.yaml").write_text("answers: *all\n")
    assert [code for code, _ in _codes(folder)] == ["yaml-alias", "table-syntax", "yaml-syntax"]


def test_a_file_beyond_the_limit_is_refused_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES_READ", 600)
    (folder / "answers.yaml").write_text("#" * 601)
    assert ("file-too-large", "answers.yaml") in _codes(folder)


def test_too_many_files_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_FILES", 3)
    assert ("folder-too-large", ".") in _codes(folder)


def test_a_folder_that_is_not_there_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    assert _codes(tmp_path / "nowhere") == [("folder-missing", str(tmp_path / "nowhere"))]
