"""Use cases of rulesets: load one, check one, seal a published one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bsc_audit.app.ports import Library
from bsc_audit.core.documents import Document
from bsc_audit.core.problems import Location, Problem, RulesetError
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.model import Ruleset


def load_questionnaires(library: Library, language: str | None = None) -> Mapping[str, Questionnaire]:
    """Every questionnaire by id.

    Raises:
        RulesetError: one of them has problems.
    """
    compiled = (compile_questionnaire(document, language=language) for document in library.questionnaires())
    return {questionnaire.id: questionnaire for questionnaire in compiled}


def load_ruleset(
    library: Library, ruleset: str, version: str, *, language: str | None = None, profile: str | None = None
) -> Ruleset:
    """Compile a ruleset of the library; a published one must still be what was sealed.

    Raises:
        RulesetError: it is not there, has problems, or was changed after it was published.
    """
    files = library.ruleset(ruleset, version)
    if files is None:
        raise RulesetError([_unknown(library, ruleset, version)])
    compiled = compile_files(library, files, language=language, profile=profile)
    problem = seal_problem(compiled, library.seal(ruleset, version), files)
    if problem is not None:
        raise RulesetError([problem])
    return compiled


def compile_files(
    library: Library, files: Sequence[Document], *, language: str | None = None, profile: str | None = None
) -> Ruleset:
    """Compile files that need not lie in the library; what they extend and ask for does.

    Raises:
        RulesetError: with every problem.
    """
    return compile_ruleset(
        files,
        questionnaires=load_questionnaires(library, language),
        bases=library.ruleset,
        language=language,
        profile=profile,
    )


def check_files(library: Library, files: Sequence[Document], *, profile: str | None = None) -> Ruleset:
    """Compile files as they are, and under every profile they declare unless one is named.

    Raises:
        RulesetError: with every problem, each once.
    """
    ruleset = compile_files(library, files, profile=profile)
    problems: dict[Problem, None] = {}
    for name in () if profile else ruleset.profiles:
        try:
            compile_files(library, files, profile=name)
        except RulesetError as error:
            problems |= dict.fromkeys(
                replace(one, message=f"profile {name!r}: {one.message}") for one in error.problems
            )
    if problems:
        raise RulesetError(problems)
    return ruleset


def seal_problem(ruleset: Ruleset, seal: str | None, files: Sequence[Document]) -> Problem | None:
    """What is wrong with a published version's seal; None for drafts and for versions that are as sealed."""
    if ruleset.status != "published" or seal == ruleset.digest:
        return None
    where = Location(files[0].source)
    if seal is None:
        message = f"{ruleset.id} {ruleset.version} is published but not sealed"
        return Problem(code="not-sealed", where=where, message=message, hint="run 'bsc-audit ruleset seal' once")
    message = f"{ruleset.id} {ruleset.version} was changed after it was published"
    hint = "undo the change, or make it a new version in a folder of its own"
    return Problem(code="published-version-changed", where=where, message=message, hint=hint)


def _unknown(library: Library, ruleset: str, version: str) -> Problem:
    known = ", ".join(" ".join(pair) for pair in library.rulesets()) or "none"
    where = Location("rulesets")
    return Problem(
        code="unknown-ruleset", where=where, message=f"there is no ruleset {ruleset} {version}", hint=f"known: {known}"
    )
