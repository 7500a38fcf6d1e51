"""Files in an S3-compatible store: sha256/ab/<64 hexadecimal digits> below a prefix, each created once.

A content is put under its name by one conditional request (If-None-Match), or, where it is large, in parts that become
the object all at once. It is staged on the local disk before, because its name is known only when it has been read.
A mark of deletion is an object in `deleted/` that holds the time of the marking. Marking, putting anew and sweeping
one content within the same second is not ordered by the store: a sweep takes only what was marked days before.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from bsc_audit.app.service.ports import Blob, Clock
from bsc_audit.app.service.refusals import NotFound, Refusal, StorageFull, Unavailable
from bsc_audit.storage.blobs.content import CHUNK, is_digest, place_of, room, written

LARGE = 8 << 20  # bytes: a larger content is staged on the disk and sent in parts of this size
AT_ONCE = 4  # parts on their way at one time
CONNECTING, SILENCE, LONGEST = timedelta(seconds=5), timedelta(seconds=30), timedelta(hours=1)
RETRIES, RETRYING = 3, timedelta(seconds=20)
MARKS, PROBE = "deleted", "ready"


class S3BlobStore:
    """Fulfils the port `BlobStore`."""

    def __init__(self, store: S3Store, staging: Path, clock: Clock) -> None:
        """Nothing is asked of the store yet.

        Args:
            store: a bucket, or what is below a prefix in it.
            staging: folder large contents wait in; need not exist.
            clock: when something was marked.
        """
        self._store, self._staging, self._clock = store, staging, clock

    def put(self, chunks: Iterable[bytes]) -> Blob:
        """Store a content, all of it or nothing."""
        with room(), self._staged() as file:
            blob = written(file, chunks)
            with _told():
                self._forget(self._mark(blob.sha256))
                self._create(place_of(blob.sha256), file, blob.size)
        return blob

    def get(self, sha256: str) -> bytes:
        """The whole content."""
        with self.open(sha256) as file:
            return file.read()

    def open(self, sha256: str) -> BinaryIO:
        """The content as a stream, for the caller to close."""
        with _told(sha256):
            found = obstore.get(self._store, place_of(sha256))
        stream = cast("io.RawIOBase", _Incoming(found.stream(CHUNK)))
        return cast("BinaryIO", io.BufferedReader(stream, CHUNK))

    def exists(self, sha256: str) -> bool:
        """Whether it is here."""
        try:
            with _told(sha256):
                obstore.head(self._store, place_of(sha256))
        except NotFound:
            return False
        return True

    def mark_deleted(self, sha256: str) -> None:
        """Nothing refers to it any more; a mark that is there keeps its time."""
        if self.exists(sha256):
            with _told(), suppress(AlreadyExistsError):
                obstore.put(self._store, self._mark(sha256), self._clock.now().isoformat().encode(), mode="create")

    def sweep(self, marked_before: datetime) -> tuple[str, ...]:
        """Delete what was marked before then; says which."""
        with _told():
            return tuple(sha256 for sha256 in self._listed(MARKS) if self._delete(sha256, marked_before))

    def stored(self) -> tuple[str, ...]:
        """The digest of every content, in order."""
        with _told():
            return tuple(self._listed("sha256"))

    def answers(self) -> str:
        """ "" where the store takes what is written to it, else why not."""
        try:
            with _told():
                obstore.put(self._store, PROBE, self._clock.now().isoformat().encode())
        except (Unavailable, StorageFull) as error:
            return error.detail
        return ""

    def _create(self, place: str, file: IO[bytes], size: int) -> None:
        """Give a staged content its name; a large one cannot be sent conditionally, but its name is its digest."""
        file.seek(0)
        if size <= LARGE:
            with suppress(AlreadyExistsError):
                obstore.put(self._store, place, file.read(), mode="create")
        elif not self.exists(Path(place).name):
            obstore.put(self._store, place, file, use_multipart=True, chunk_size=LARGE, max_concurrency=AT_ONCE)

    def _delete(self, sha256: str, marked_before: datetime) -> bool:
        mark = self._mark(sha256)
        try:
            marked = datetime.fromisoformat(bytes(obstore.get(self._store, mark).bytes()).decode())
        except FileNotFoundError:  # whoever stores the content again has taken the mark away, and keeps it
            return False
        if marked >= marked_before:
            return False
        self._forget(mark)
        self._forget(place_of(sha256))
        return True

    def _forget(self, place: str) -> None:
        with suppress(FileNotFoundError):
            obstore.delete(self._store, place)

    def _listed(self, folder: str) -> list[str]:
        pages = obstore.list(self._store, prefix=folder)
        names = (Path(one["path"]).name for page in pages for one in page)
        return sorted(name for name in names if is_digest(name))

    @contextmanager
    def _staged(self) -> Iterator[Any]:
        """A new file, in memory while it is small, gone at the end."""
        self._staging.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.SpooledTemporaryFile(max_size=LARGE, dir=str(self._staging)) as file:
            yield file

    def _mark(self, sha256: str) -> str:
        return f"{MARKS}/{Path(place_of(sha256)).name}"


class _Incoming(io.RawIOBase):
    """A content on its way."""

    def __init__(self, pieces: Iterator[Any]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _told():
            while not self._rest and (piece := next(self._pieces, None)) is not None:
                self._rest = memoryview(bytes(piece))
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def open_s3(bucket: str, prefix: str, endpoint: str) -> S3Store:
    """The place for files in a bucket.

    Args:
        bucket: its name.
        prefix: what every name begins with; "" for nothing.
        endpoint: address of an S3-compatible server; "" for what the variables AWS_* say, in the end Amazon's.
    """
    more = {"endpoint": endpoint} if endpoint else {}
    return S3Store(
        bucket,
        prefix=prefix or None,
        **more,  # type: ignore[arg-type]
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": CONNECTING,
            "read_timeout": SILENCE,
            "timeout": LONGEST,
        },
        retry_config={"max_retries": RETRIES, "retry_timeout": RETRYING},
    )


@contextmanager
def _told(sha256: str = "") -> Iterator[None]:
    """Say what the store refuses in the service's words; its own quote addresses, so they stay here."""
    try:
        yield
    except AlreadyExistsError:
        raise
    except (BaseError, FileNotFoundError) as error:
        raise _refusal(error, sha256) from error


def _refusal(error: Exception, sha256: str) -> Refusal:
    """What an error of the store means; a listing tells even a status in words only."""
    said = str(error)
    if any(word in said for word in _FULL):
        return StorageFull("there is no room left for files")
    if any(word in said for word in _KEYS):
        return Unavailable("the store of files refuses the service's keys")
    if "NoSuchBucket" in said:
        return Unavailable("the store of files has no such bucket")
    if sha256 and isinstance(error, FileNotFoundError):
        return NotFound(f"there is no file {sha256}")
    return Unavailable("the store of files does not answer as it should")


# How S3-compatible servers say that nothing more fits, and that they know nobody by these keys.
_FULL = ("507 Insufficient Storage", "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage")
_KEYS = ("403 Forbidden", "401 Unauthorized")
