"""Files of evidence in a backup: by their hash, as in the data folder."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

_DIGEST = re.compile(r"[0-9a-f]{64}")


def stored_files(root: Path) -> Iterator[Path]:
    """Every complete file below a folder of evidence, in order; what is still coming in is not among them."""
    for file in sorted(root.glob("sha256/??/*")):
        if _DIGEST.fullmatch(file.name) and file.is_file():
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
