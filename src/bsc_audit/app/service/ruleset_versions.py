"""Use cases of an organisation's own rulesets: uploaded once, the same for ever, retired when they are over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bsc_audit.app.memory import MemoryLibrary
from bsc_audit.app.ports import Library
from bsc_audit.app.rulesets import check_files
from bsc_audit.app.service.model.ruleset import ContentStatus, RulesetVersion
from bsc_audit.app.service.pinned import find_version, library_of, new_version, pinned_texts
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.trial import Given
from bsc_audit.core.documents import Document
from bsc_audit.core.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A stored version, and whether it was stored just now."""

    stored: RulesetVersion
    is_new: bool


def upload_ruleset(work: Work, ids: Ids, library: Library, who: Principal, given: Given) -> Uploaded:
    """Store a ruleset of the organisation's own; what is stored already is left as it is.

    Args:
        work: of the organisation.
        ids: for the new value.
        library: what came with the program; the ruleset may extend what is in it.
        who: uploads it.
        given: its files, and the questionnaires that came with them.

    Raises:
        RulesetError: it has problems, under one of its profiles at least.
        Conflict: this id and version have another content already.
    """
    shelf = _Shelf(work, library, given)
    compiled = check_files(shelf, given.ruleset)
    shelf.own = (compiled.id, compiled.version)
    stored = find_version(work, compiled.id, compiled.version)
    if stored is None:
        _demand_same_as_shipped(library, compiled)
        seal = compiled.digest if compiled.status == "published" else None
        texts = pinned_texts(shelf, compiled.id, compiled.version)
        stored = work.rulesets.add(new_version(ids, work, compiled, texts, seal=seal))
        note(work.audit, who, "upload_ruleset", after=stored)
        return Uploaded(stored=stored, is_new=True)
    if stored.digest != compiled.digest:
        raise Conflict(_TAKEN.format(compiled.id, compiled.version))
    return Uploaded(stored=stored, is_new=False)


def retire_ruleset(work: Work, who: Principal, stored: RulesetVersion, *, expected: int) -> RulesetVersion:
    """No new assessment takes it; those that were begun with it go on.

    Raises:
        NotFound: it is the installation's.
        StaleVersion: somebody changed it in between.
    """
    changed = work.rulesets.replace(replace(stored, status=ContentStatus.RETIRED), expected=expected)
    note(work.audit, who, "retire_ruleset", before=stored, after=changed)
    return changed


def _demand_same_as_shipped(library: Library, compiled: Ruleset) -> None:
    """An upload cannot pass itself off as a version that came with the program."""
    if library.ruleset(compiled.id, compiled.version) is None:
        return
    if library.seal(compiled.id, compiled.version) != compiled.digest:
        raise Conflict(_TAKEN.format(compiled.id, compiled.version))


class _Shelf(MemoryLibrary):
    """What is given, before what the organisation has, before what came with the program."""

    def __init__(self, work: Work, library: Library, given: Given) -> None:
        forms = {_id(one): one for one in (*library.questionnaires(), *given.questionnaires)}
        super().__init__({}, tuple(forms.values()))
        self._work, self._library, self._given = work, library, given
        self.own = ("", "")  # id and version of what is given; known once it was compiled

    def ruleset(self, ruleset: str, version: str) -> Sequence[Document] | None:
        """The files of one ruleset."""
        if (ruleset, version) == self.own:
            return self._given.ruleset
        stored = find_version(self._work, ruleset, version)
        home = self._library if stored is None else library_of(stored)
        return home.ruleset(ruleset, version)


def _id(document: Document) -> str:
    header = document.data.get("questionnaire") if isinstance(document.data, dict) else None
    return str(header.get("id")) if isinstance(header, dict) else ""


_TAKEN = "{} {} is stored with another content; a version never changes: give the new one a new number"
