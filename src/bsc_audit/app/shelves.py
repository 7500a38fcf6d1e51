"""Everything a ruleset is made of: its own files, those of the rulesets it extends, the questionnaires they name."""

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from bsc_audit.app.ports import Library
from bsc_audit.core.documents import Document

Shelves = Mapping[tuple[str, str], Sequence[Document]]  # files by id and version of their ruleset


def shelves_of(library: Library, ruleset: str, version: str) -> Shelves:
    """A ruleset of the library, then what it extends, each once; empty when there is none."""
    found: dict[tuple[str, str], Sequence[Document]] = {}
    ahead = deque([(ruleset, version)])
    while ahead:
        key = ahead.popleft()
        files = None if key in found else library.ruleset(*key)
        if files is not None:
            found[key] = files
            ahead.extend(_extended(files))
    return found


def texts_of(files: Sequence[Document]) -> Mapping[str, str]:
    """Texts of one ruleset's files, named from its own folder, so that no path of this machine is told."""
    paths = [PurePath(file.source) for file in files]
    depth = min(len(path.parent.parts) for path in paths)
    return {"/".join(path.parts[depth:]): file.text for path, file in zip(paths, files, strict=True)}


def forms_named(library: Library, shelves: Shelves) -> Mapping[str, Document]:
    """The questionnaires whose id stands somewhere in the rulesets: those the digest counts, and no fewer."""
    named = "".join(json.dumps(file.data, ensure_ascii=False) for files in shelves.values() for file in files)
    found = {_id(document): document for document in library.questionnaires()}
    return {id_: found[id_] for id_ in sorted(found) if json.dumps(id_, ensure_ascii=False) in named}


def _extended(files: Sequence[Document]) -> Iterator[tuple[str, str]]:
    for file in files:
        header = file.data.get("ruleset") if isinstance(file.data, dict) else None
        base = header.get("extends") if isinstance(header, dict) else None
        if isinstance(base, dict):
            yield str(base.get("id")), str(base.get("version"))


def _id(document: Document) -> str:
    header = document.data.get("questionnaire") if isinstance(document.data, dict) else None
    return str(header.get("id")) if isinstance(header, dict) else ""
