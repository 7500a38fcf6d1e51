"""The library on disk: the first root wins, the newest version last, and no id leads out of the folder."""

from pathlib import Path

import pytest

from bsc_audit.core.problems import RulesetError
from bsc_audit.importers.library import FolderLibrary, read_all, read_ruleset, read_seal, write_seal
from bsc_audit.settings import HOME_VARIABLE, read_settings


def _ruleset(root: Path, version: str, text: str = "ruleset: {}\n") -> Path:
    folder = root / "rulesets" / "own" / version
    folder.mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(text)
    return folder


def _form(root: Path, version: str) -> None:
    file = root / "questionnaires" / "visit" / f"{version}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"questionnaire: {{id: visit, version: '{version}'}}\n")


def test_versions_are_ordered_by_number_not_by_letter(tmp_path: Path) -> None:
    for version in ("1.10", "1.9", "1.0"):
        _ruleset(tmp_path, version)
    assert [version for _, version in FolderLibrary([tmp_path]).rulesets()] == ["1.0", "1.9", "1.10"]


def test_the_newest_questionnaire_of_the_first_root_counts(tmp_path: Path) -> None:
    for root, version in (("mine", "1.9"), ("mine", "1.10"), ("shipped", "2.0")):
        _form(tmp_path / root, version)
    found = FolderLibrary([tmp_path / "mine", tmp_path / "shipped"]).questionnaires()
    assert [document.data["questionnaire"]["version"] for document in found] == ["1.10"]


def test_the_first_root_that_has_a_version_wins(tmp_path: Path) -> None:
    mine = _ruleset(tmp_path / "mine", "1.0")
    _ruleset(tmp_path / "shipped", "1.0")
    later = _ruleset(tmp_path / "shipped", "2.0")
    library = FolderLibrary([tmp_path / "mine", tmp_path / "shipped"])
    assert (library.folder("own", "1.0"), library.folder("own", "2.0")) == (mine, later)


@pytest.mark.parametrize(
    ("ruleset", "version"), [("..", "own"), ("own", ".."), ("own/1.0", "."), ("own", ""), ("", ""), ("a\\b", "1.0")]
)
def test_no_id_leads_out_of_the_library(tmp_path: Path, ruleset: str, version: str) -> None:
    _ruleset(tmp_path, "1.0")
    assert FolderLibrary([tmp_path]).folder(ruleset, version) is None


def test_a_ruleset_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    library = FolderLibrary([tmp_path])
    assert library.ruleset("own", "1.0") is None
    assert library.seal("own", "1.0") is None
    assert library.cases("own", "1.0") == ()


def test_files_of_the_folder_and_of_criteria_are_read_but_cases_are_not(tmp_path: Path) -> None:
    folder = _ruleset(tmp_path, "1.0")
    for place in ("criteria", "cases"):
        (folder / place).mkdir()
        (folder / place / "one.yaml").write_text("a: 1\n")
    assert [Path(document.source).parent.name for document in read_ruleset(folder)] == ["criteria", "1.0"]
    assert len(FolderLibrary([tmp_path]).cases("own", "1.0")) == 1


def test_every_file_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    bad, latin, gone = tmp_path / "bad.yaml", tmp_path / "latin.yaml", tmp_path / "gone.yaml"
    bad.write_text("a: [\n")
    latin.write_bytes(b"a: \xe9\n")
    with pytest.raises(RulesetError) as caught:
        read_all([bad, latin, gone])
    assert {problem.code for problem in caught.value.problems} == {"yaml-syntax", "not-utf-8", "file-not-readable"}


def test_a_folder_without_a_ruleset_says_so(tmp_path: Path) -> None:
    with pytest.raises(RulesetError, match="no ruleset file here"):
        read_ruleset(tmp_path)


def test_a_seal_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_seal(tmp_path) is None
    write_seal(tmp_path, "sha256:abc")
    assert read_seal(tmp_path) == "sha256:abc"


def test_ones_own_folder_comes_before_what_is_shipped(tmp_path: Path) -> None:
    _ruleset(tmp_path, "1.0")
    roots = read_settings({HOME_VARIABLE: str(tmp_path)}).data_roots
    assert roots[0] == tmp_path
    assert len(roots) > 1


def test_an_own_folder_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert read_settings({HOME_VARIABLE: str(tmp_path / "gone")}) == read_settings({})
