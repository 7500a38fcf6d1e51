"""Trying rulesets and evidence out: what is given is checked, scored or compared, and forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.app.memory import MemoryLibrary
from bsc_audit.app.ports import Library
from bsc_audit.app.rulesets import check_files, compile_files
from bsc_audit.app.service.compiled import CompiledRulesets
from bsc_audit.app.service.evidence_json import pointed
from bsc_audit.core.documents import Document, parse
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.wanted import Wanted, ruleset_wanted
from bsc_audit.core.problems import AuditError, EvidenceError, Location, Problem, RulesetError
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.ruleset.model import Ruleset

Texts = Mapping[str, str]  # YAML by file name


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A ruleset and questionnaires that came with a request; both may be empty."""

    ruleset: tuple[Document, ...] = ()
    questionnaires: tuple[Document, ...] = ()


def read_given(ruleset: Texts, questionnaires: Texts) -> Given:
    """Parse what was given.

    Raises:
        RulesetError: with every problem, the file's pointer as field.
    """
    problems: list[Problem] = []
    given = Given(
        ruleset=_documents(ruleset, "/ruleset", problems),
        questionnaires=_documents(questionnaires, "/questionnaires", problems),
    )
    if problems:
        raise RulesetError(problems)
    return given


def try_score(compiled: CompiledRulesets, given: Given, raw: RawEvidence) -> Assessment:
    """Score evidence by the ruleset it names, or by the one that was given with it.

    Raises:
        EvidenceError: with every problem, pointed into the request.
        RulesetError: the ruleset cannot be used.
    """
    try:
        wanted = ruleset_wanted(raw)
        ruleset = _ruleset(compiled, given, wanted)
        return judge(ruleset, accept(ruleset, raw))
    except EvidenceError as error:
        raise pointed(error, raw) from error


def try_ruleset(library: Library, given: Given) -> Ruleset:
    """Check a given ruleset under every profile it has.

    Raises:
        RulesetError: with every problem.
    """
    return check_files(_shelf(library, given), _some(given))


def try_questionnaire(document: Document) -> Questionnaire:
    """Check a given questionnaire.

    Raises:
        RulesetError: with every problem.
    """
    return compile_questionnaire(document)


def given_ruleset(library: Library, given: Given) -> Ruleset:
    """Compile a given ruleset as it is.

    Raises:
        RulesetError: with every problem.
    """
    return compile_files(_shelf(library, given), _some(given))


def _some(given: Given) -> Sequence[Document]:
    if not given.ruleset:
        message = "no ruleset file was given"
        problem = Problem(code="no-ruleset", where=Location("ruleset"), message=message, field="/ruleset")
        raise RulesetError([problem])
    return given.ruleset


def _ruleset(compiled: CompiledRulesets, given: Given, wanted: Wanted) -> Ruleset:
    if given.ruleset:
        shelf = _shelf(compiled.library, given)
        return compile_files(shelf, given.ruleset, language=wanted.language, profile=wanted.profile)
    return compiled.get(wanted.ruleset, wanted.version, language=wanted.language, profile=wanted.profile)


def _shelf(library: Library, given: Given) -> Library:
    """The library with what was given put before it: rulesets to extend stay those of the library."""
    if not given.questionnaires:
        return library
    found = {_id(document): document for document in (*library.questionnaires(), *given.questionnaires)}
    return _Before(library, tuple(found.values()))


class _Before(MemoryLibrary):
    """A library whose questionnaires are others."""

    def __init__(self, library: Library, questionnaires: Sequence[Document]) -> None:
        super().__init__({}, questionnaires)
        self._library = library

    def rulesets(self) -> Sequence[tuple[str, str]]:
        """Those of the library."""
        return self._library.rulesets()

    def ruleset(self, ruleset: str, version: str) -> Sequence[Document] | None:
        """One of the library."""
        return self._library.ruleset(ruleset, version)

    def seal(self, ruleset: str, version: str) -> str | None:
        """The library's."""
        return self._library.seal(ruleset, version)


def _documents(texts: Texts, at: str, problems: list[Problem]) -> tuple[Document, ...]:
    read = [_document(name, text, at, problems) for name, text in sorted(texts.items())]
    return tuple(one for one in read if one is not None)


def _document(name: str, text: str, at: str, problems: list[Problem]) -> Document | None:
    try:
        return parse(text, name)
    except AuditError as error:
        pointer = f"{at}/{name.replace('~', '~0').replace('/', '~1')}"
        problems += [replace(one, field=pointer) for one in error.problems]
        return None


def _id(document: Document) -> str:
    header = document.data.get("questionnaire") if isinstance(document.data, dict) else None
    return str(header.get("id")) if isinstance(header, dict) else ""


def pointed_files(error: AuditError, texts: Iterable[str], *, at: str) -> AuditError:
    """The same error with each problem's file as a JSON pointer, where the file was given."""
    given = set(texts)
    pointers = {name: f"{at}/{name.replace('~', '~0').replace('/', '~1')}" for name in given}
    return type(error)(replace(one, field=pointers.get(one.where.file, "")) for one in error.problems)
