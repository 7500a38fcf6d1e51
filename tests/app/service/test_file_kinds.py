"""Uploaded files are what their content says, or they are refused."""

import io
import struct
import zipfile
import zlib

import pytest

from bsc_audit.app.service.file_kinds import kind_of
from bsc_audit.app.service.refusals import Invalid


def png(width: int = 2, height: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(header))


def jpeg(width: int = 2, height: int = 2) -> bytes:
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    return b"\xff\xd8" + app + b"\xff\xc0" + struct.pack(">HBHH", 17, 8, height, width) + bytes(12)


def webp(width: int = 2, height: int = 2) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + bytes(4) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas


def workbook(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("a.txt", b"a")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("plan.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("Photo.JPG", jpeg(), "image/jpeg"),
        ("scan.png", png(), "image/png"),
        ("scan.webp", webp(), "image/webp"),
        ("photo.heic", bytes(4) + b"ftypheic" + bytes(8), "image/heic"),
        ("call.mp3", b"ID3\x04" + bytes(20), "audio/mpeg"),
        ("call.mp3", b"\xff\xfb\x90\x00" + bytes(20), "audio/mpeg"),
        ("call.m4a", bytes(4) + b"ftypM4A " + bytes(8), "audio/mp4"),
        ("call.wav", b"RIFF" + bytes(4) + b"WAVEfmt ", "audio/wav"),
        ("walk.mp4", bytes(4) + b"ftypisom" + bytes(8), "video/mp4"),
        ("rota.csv", "team,hours\nnorth,38\nKolín,40\n".encode(), "text/csv"),
        ("note.txt", b"Seen at 2 < 3 desks.", "text/plain"),
        ("reply.eml", b"Subject: Your complaint\r\n\r\nDear customer", "message/rfc822"),
    ],
)
def test_what_may_be_evidence_is_known_by_its_content(name: str, content: bytes, media_type: str) -> None:
    file = io.BytesIO(content)
    assert kind_of(file, name).media_type == media_type
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("note.txt", b"\n <HTML><body onload=x>"),
        ("table.csv", b"<svg xmlns='x' onload='y'/>"),
        ("photo.png", jpeg()),
        ("all.zip", archive()),
        ("all.xlsx", archive()),
        ("all.xlsx", workbook(**{"xl/vbaProject.bin": b"x"})),
        ("all.xlsx", workbook(**{"xl/worksheets/sheet1.xml": bytes(30_000_000)})),
        ("all.xlsx", b"PK\x03\x04 and no archive"),
        ("program.exe", b"MZ" + bytes(60)),
        ("plan.pdf", b"MZ" + bytes(60)),
        ("page.html", b"<html></html>"),
        ("drawing.svg", b"<svg/>"),
        ("note.txt", b"binary \x00 text"),
        ("note.txt", b""),
        ("without-suffix", b"%PDF-1.7"),
        ("wide.png", png(100_000, 100_000)),
        ("wide.jpg", jpeg(60_000, 60_000)),
        ("wide.webp", webp(16_000, 16_000)),
        ("torn.jpg", b"\xff\xd8\xff"),
    ],
)
def test_everything_else_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        kind_of(io.BytesIO(content), name)


def test_a_sound_workbook_is_taken() -> None:
    assert kind_of(io.BytesIO(workbook()), "rota.xlsx").suffixes == (".xlsx",)
