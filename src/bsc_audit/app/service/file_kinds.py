"""What an uploaded file really is, from its content: a list of what evidence may be, and nothing else.

A name is believed only where the content agrees with it. Archives, programs and pages of the web are on no list.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from bsc_audit.app.service.picture_size import Size, jpeg_size, png_size, webp_size
from bsc_audit.app.service.refusals import invalid

HEAD = 1_000_000  # bytes looked at
MOST_PIXELS = 100_000_000
MOST_PARTS, MOST_UNPACKED, MOST_RATIO = 2_000, 200_000_000, 200  # of a workbook
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MAIL = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,70}:[ \t]?\S")
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_MP4 = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One kind of file that may be evidence."""

    media_type: str
    suffixes: tuple[str, ...]
    is_one: Callable[[bytes], bool]  # by the first bytes
    size_of: Callable[[bytes], Size | None] | None = None  # of a picture; None where it has none, or none we read
    check: Callable[[BinaryIO], str] | None = None  # of the whole file; "" when it is sound


def kind_of(file: BinaryIO, name: str) -> FileKind:
    """The kind of a file; it is left at its beginning.

    Args:
        file: to be looked at.
        name: as its owner calls it.

    Raises:
        Invalid: it is of no kind that may be evidence, not what its name says, or too large inside.
    """
    file.seek(0)
    head = file.read(HEAD)
    suffix = PurePosixPath(name).suffix.lower()
    kind = next((one for one in KINDS if suffix in one.suffixes and one.is_one(head)), None)
    if kind is None:
        raise _refused("file-kind", f"{name!r} is none of {_known()}, or not what its name says")
    if kind.size_of is not None:
        _demand_pixels(kind.size_of(head))
    said = kind.check(file) if kind.check is not None else ""
    file.seek(0)
    if said:
        raise _refused("file-unsound", said)
    return kind


def _demand_pixels(size: Size | None) -> None:
    if size is None or 0 in size:
        raise _refused("file-unsound", "the picture's header cannot be read")
    if size[0] * size[1] > MOST_PIXELS:
        raise _refused("picture-too-large", f"{size[0]:,} x {size[1]:,} pixels; at most {MOST_PIXELS:,} in all")


def _workbook(file: BinaryIO) -> str:
    """What is wrong with a workbook; nothing of it is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return "the workbook cannot be read"
    names = {part.filename for part in parts}
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return "an archive, and no workbook"
    if any(name.endswith("vbaProject.bin") or name.startswith("xl/embeddings/") for name in names):
        return "the workbook holds programs or other files; save it without them"
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        return f"the workbook unpacks to {unpacked:,} bytes in {len(parts):,} parts"
    return ""


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signs)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


def _is_mp3(head: bytes) -> bool:
    return head[:3] == b"ID3" or (len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)


def _is_text(head: bytes) -> bool:
    """Readable text that no browser would take for a page."""
    try:
        head[: HEAD - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 8:
            return False
    return bool(head) and not _CONTROL.search(head) and not _MARKUP.search(head)


def _is_mail(head: bytes) -> bool:
    return bool(_MAIL.match(head)) and not _CONTROL.search(head)


def _known() -> str:
    return ", ".join(suffix for kind in KINDS for suffix in kind.suffixes[:1])


def _refused(code: str, said: str) -> Exception:
    return invalid("/file", code, said)


KINDS: tuple[FileKind, ...] = (
    FileKind(media_type="application/pdf", suffixes=(".pdf",), is_one=_begins(b"%PDF-")),
    FileKind(media_type="image/jpeg", suffixes=(".jpg", ".jpeg"), is_one=_begins(b"\xff\xd8\xff"), size_of=jpeg_size),
    FileKind(media_type="image/png", suffixes=(".png",), is_one=_begins(b"\x89PNG\r\n\x1a\n"), size_of=png_size),
    FileKind(media_type="image/webp", suffixes=(".webp",), is_one=_riff(b"WEBP"), size_of=webp_size),
    FileKind(media_type="image/heic", suffixes=(".heic",), is_one=_brand(*_HEIC)),
    FileKind(media_type="audio/mpeg", suffixes=(".mp3",), is_one=_is_mp3),
    FileKind(media_type="audio/mp4", suffixes=(".m4a",), is_one=_brand(b"M4A ", b"M4B ", b"mp42", b"isom")),
    FileKind(media_type="audio/wav", suffixes=(".wav",), is_one=_riff(b"WAVE")),
    FileKind(media_type="video/mp4", suffixes=(".mp4",), is_one=_brand(*_MP4)),
    FileKind(
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        suffixes=(".xlsx",),
        is_one=_begins(b"PK\x03\x04"),
        check=_workbook,
    ),
    FileKind(media_type="text/csv", suffixes=(".csv",), is_one=_is_text),
    FileKind(media_type="text/plain", suffixes=(".txt",), is_one=_is_text),
    FileKind(media_type="message/rfc822", suffixes=(".eml",), is_one=_is_mail),
)
