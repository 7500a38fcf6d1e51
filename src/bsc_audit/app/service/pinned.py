"""Rulesets as assessments are pinned to: every text a ruleset is made of, stored under the digest it compiles to.

The texts of the rulesets it extends and of the questionnaires it names are stored with it, so that neither a new
release of the program nor a change of the library changes what an assessment is scored by.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePath

from bsc_audit.app.memory import MemoryLibrary, Shelved
from bsc_audit.app.ports import Library
from bsc_audit.app.rulesets import compile_files, seal_problem
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.ruleset import ContentStatus, RulesetVersion
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.trail import note
from bsc_audit.app.shelves import forms_named, shelves_of, texts_of
from bsc_audit.core.documents import Document, parse
from bsc_audit.core.problems import Location, Problem, RulesetError
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.ruleset.sections import Section, sections

MOST = 24  # each some megabytes
RULESETS, QUESTIONNAIRES = "rulesets", "questionnaires"

Key = tuple[str, str, str | None, str | None]  # whose, digest, language, profile
Meaning = tuple[str, str, str | None]  # digest, language, profile
Texts = tuple[tuple[str, str], ...]  # names and texts, sorted


class PinnedRulesets:
    """Compiled pinned rulesets, kept because compiling one takes longer than scoring with it."""

    def __init__(self, library: Library) -> None:
        self.library = library  # what came with the program
        self._kept: OrderedDict[Key, Ruleset] = OrderedDict()
        self._sections: OrderedDict[Meaning, tuple[Section, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, work: Work, digest: str, *, language: str | None = None, profile: str | None = None) -> Ruleset:
        """The ruleset an organisation has pinned under a digest.

        Raises:
            RulesetError: as `get`.
            ValueError: as `pinned_version`.
        """
        key = (work.org_id, digest, language, profile)
        kept = self._find(key)
        if kept is not None:  # without a look at the store: its texts are many
            return kept
        return self._keep(key, self.get(pinned_version(work, digest), language=language, profile=profile))

    def get(self, stored: RulesetVersion, *, language: str | None = None, profile: str | None = None) -> Ruleset:
        """A stored version, compiled.

        Raises:
            RulesetError: it has no such profile; or it no longer compiles to what it was pinned as.
        """
        key = (stored.id, stored.digest, language, profile)
        return self._find(key) or self._keep(key, _compiled(stored, language, profile))

    def sections(self, ruleset: Ruleset) -> tuple[Section, ...]:
        """The sections of a ruleset's form; kept, because every page of a form asks for them."""
        key = (ruleset.digest, ruleset.language, ruleset.profile)
        with self._lock:
            kept = self._sections.get(key)
        if kept is not None:
            return kept
        found = sections(ruleset)
        with self._lock:
            self._sections[key] = found
            while len(self._sections) > MOST:
                self._sections.popitem(last=False)
        return found

    def _find(self, key: Key) -> Ruleset | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _keep(self, key: Key, compiled: Ruleset) -> Ruleset:
        with self._lock:
            self._kept[key] = compiled
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return compiled


def pin(
    work: Work, ids: Ids, rulesets: PinnedRulesets, who: Principal | str, ruleset: str, version: str
) -> RulesetVersion:
    """The stored version of a ruleset; one that came with the program is stored the first time it is asked for.

    The organisation's own goes before the installation's, and that before the program's.

    Raises:
        Invalid: there is none, or it was retired.
    """
    stored = find_version(work, ruleset, version)
    if stored is None:
        stored = _from_library(work, ids, rulesets.library, ruleset, version)
        if stored is not None:
            note(work.audit, who, "pin_ruleset", after=stored)
    if stored is None:
        raise invalid("/ruleset", "unknown-ruleset", f"there is no ruleset {ruleset} {version}")
    if stored.status is ContentStatus.RETIRED:
        raise invalid("/ruleset", "ruleset-retired", f"{ruleset} {version} was retired; take a newer version")
    return stored


def find_version(work: Work, ruleset: str, version: str) -> RulesetVersion | None:
    """The stored version, the organisation's own before the installation's; None when there is none."""
    named = {"ruleset_id": ruleset, "ruleset_version": version}
    return work.rulesets.one(**named, shared=False) or work.rulesets.one(**named, shared=True)


def pinned_version(work: Work, digest: str) -> RulesetVersion:
    """The stored version of a digest; assessments are pinned to nothing else.

    Raises:
        ValueError: it is not stored, which pinning rules out.
    """
    stored = work.rulesets.one(digest=digest)
    if stored is None:
        raise ValueError(f"an assessment is pinned to {digest}, which is not stored")
    return stored


def library_of(stored: RulesetVersion) -> MemoryLibrary:
    """The pinned texts as a library that has this ruleset, what it extends and the questionnaires they name."""
    return _library(_sorted(stored.texts), (stored.ruleset_id, stored.ruleset_version), stored.seal)


def _library(texts: Texts, own: tuple[str, str], seal: str | None) -> MemoryLibrary:
    shelves: dict[tuple[str, str], list[Document]] = {}
    forms: list[Document] = []
    for name, text in texts:
        kind, *rest = name.split("/")
        read = parse(text, name)
        if kind == QUESTIONNAIRES:
            forms.append(read)
        else:
            shelves.setdefault((rest[0], rest[1]), []).append(read)
    return MemoryLibrary(
        {key: Shelved(files=tuple(files), seal=seal if key == own else None) for key, files in shelves.items()},
        forms,
    )


def _sorted(texts: Mapping[str, str]) -> Texts:
    return tuple((name, texts[name]) for name in sorted(texts, key=PurePath))


def pinned_texts(library: Library, ruleset: str, version: str) -> Mapping[str, str]:
    """Every text a ruleset of a library is made of, by its name; empty when there is none."""
    shelves = shelves_of(library, ruleset, version)
    texts = {
        f"{RULESETS}/{id_}/{number}/{name}": text
        for (id_, number), files in shelves.items()
        for name, text in texts_of(files).items()
    }
    return texts | {f"{QUESTIONNAIRES}/{id_}.yaml": form.text for id_, form in forms_named(library, shelves).items()}


def new_version(
    ids: Ids, work: Work, compiled: Ruleset, texts: Mapping[str, str], *, seal: str | None
) -> RulesetVersion:
    """A version as it is stored: the texts of a ruleset under the digest it compiles to."""
    return RulesetVersion(
        **fresh(ids, work.now),
        ruleset_id=compiled.id,
        ruleset_version=compiled.version,
        title=compiled.title,
        digest=compiled.digest,
        status=ContentStatus.PUBLISHED if compiled.status == "published" else ContentStatus.DRAFT,
        texts=texts,
        seal=seal,
    )


def _from_library(work: Work, ids: Ids, library: Library, ruleset: str, version: str) -> RulesetVersion | None:
    files = library.ruleset(ruleset, version)
    if files is None:
        return None
    texts, seal = pinned_texts(library, ruleset, version), library.seal(ruleset, version)
    compiled = _compiled_texts(_sorted(texts), (ruleset, version), None, None)
    problem = seal_problem(compiled, seal, files)
    if problem is not None:
        raise RulesetError([problem])
    return work.rulesets.add(new_version(ids, work, compiled, texts, seal=seal))


def _compiled(stored: RulesetVersion, language: str | None, profile: str | None) -> Ruleset:
    own = (stored.ruleset_id, stored.ruleset_version)
    compiled = _compiled_texts(_sorted(stored.texts), own, language, profile)
    if compiled.digest != stored.digest:
        message = f"{stored.ruleset_id} {stored.ruleset_version} was pinned as {stored.digest}, is {compiled.digest}"
        where = Location(f"{RULESETS}/{stored.ruleset_id}/{stored.ruleset_version}")
        hint = "this release reads it differently: use the release it was pinned by, or move the assessment"
        raise RulesetError([Problem(code="pinned-ruleset-differs", where=where, message=message, hint=hint)])
    return compiled


@lru_cache(maxsize=MOST)
def _compiled_texts(texts: Texts, own: tuple[str, str], language: str | None, profile: str | None) -> Ruleset:
    """What texts compile to: once for all organisations that have pinned the same ones."""
    library = _library(texts, own, None)
    return compile_files(library, library.ruleset(*own) or (), language=language, profile=profile)
