"""What is particular to files in an S3-compatible store; what all stores do is in test_blobs."""

import errno
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import obstore
import pytest
from obstore.store import S3Store

import s3_server
from bsc_audit.app.service.refusals import Refusal, StorageFull, Unavailable
from bsc_audit.storage.blobs.s3 import LARGE, S3BlobStore, open_s3
from stored_values import SteppingClock

TEXT = b"a rota, signed"
DIGEST = hashlib.sha256(TEXT).hexdigest()
PIECE = bytes(range(256)) * 4096  # a megabyte
BIG = hashlib.sha256(PIECE * 20).hexdigest()


@pytest.fixture
def store(s3_place: S3Store, tmp_path: Path, clock: SteppingClock) -> S3BlobStore:
    return S3BlobStore(s3_place, tmp_path / "staging", clock)


def names(place: S3Store) -> list[str]:
    return sorted(one["path"] for page in obstore.list(place) for one in page)


def test_a_content_lies_under_its_digest_alone_below_the_prefix(store: S3BlobStore, s3_place: S3Store) -> None:
    store.put([TEXT])
    assert names(s3_place) == [f"sha256/{DIGEST[:2]}/{DIGEST}"]
    assert store.stored() == (DIGEST,)


@pytest.mark.parametrize(("chunks", "digest"), [([TEXT], DIGEST), ([PIECE] * 20, BIG)])
def test_what_lies_there_is_never_written_over(
    store: S3BlobStore, s3_place: S3Store, chunks: list[bytes], digest: str
) -> None:
    obstore.put(s3_place, f"sha256/{digest[:2]}/{digest}", b"whatever lies there")
    store.put(chunks)
    assert store.get(digest) == b"whatever lies there"


def test_a_large_content_is_staged_on_the_disk_and_sent_in_parts(
    store: S3BlobStore, s3_place: S3Store, tmp_path: Path
) -> None:
    staged = []

    def chunks() -> Iterator[bytes]:
        for _ in range(20):
            yield PIECE
            staged.append(_open_below(tmp_path / "staging"))

    stored = store.put(chunks())
    assert (stored.sha256, stored.size) == (BIG, 20 * len(PIECE))
    assert (staged[0], staged[-1]) == (0, 1), "what is small stays in memory"
    tag = obstore.head(s3_place, f"sha256/{BIG[:2]}/{BIG}")["e_tag"] or ""
    assert tag.strip('"').endswith(f"-{-(-20 * len(PIECE) // LARGE)}"), "S3 counts the parts in the tag"
    with store.open(BIG) as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == BIG
    assert list((tmp_path / "staging").iterdir()) == []


def _open_below(folder: Path) -> int:
    """How many files below a folder this process has open, also such as have no name any more."""
    found = 0
    for handle in Path("/proc/self/fd").iterdir():
        try:
            found += str(handle.readlink()).startswith(str(folder))
        except OSError:
            continue
    return found


def test_a_mark_is_the_first_and_goes_with_the_content(
    store: S3BlobStore, s3_place: S3Store, clock: SteppingClock
) -> None:
    store.put([TEXT])
    store.mark_deleted(DIGEST)
    first = obstore.get(s3_place, f"deleted/{DIGEST}").bytes()
    store.mark_deleted(DIGEST)
    assert obstore.get(s3_place, f"deleted/{DIGEST}").bytes() == first
    assert store.sweep(clock.now()) == (DIGEST,)
    assert names(s3_place) == []


def test_a_full_disk_is_said_before_anything_is_sent(
    store: S3BlobStore, s3_place: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(tempfile.SpooledTemporaryFile):  # type: ignore[type-arg]
        def write(self, _: Any) -> int:
            raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", Full)
    with pytest.raises(StorageFull):
        store.put([TEXT])
    assert names(s3_place) == []


CALLS: dict[str, Callable[[S3BlobStore], object]] = {
    "put": lambda store: store.put([TEXT]),
    "get": lambda store: store.get(DIGEST),
    "exists": lambda store: store.exists(DIGEST),
    "mark_deleted": lambda store: store.mark_deleted(DIGEST),
    "sweep": lambda store: store.sweep(SteppingClock().now()),
    "stored": lambda store: store.stored(),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("status", "code", "refusal", "says"),
    [
        (403, "SignatureDoesNotMatch", Unavailable, "keys"),
        (401, "Unauthorized", Unavailable, "keys"),
        (400, "InvalidRequest", Unavailable, "does not answer as it should"),
    ],
)
def test_what_a_server_refuses_is_said_in_the_services_words(
    call: str,
    status: int,
    code: str,
    refusal: type[Refusal],
    says: str,
    tmp_path: Path,
    clock: SteppingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    s3_server.use_keys(monkeypatch)
    with s3_server.refusing(status, code) as endpoint:
        store = S3BlobStore(open_s3("files", "", endpoint), tmp_path, clock)
        with pytest.raises(refusal) as caught:
            CALLS[call](store)
    assert says in caught.value.detail
    assert "127.0.0.1" not in caught.value.detail, "addresses are nobody's business"


@pytest.mark.parametrize(("status", "code"), [(507, "InsufficientStorage"), (403, "QuotaExceeded")])
def test_a_full_server_is_a_full_store(
    status: int, code: str, tmp_path: Path, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3_server.use_keys(monkeypatch)
    with s3_server.refusing(status, code) as endpoint:
        store = S3BlobStore(open_s3("files", "", endpoint), tmp_path, clock)
        with pytest.raises(StorageFull):
            store.put([TEXT])


def test_a_bucket_that_is_not_there_is_no_file_that_is_not_there(
    s3: s3_server.Bucket, tmp_path: Path, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3_server.use_keys(monkeypatch)
    store = S3BlobStore(open_s3("nowhere", "", s3.endpoint), tmp_path, clock)
    for call in ("put", "get", "sweep"):
        with pytest.raises(Unavailable):
            CALLS[call](store)
    assert "no such bucket" in store.answers()


def test_a_server_that_is_gone_is_said_within_seconds_and_found_again(
    tmp_path: Path, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3_server.use_keys(monkeypatch)
    with s3_server.server() as endpoint:
        place = s3_server.new_bucket(endpoint, "files").open()
        store = S3BlobStore(place, tmp_path, clock)
        assert store.answers() == ""
        store.put([TEXT])
    assert "does not answer" in store.answers()
    with pytest.raises(Unavailable):
        store.get(DIGEST)
