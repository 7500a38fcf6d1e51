"""Files of evidence in a backup: by their hash, as in the data folder, wherever the service keeps them."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bsc_audit.app.service.ports import BlobStore
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.storage.backup.manifest import BackupError
from bsc_audit.storage.blobs.content import chunks_of, is_digest, place_of, written


class Files(Protocol):
    """Where a service keeps its files, as a backup sees it."""

    def save(self, folder: Path) -> Mapping[str, int]:
        """Bring every file into a folder of a backup; says their sizes by SHA-256."""
        ...

    def load(self, folder: Path) -> None:
        """Bring every file of a backup back."""
        ...


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """Files in a local folder, which need not exist."""

    root: Path

    def save(self, folder: Path) -> Mapping[str, int]:
        """Bring every file into a folder of a backup."""
        return copy_files(self.root, folder)

    def load(self, folder: Path) -> None:
        """Bring every file of a backup back."""
        copy_files(folder, self.root)


class Listing(BlobStore, Protocol):
    """A store of files that can say what it holds."""

    def stored(self) -> tuple[str, ...]:
        """The digest of every content, in order."""
        ...


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """Files in a store that is reached over the network; each is hashed on its way."""

    store: Listing

    def save(self, folder: Path) -> Mapping[str, int]:
        """Bring every file into a folder of a backup."""
        return {digest: size for digest in self.store.stored() if (size := self._fetch(digest, folder)) is not None}

    def load(self, folder: Path) -> None:
        """Bring every file of a backup back."""
        for file in stored_files(folder):
            with file.open("rb") as opened:
                self.store.put(chunks_of(opened))

    def _fetch(self, digest: str, folder: Path) -> int | None:
        """Size of a file that was fetched; None where it was swept away meanwhile, so that nothing names it."""
        place = folder / place_of(digest)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            stored = self.store.open(digest)
        except NotFound:
            return None
        with stored, place.open("wb") as file:
            fetched = written(file, chunks_of(stored))
        if fetched.sha256 != digest:
            raise BackupError(f"what the store of files holds as {digest} is not what was stored")
        keep(place)
        return fetched.size


def stored_files(root: Path) -> Iterator[Path]:
    """Every complete file below a folder of evidence, in order; what is still coming in is not among them."""
    for file in sorted(root.glob("sha256/??/*")):
        if is_digest(file.name) and file.is_file():
            yield file


def copy_files(source: Path, target: Path) -> Mapping[str, int]:
    """Bring every file of a folder of evidence into another; says their sizes by SHA-256.

    On one disk they are the same file under two names: what is stored never changes, so a copy would only cost room.
    """
    sizes = {}
    for file in stored_files(source):
        place = target / "sha256" / file.parent.name / file.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            _link_or_copy(file, place)
        sizes[file.name] = place.stat().st_size
    return sizes


def sha256_of(file: Path) -> str:
    """SHA-256 of a file's content."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that it has its name only when all of it is on the disk."""
    beside = target.with_name(f".{target.name}")
    shutil.copyfile(source, beside)
    keep(beside)
    beside.replace(target)


def keep(file: Path) -> None:
    """See to it that a file's content is on the disk, for its owner alone."""
    file.chmod(0o600)
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _link_or_copy(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:  # another disk, or a file system without links
        copy_whole(source, place)
