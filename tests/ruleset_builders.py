"""Rulesets for tests: the good one beside this file, and what comes of adding, changing or leaving out parts of it."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bsc_audit.core.documents import Document, parse
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.importers.library import read_all, read_yaml

HERE = Path(__file__).resolve().parent
GOOD = HERE / "rulesets" / "good"


@cache
def forms() -> Mapping[str, Questionnaire]:
    """A checklist and a review form."""
    found = [compile_questionnaire(read_yaml(HERE / "evidence" / name)) for name in ("store.yaml", "review.yaml")]
    return {form.id: form for form in found}


def good_files() -> Sequence[Document]:
    """The files of the good ruleset."""
    return read_all(sorted(GOOD.glob("*.yaml")))


def bases(ruleset: str, version: str) -> Sequence[Document] | None:
    """Only the good ruleset can be extended."""
    return good_files() if (ruleset, version) == ("good", "1.0") else None


def compiled(*texts: str, profile: str | None = None, language: str | None = None) -> Ruleset:
    """The ruleset of these files; the good one when there is none."""
    files = [parse(text, f"{number}.yaml") for number, text in enumerate(texts)] or good_files()
    return compile_ruleset(files, questionnaires=forms(), bases=bases, profile=profile, language=language)


def overlay(text: str, *, profile: str | None = None, ruleset: str = "good") -> Ruleset:
    """An overlay of the good ruleset."""
    head = f'ruleset: {{id: own, version: "1.0", title: Own, extends: {{id: {ruleset}, version: "1.0"}}}}\n'
    return compiled(head + text, profile=profile)
