"""A part of a document: its value, its place, and the way to the parts below it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bsc_audit.core.documents.document import Document, Path
from bsc_audit.core.problems import Location, Problem

Broken = frozenset[tuple[str, str]]  # (file, path inside it as problems name it)


@dataclass(frozen=True, slots=True)
class Part:
    """The value at `path` of a document; `data` is None where nothing is given."""

    document: Document
    path: Path = ()
    data: Any = None

    @classmethod
    def whole(cls, document: Document) -> "Part":
        """The whole document as a part."""
        return cls(document, (), document.data)

    @property
    def where(self) -> Location:
        """Place of the value, or of its nearest existing parent."""
        return self.document.where(self.path)

    @property
    def where_key(self) -> Location:
        """Place of the key the value belongs to."""
        return self.document.where_key(self.path)

    def at(self, key: str) -> "Part":
        """The part below a key; its data is None when the key is missing."""
        below = self.data.get(key) if isinstance(self.data, dict) else None
        return Part(self.document, (*self.path, key), below)

    def entries(self) -> Iterator[tuple[str, "Part"]]:
        """Keys and parts of a mapping, in file order; nothing when it is no mapping."""
        if isinstance(self.data, dict):
            for key, value in self.data.items():
                yield key, Part(self.document, (*self.path, key), value)

    def members(self) -> Iterator["Part"]:
        """Parts of a list, in order; nothing when it is no list."""
        if isinstance(self.data, list):
            for index, value in enumerate(self.data):
                yield Part(self.document, (*self.path, index), value)

    def text(self, key: str) -> str:
        """The value below a key as text, "" when there is none."""
        value = self.at(key).data
        return "" if value is None else str(value)

    def is_sound(self, broken: Broken) -> bool:
        """Whether nothing in this part, and not the part itself, is broken."""
        return (self.document.source, _field(self.path)) not in broken


def broken_parts(problems: Iterable[Problem]) -> Broken:
    """Every part that one of the problems lies in, from the one it names up to the whole document."""
    broken: set[tuple[str, str]] = set()
    for problem in problems:
        steps = problem.field.split("/")
        broken.update((problem.where.file, "/".join(steps[:end])) for end in range(len(steps) + 1))
    return frozenset(broken)


def _field(path: Path) -> str:
    return "/".join(str(step) for step in path)
