"""Files in memory."""

import hashlib
import io
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from bsc_audit.app.service.ports import Blob, Clock
from bsc_audit.app.service.refusals import NotFound


class MemoryBlobStore:
    """Fulfils the port `BlobStore`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._contents: dict[str, bytes] = {}
        self._marked: dict[str, datetime] = {}

    def put(self, chunks: Iterable[bytes]) -> Blob:
        """Store a content."""
        content = b"".join(chunks)
        sha256 = hashlib.sha256(content).hexdigest()
        self._contents.setdefault(sha256, content)
        self._marked.pop(sha256, None)
        return Blob(sha256=sha256, size=len(content))

    def get(self, sha256: str) -> bytes:
        """The whole content."""
        if sha256 not in self._contents:
            raise NotFound(f"there is no file {sha256}")
        return self._contents[sha256]

    def open(self, sha256: str) -> BinaryIO:
        """The content as a stream."""
        return io.BytesIO(self.get(sha256))

    def exists(self, sha256: str) -> bool:
        """Whether it is here."""
        return sha256 in self._contents

    def mark_deleted(self, sha256: str) -> None:
        """Nothing refers to it any more."""
        if sha256 in self._contents:
            self._marked.setdefault(sha256, self._clock.now())

    def sweep(self, marked_before: datetime) -> tuple[str, ...]:
        """Delete what was marked before then; says which."""
        old = sorted(sha256 for sha256, at in self._marked.items() if at < marked_before)
        for sha256 in old:
            del self._contents[sha256], self._marked[sha256]
        return tuple(old)
