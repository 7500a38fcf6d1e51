"""What the use cases need from the world, as protocols that adapters fulfil."""

from collections.abc import Sequence
from typing import Protocol

from bsc_audit.core.documents import Document


class Library(Protocol):
    """Where rulesets and questionnaires are kept."""

    def rulesets(self) -> Sequence[tuple[str, str]]:
        """Every (id, version), sorted."""
        ...

    def ruleset(self, ruleset: str, version: str) -> Sequence[Document] | None:
        """The files of one ruleset but its cases; None when there is none."""
        ...

    def cases(self, ruleset: str, version: str) -> Sequence[Document]:
        """The case files of one ruleset."""
        ...

    def seal(self, ruleset: str, version: str) -> str | None:
        """The recorded digest of a published version; None while there is none."""
        ...

    def questionnaires(self) -> Sequence[Document]:
        """The newest version of every questionnaire."""
        ...
