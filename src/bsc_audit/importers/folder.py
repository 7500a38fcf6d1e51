"""An evidence folder on disk as raw evidence: bytes in, parsed files and digests of documents out."""

import difflib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from bsc_audit.core.documents import Document, parse
from bsc_audit.core.evidence.raw import FileOnDisk, RawEvidence
from bsc_audit.core.evidence.schema import FILES, TABLES, pattern_of
from bsc_audit.core.evidence.tables import Table, read_table
from bsc_audit.core.problems import AuditError, EvidenceError, Location, Problem

MOST_BYTES_READ = 20_000_000  # of one YAML or CSV file
MOST_BYTES_HASHED = 2_000_000_000  # of one document
MOST_FILES = 20_000

DOCUMENTS = "documents"
SUFFIXES = (".yaml", ".yml", ".csv")
READ_FOLDERS = tuple(sorted({pattern.partition("/")[0] for pattern in FILES if "/" in pattern}))


def read_folder(path: Path) -> RawEvidence:
    """Read an evidence folder; nothing in it is judged yet.

    Raises:
        EvidenceError: it cannot be read: with every file that is too large, no text, no YAML, no table, or that a
            symbolic link leads out of the folder for.
    """
    if not path.is_dir():
        raise EvidenceError([_problem(str(path), "folder-missing", "there is no such folder")])
    reader = _Reader(path)
    reader.read()
    if reader.problems:
        raise EvidenceError(reader.problems)
    return RawEvidence(
        documents=reader.documents, tables=reader.tables, files=reader.files, unread=tuple(reader.unread)
    )


class _Reader:
    """One pass over a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._inside = root.resolve()
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.tables: dict[str, Table] = {}
        self.files: dict[str, FileOnDisk] = {}
        self.unread: list[str] = []

    def read(self) -> None:
        """Read every file where evidence is read from, and hash every document."""
        for name in sorted(self._names()):
            if name.startswith(f"{DOCUMENTS}/"):
                self._hash(name)
            elif pattern_of(name) is not None:
                self._parse(name)
            elif _looks_like_evidence(name):
                self.unread.append(name)

    def _names(self) -> Iterator[str]:
        """Names of all files, relative, with `/`; hidden ones are passed over, linked folders not entered."""
        count = 0
        for folder, folders, files in os.walk(self._root):
            for linked in [name for name in folders if Path(folder, name).is_symlink()]:
                folders.remove(linked)
                self._refuse_link(self._name(Path(folder, linked)))
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for file in sorted(name for name in files if not name.startswith(".")):
                count += 1
                if count > MOST_FILES:
                    self.problems.append(_problem(".", "folder-too-large", f"holds more than {MOST_FILES:,} files"))
                    return
                yield self._name(Path(folder, file))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _refuse_link(self, name: str) -> None:
        message = "a symbolic link that leads to a folder or out of the evidence folder"
        self.problems.append(_problem(name, "link-out-of-folder", message, "copy the file into the folder"))

    def _usable(self, name: str, most: int) -> Path | None:
        """The file, when it lies in the folder, is a plain file and not too large."""
        path = self._root / name
        if path.is_symlink() and not path.resolve().is_relative_to(self._inside):
            self._refuse_link(name)
        elif not path.is_file():
            self.problems.append(_problem(name, "file-unreadable", "no plain file"))
        elif path.stat().st_size > most:
            self.problems.append(_problem(name, "file-too-large", f"holds more than {most:,} bytes"))
        else:
            return path
        return None

    def _parse(self, name: str) -> None:
        path = self._usable(name, MOST_BYTES_READ)
        if path is None:
            return
        try:
            text = path.read_bytes().decode("utf-8-sig")
            if pattern_of(name) in TABLES:
                self.tables[name] = read_table(text, name)
            else:
                self.documents[name] = parse(text, name)
        except UnicodeDecodeError as error:
            message = f"no UTF-8 text: byte {error.start} cannot be read"
            self.problems.append(_problem(name, "not-utf-8", message, "save it as UTF-8"))
        except OSError as error:
            self.problems.append(_problem(name, "file-unreadable", error.strerror or "cannot be read"))
        except AuditError as error:
            self.problems.extend(error.problems)

    def _hash(self, name: str) -> None:
        path = self._usable(name, MOST_BYTES_HASHED)
        if path is None:
            return
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self.files[name] = FileOnDisk(sha256=sha256, size=path.stat().st_size)
        except OSError as error:
            self.problems.append(_problem(name, "file-unreadable", error.strerror or "cannot be read"))


def _looks_like_evidence(name: str) -> bool:
    """A YAML or CSV file beside the evidence, or in a folder whose name is nearly that of one that is read."""
    folder, _, rest = name.partition("/")
    if not name.endswith(SUFFIXES):
        return False
    return not rest or bool(difflib.get_close_matches(folder, READ_FOLDERS, n=1, cutoff=0.75))


def _problem(name: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location(name), message=message, hint=hint)
