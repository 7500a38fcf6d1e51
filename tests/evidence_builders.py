"""Evidence folders for tests: the good one beside this file, and copies of it with some files replaced."""

import shutil
from functools import cache
from pathlib import Path

from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.importers.folder import read_folder

HERE = Path(__file__).resolve().parent / "evidence"
GOOD = HERE / "good"


@cache
def small_ruleset() -> Ruleset:
    """The ruleset of `tests/evidence`."""
    forms = [compile_questionnaire(parse((HERE / name).read_text(), name)) for name in ("store.yaml", "review.yaml")]
    document = parse((HERE / "ruleset.yaml").read_text(), "ruleset.yaml")
    return compile_ruleset([document], questionnaires={form.id: form for form in forms})


def folder_with(target: Path, replaced: Path) -> Path:
    """A copy of the good folder in which the files of another replace their namesakes."""
    shutil.copytree(GOOD, target)
    shutil.copytree(replaced, target, dirs_exist_ok=True, symlinks=True)
    return target


def folder_in_which(target: Path, name: str, old: str, new: str) -> Path:
    """A copy of the good folder with one text replaced in one file."""
    shutil.copytree(GOOD, target)
    text = (target / name).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    (target / name).write_text(text.replace(old, new), encoding="utf-8")
    return target


def accepted(folder: Path) -> Evidence:
    """The evidence of a folder, accepted against the small ruleset."""
    return accept(small_ruleset(), read_folder(folder))
