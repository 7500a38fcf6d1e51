"""Files in a local folder: sha256/ab/<64 hexadecimal digits>, each written once and never again."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bsc_audit.app.service.ports import Blob, Clock
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.storage.blobs.content import place_of, room, written


class LocalBlobStore:
    """Fulfils the port `BlobStore`.

    A content is complete and on the disk before it has its name. A mark of deletion is an empty file in `deleted/`
    whose modification time says since when.
    """

    def __init__(self, root: Path, clock: Clock) -> None:
        self._root = root
        self._clock = clock

    def put(self, chunks: Iterable[bytes]) -> Blob:
        """Store a content, all of it or nothing."""
        with room(), self._temporary() as (name, file):
            blob = written(file, chunks)
            os.fsync(file.fileno())
            self._mark(blob.sha256).unlink(missing_ok=True)
            self._name(name, self._place(blob.sha256))
        return blob

    def get(self, sha256: str) -> bytes:
        """The whole content."""
        with self.open(sha256) as file:
            return file.read()

    def open(self, sha256: str) -> BinaryIO:
        """The content as a stream, for the caller to close."""
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(f"there is no file {sha256}") from None

    def exists(self, sha256: str) -> bool:
        """Whether it is here."""
        return self._place(sha256).is_file()

    def mark_deleted(self, sha256: str) -> None:
        """Nothing refers to it any more; a mark that is there keeps its time."""
        mark = self._mark(sha256)
        if self.exists(sha256) and not mark.exists():
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
            now = self._clock.now().timestamp()
            os.utime(mark, (now, now))

    def sweep(self, marked_before: datetime) -> tuple[str, ...]:
        """Delete what was marked before then; says which."""
        old = [mark for mark in sorted(self._root.glob("deleted/*")) if _marked_at(mark) < marked_before]
        return tuple(mark.name for mark in old if self._delete(mark))

    def _delete(self, mark: Path) -> bool:
        try:
            mark.unlink()  # whoever stores the content again has taken the mark away, and keeps it
        except FileNotFoundError:
            return False
        self._place(mark.name).unlink(missing_ok=True)
        return True

    @contextmanager
    def _temporary(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A new file beside the others, gone at the end: what is kept has another name by then."""
        folder = self._root / "incoming"
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                yield Path(name), file
        finally:
            Path(name).unlink(missing_ok=True)

    def _name(self, temporary: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # the same content: a link, unlike a rename, never replaces it
            os.link(temporary, place)
        _sync_folder(place.parent)

    def _place(self, sha256: str) -> Path:
        return self._root / place_of(sha256)

    def _mark(self, sha256: str) -> Path:
        return self._root / "deleted" / self._place(sha256).name


def _sync_folder(folder: Path) -> None:
    """Put a new name on the disk; Windows cannot, and does not need it."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _marked_at(mark: Path) -> datetime:
    return datetime.fromtimestamp(mark.stat().st_mtime, UTC)
