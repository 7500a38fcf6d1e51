"""Files under the digest of their content, in memory, in a folder and in an S3-compatible store."""

import errno
import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bsc_audit.app.service.memory import MemoryBlobStore
from bsc_audit.app.service.ports import BlobStore
from bsc_audit.app.service.refusals import NotFound, StorageFull
from bsc_audit.storage.blobs.local import LocalBlobStore
from bsc_audit.storage.blobs.s3 import S3BlobStore
from stored_values import SteppingClock

TEXT = b"a rota, signed"
DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture(params=["memory", "folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, clock: SteppingClock) -> BlobStore:
    if request.param == "s3":
        return S3BlobStore(request.getfixturevalue("s3_place"), tmp_path, clock)
    return MemoryBlobStore(clock) if request.param == "memory" else LocalBlobStore(tmp_path, clock)


def files(root: Path) -> list[str]:
    return sorted(str(file.relative_to(root)) for file in root.rglob("*") if file.is_file())


def test_what_is_put_is_got_by_its_digest(blobs: BlobStore) -> None:
    stored = blobs.put([TEXT[:5], TEXT[5:]])
    assert (stored.sha256, stored.size) == (DIGEST, len(TEXT))
    assert blobs.exists(DIGEST)
    assert blobs.get(DIGEST) == TEXT
    with blobs.open(DIGEST) as file:
        assert file.read(6) == TEXT[:6]


def test_an_empty_file_is_a_file(blobs: BlobStore) -> None:
    assert blobs.get(blobs.put([]).sha256) == b""


def test_what_was_never_put_is_not_found(blobs: BlobStore) -> None:
    assert not blobs.exists(DIGEST)
    for read in (blobs.get, blobs.open):
        with pytest.raises(NotFound):
            read(DIGEST)
    blobs.mark_deleted(DIGEST)


def test_what_is_marked_stays_a_while(blobs: BlobStore, clock: SteppingClock) -> None:
    blobs.put([TEXT])
    before = clock.now()
    blobs.mark_deleted(DIGEST)
    assert blobs.sweep(before) == ()
    assert blobs.get(DIGEST) == TEXT
    clock.advance(timedelta(days=1))
    blobs.mark_deleted(DIGEST)  # the first mark counts
    assert blobs.sweep(before + timedelta(hours=1)) == (DIGEST,)
    assert not blobs.exists(DIGEST)
    assert blobs.sweep(clock.now()) == ()


def test_what_is_put_again_is_no_longer_marked(blobs: BlobStore, clock: SteppingClock) -> None:
    blobs.put([TEXT])
    blobs.mark_deleted(DIGEST)
    blobs.put([TEXT])
    assert blobs.sweep(clock.now() + timedelta(days=9)) == ()
    assert blobs.exists(DIGEST)


@pytest.mark.parametrize("name", ["../secret", "AB" * 32, "ab", "", "ab" * 32 + "\n", "/etc/passwd"])
def test_only_a_digest_names_a_file(blobs: BlobStore, name: str) -> None:
    with pytest.raises(NotFound):
        blobs.get(name)


def test_half_a_content_is_none(blobs: BlobStore) -> None:
    with pytest.raises(ConnectionError):
        blobs.put(broken())
    assert not blobs.exists(DIGEST)
    assert blobs.put([TEXT]).sha256 == DIGEST


def broken() -> Iterator[bytes]:
    yield TEXT
    raise ConnectionError


def test_the_same_content_may_come_from_many_at_once(blobs: BlobStore) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert {blob.sha256 for blob in threads.map(lambda _: blobs.put([TEXT]), range(16))} == {DIGEST}
    assert blobs.get(DIGEST) == TEXT


def test_a_file_lies_under_its_digest_alone(tmp_path: Path, clock: SteppingClock) -> None:
    LocalBlobStore(tmp_path, clock).put([TEXT])
    assert files(tmp_path) == [f"sha256/{DIGEST[:2]}/{DIGEST}"]


def test_a_stored_file_is_never_written_again(tmp_path: Path, clock: SteppingClock) -> None:
    store = LocalBlobStore(tmp_path, clock)
    store.put([TEXT])
    place = tmp_path / "sha256" / DIGEST[:2] / DIGEST
    before = place.stat()
    store.put([TEXT])
    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_half_a_file_is_none(tmp_path: Path, clock: SteppingClock) -> None:
    with pytest.raises(ConnectionError):
        LocalBlobStore(tmp_path, clock).put(broken())
    assert files(tmp_path) == []


def test_a_full_disk_is_said_in_the_services_words(
    tmp_path: Path, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    store = LocalBlobStore(tmp_path, clock)
    with pytest.raises(StorageFull):
        store.put([TEXT])
    assert files(tmp_path) == []
    monkeypatch.undo()
    assert store.put([TEXT]).sha256 == DIGEST


def test_what_came_from_many_at_once_lies_there_once(tmp_path: Path, clock: SteppingClock) -> None:
    store = LocalBlobStore(tmp_path, clock)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: store.put([TEXT]), range(32)))
    assert files(tmp_path) == [f"sha256/{DIGEST[:2]}/{DIGEST}"]
