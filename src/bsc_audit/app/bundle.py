"""Everything an assessment was made from, as one canonical JSON text from which anybody can make it again.

It holds the texts of the ruleset, of the rulesets it extends, of the questionnaires they name and of the evidence
folder, each as it was read. Of documents it holds digest and size only: they may be large, and confidential.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_audit.app.bundle_schema import FORMAT, SCHEMA
from bsc_audit.app.memory import MemoryLibrary, Shelved
from bsc_audit.app.ports import Library
from bsc_audit.app.report_file import MATERIAL
from bsc_audit.app.shelves import forms_named, shelves_of, texts_of
from bsc_audit.core.documents import Document, parse
from bsc_audit.core.documents.canonical import canonical
from bsc_audit.core.evidence.raw import FileOnDisk, RawEvidence
from bsc_audit.core.evidence.schema import TABLES, pattern_of
from bsc_audit.core.evidence.tables import Table, read_table
from bsc_audit.core.evidence.wanted import ruleset_wanted
from bsc_audit.core.problems import AuditError, Location, Problem, ReportFileError

MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A reopened bundle: what `assess` needs to make the assessment again."""

    engine: str  # version of the engine that made it
    log_head: str  # of the audit log of the organisation when its certificate was issued; "" outside a service
    library: MemoryLibrary
    raw: RawEvidence


def bundle_of(library: Library, raw: RawEvidence, *, engine_version: str, log_head: str = "") -> bytes:
    """The bundle of an evidence folder; equal contents give equal bytes.

    Args:
        library: has the ruleset the folder names.
        raw: the folder, accepted before.
        engine_version: of the engine that scored it.
        log_head: hash of the newest entry of the audit log when a certificate was issued; "" when none was.

    Raises:
        ReportFileError: it would hold more than MOST_BYTES.
    """
    wanted = ruleset_wanted(raw)
    shelves = shelves_of(library, wanted.ruleset, wanted.version)
    content = {
        "format": FORMAT,
        "engine": engine_version,
        **({"log_head": log_head} if log_head else {}),
        "rulesets": [_ruleset(*key, library.seal(*key), files) for key, files in shelves.items()],
        "questionnaires": [
            {"name": f"{name}.yaml", "text": one.text} for name, one in forms_named(library, shelves).items()
        ],
        "evidence": {
            "texts": {name: one.text for files in (raw.documents, raw.tables) for name, one in files.items()},
            "documents": {name: {"sha256": file.sha256, "size": file.size} for name, file in raw.files.items()},
        },
    }
    encoded = f"{canonical(content)}\n".encode()
    if len(encoded) > MOST_BYTES:
        raise ReportFileError([_problem("bundle-too-large", f"it would hold more than {MOST_BYTES:,} bytes", _SMALLER)])
    return encoded


def reopen(data: bytes) -> Bundle:
    """Read a bundle back; nothing in it is judged yet.

    Raises:
        ReportFileError: it is damaged, or not written as `bundle_of` writes; carries every problem found.
    """
    content = _content(data)
    opened = _Opening()
    bundle = Bundle(
        engine=content["engine"],
        log_head=content.get("log_head", ""),
        library=MemoryLibrary(
            {(one["id"], one["version"]): opened.ruleset(one) for one in content["rulesets"]},
            opened.yaml_files("questionnaires", content["questionnaires"]),
        ),
        raw=opened.evidence(content["evidence"]),
    )
    if opened.problems:
        raise ReportFileError(opened.problems)
    return bundle


def _ruleset(ruleset: str, version: str, seal: str | None, files: Sequence[Document]) -> Mapping[str, Any]:
    texts = [{"name": name, "text": text} for name, text in texts_of(files).items()]
    return {"id": ruleset, "version": version, "seal": seal, "files": texts}


def _content(data: bytes) -> Mapping[str, Any]:
    """The JSON of a bundle, of the right shape."""
    if len(data) > MOST_BYTES:
        raise ReportFileError([_problem("bundle-too-large", f"it holds more than {MOST_BYTES:,} bytes")])
    try:
        content = json.loads(data.decode("utf-8"))
        same = f"{canonical(content)}\n".encode() == data
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise ReportFileError([_problem("bundle-unreadable", f"not readable as JSON: {error}")]) from error
    problems = SCHEMA.problems(Document(source=MATERIAL, data=content, values={}, keys={}))
    if not same and not problems:
        problems = (_problem("bundle-not-canonical", "it is not written as the engine writes it"),)
    if problems:
        raise ReportFileError(problems)
    return content  # type: ignore[no-any-return] # the schema says so


class _Opening:
    """One pass over the texts of a bundle, keeping every problem."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def ruleset(self, one: Mapping[str, Any]) -> Shelved:
        """One ruleset of the bundle."""
        files = self.yaml_files(f"rulesets/{one['id']}/{one['version']}", one["files"])
        return Shelved(files=tuple(files), seal=one["seal"])

    def yaml_files(self, folder: str, files: Sequence[Mapping[str, str]]) -> list[Document]:
        """Those files that can be read."""
        read = (self._yaml(f"{folder}/{file['name']}", file["text"]) for file in files)
        return [document for document in read if document is not None]

    def evidence(self, content: Mapping[str, Any]) -> RawEvidence:
        """The evidence folder as it was read."""
        documents: dict[str, Document] = {}
        tables: dict[str, Table] = {}
        for name, text in content["texts"].items():
            if pattern_of(name) in TABLES:
                self._keep(tables, name, self._table(name, text))
            elif pattern_of(name) is not None:
                self._keep(documents, name, self._yaml(name, text))
            else:
                self.problems.append(_problem("bundle-unknown-file", f"{name!r} is no name of an evidence file"))
        files = {name: FileOnDisk(sha256=f["sha256"], size=f["size"]) for name, f in content["documents"].items()}
        return RawEvidence(documents=documents, tables=tables, files=files)

    def _keep(self, kept: dict[str, Any], name: str, read: Document | Table | None) -> None:
        if read is not None:
            kept[name] = read

    def _yaml(self, name: str, text: str) -> Document | None:
        try:
            return parse(text, name)
        except AuditError as error:
            self.problems.extend(error.problems)
            return None

    def _table(self, name: str, text: str) -> Table | None:
        try:
            return read_table(text, name)
        except AuditError as error:
            self.problems.extend(error.problems)
            return None


def _problem(code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location(MATERIAL), message=message, hint=hint)


_SMALLER = "split the largest table, or write the report without its material: --no-attach"
