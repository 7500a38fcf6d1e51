"""Every broken ruleset gives exactly the problems it was broken with, each at its file, line and column.

A file (or the files of a folder) stands beside the good ruleset. Its first line says what comes of it,
`# expect: code @ line:column; code @ file:line:column`; the second may leave sections of the good ruleset out.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bsc_audit.core.documents import Document
from bsc_audit.core.problems import Problem, RulesetError
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.importers.library import read_all
from ruleset_builders import bases, compiled, forms, good_files

BROKEN = sorted((Path(__file__).parent / "broken").iterdir())
EVERYTHING = "*"


def files_of(broken: Path) -> list[Path]:
    """The files of one broken ruleset."""
    return sorted(broken.glob("*.yaml")) if broken.is_dir() else [broken]


def expected(file: Path) -> list[str]:
    """What the first line of a file promises, as `file:line:column code`."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    found = re.findall(r"([\w-]+) @ (?:([\w.-]+):)?(\d+:\d+|-)", first)
    return [f"{name or file.name}{'' if place == '-' else ':' + place} {code}" for code, name, place in found]


def compile_broken(broken: Path) -> Ruleset:
    """The good ruleset with a broken part beside it."""
    files = read_all(files_of(broken))
    left_out = re.search(r"^# without: (.*)$", files_of(broken)[0].read_text(encoding="utf-8"), re.MULTILINE)
    named = set(left_out.group(1).split(", ")) if left_out else set()
    good = () if EVERYTHING in named else _without(good_files(), named)
    return compile_ruleset([*good, *files], questionnaires=forms(), bases=_bases(files))


def _without(files: Sequence[Document], named: set[str]) -> list[Document]:
    return [replace(file, data={key: part for key, part in file.data.items() if key not in named}) for file in files]


def _bases(files: Sequence[Document]):  # type: ignore[no-untyped-def]
    return lambda ruleset, version: files if ruleset == "own" else bases(ruleset, version)


def told(problem: Problem) -> str:
    """A problem as the first line of a file writes it."""
    return f"{str(problem.where).rpartition('/')[2]} {problem.code}"


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.stem)
def test_a_broken_ruleset_gives_its_problems_at_their_places(broken: Path) -> None:
    with pytest.raises(RulesetError) as caught:
        compile_broken(broken)
    wanted = [line for file in files_of(broken) for line in expected(file)]
    assert sorted(told(problem) for problem in caught.value.problems) == sorted(wanted), str(caught.value)
    assert all(_helps(problem) for problem in caught.value.problems)


def _helps(problem: Problem) -> bool:
    """A message that stands alone, and never the name of a Python object."""
    return len(problem.message) > 7 and "None" not in problem.message and " object at " not in problem.message


def test_there_are_enough_ways_to_break_a_ruleset() -> None:
    assert len(BROKEN) >= 45


def test_the_good_ruleset_has_no_problem() -> None:
    assert compiled().id == "good"
