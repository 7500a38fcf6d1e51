"""Every broken folder gives exactly the problems it was broken with, each at its file and line.

A folder of the corpus holds only the files in which it differs from the good one.
"""

from pathlib import Path

import pytest

from bsc_audit.core.documents import parse
from bsc_audit.core.problems import EvidenceError, Problem
from evidence_builders import GOOD, HERE, accepted, folder_with

BROKEN = sorted(path for path in (HERE / "broken").iterdir() if path.is_dir())


def _expected(folder: Path) -> list[tuple[str, str, int]]:
    data = parse((folder / "expected.yaml").read_text(encoding="utf-8"), "expected.yaml").data
    return sorted((one["file"], one["line"], one["code"]) for one in data["problems"])


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.name)
def test_a_broken_folder_gives_its_problems_at_their_places(broken: Path, tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "folder", broken)
    (folder / "expected.yaml").unlink()
    with pytest.raises(EvidenceError) as caught:
        accepted(folder)
    found = [(problem.where.file, problem.where.line, problem.code) for problem in caught.value.problems]
    assert sorted(found) == _expected(broken), str(caught.value)
    assert all(_helps(problem) for problem in caught.value.problems)


def test_the_good_folder_has_no_problem() -> None:
    assert accepted(GOOD).engagement.id == "T-1"


def _helps(problem: Problem) -> bool:
    """A message that stands alone, and never the name of a Python object."""
    return len(problem.message) > 7 and "None" not in problem.message and "<" not in problem.message
