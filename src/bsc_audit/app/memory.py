"""A library held in memory: rulesets and questionnaires that came along with an assessment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bsc_audit.core.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """The files of one ruleset but its cases, in the order they are read."""

    files: tuple[Document, ...]
    seal: str | None  # the digest it was published with; None for a draft


class MemoryLibrary:
    """Fulfils the port `Library` from values; holds no cases."""

    def __init__(self, rulesets: Mapping[tuple[str, str], Shelved], questionnaires: Sequence[Document]) -> None:
        self._rulesets = dict(rulesets)
        self._questionnaires = tuple(questionnaires)

    def rulesets(self) -> Sequence[tuple[str, str]]:
        """Every (id, version), sorted."""
        return sorted(self._rulesets)

    def ruleset(self, ruleset: str, version: str) -> Sequence[Document] | None:
        """The files of one ruleset; None when there is none."""
        shelved = self._rulesets.get((ruleset, version))
        return None if shelved is None else shelved.files

    def cases(self, ruleset: str, version: str) -> Sequence[Document]:  # noqa: ARG002 - the port's signature
        """None: cases test a ruleset, they take no part in an assessment."""
        return ()

    def seal(self, ruleset: str, version: str) -> str | None:
        """The recorded digest of a published version; None while there is none."""
        shelved = self._rulesets.get((ruleset, version))
        return None if shelved is None else shelved.seal

    def questionnaires(self) -> Sequence[Document]:
        """Every questionnaire."""
        return self._questionnaires
