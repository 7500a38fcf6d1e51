"""What every store of files does alike: names by digest, contents hashed while they are written, full disks told."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from typing import BinaryIO

from bsc_audit.app.service.ports import Blob
from bsc_audit.app.service.refusals import NotFound, StorageFull

CHUNK = 1 << 20  # bytes read at once
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FULL = frozenset({ENOSPC, EDQUOT, EFBIG})


def place_of(sha256: str) -> str:
    """Where a content lies below the root of a store.

    Raises:
        NotFound: this is no digest, so nothing can lie under it.
    """
    if not is_digest(sha256):
        raise NotFound(f"{sha256!r} is no SHA-256 in 64 hexadecimal digits")
    return f"sha256/{sha256[:2]}/{sha256}"


def is_digest(name: str) -> bool:
    """Whether a name is one a content can have."""
    return _DIGEST.fullmatch(name) is not None


def written(file: BinaryIO, chunks: Iterable[bytes]) -> Blob:
    """Write a content to a file; says its digest and size."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += file.write(chunk)
    file.flush()
    return Blob(sha256=digest.hexdigest(), size=size)


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """The content of a file from where it stands, a piece at a time."""
    return iter(lambda: file.read(CHUNK), b"")


@contextmanager
def room() -> Iterator[None]:
    """Say in the service's words that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull("there is no room left for files") from error
