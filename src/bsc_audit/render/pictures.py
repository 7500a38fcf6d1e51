"""What a report may load: kinds of file, and how large; looked at before anything is decoded."""

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

MOST_BYTES = 16 << 20  # of one file
MOST_PIXELS = 40_000_000  # of one picture: 160 MB once decoded, more than an A4 page holds at 600 dots an inch

Fault = str | None


def fault_of(kind: str, content: bytes) -> Fault:
    """Why a file is not loaded, in words; None when it may be.

    Args:
        kind: media type it is said to have.
        content: at most MOST_BYTES, or it is refused.
    """
    check = KINDS.get(kind)
    if check is None:
        return f"is {kind}, and a report loads only {', '.join(KINDS)}"
    if len(content) > MOST_BYTES:
        return f"has more than {MOST_BYTES >> 20} MB"
    return check(content)


def _raster_fault(reader: str, content: bytes) -> Fault:
    """Read from the head of the file; nothing is decoded."""
    from PIL import JpegImagePlugin, PngImagePlugin

    readers = {"PNG": PngImagePlugin.PngImageFile, "JPEG": JpegImagePlugin.JpegImageFile}
    try:
        width, height = readers[reader](io.BytesIO(content)).size
    except Exception:  # a picture library has as many ways to fail as there are broken pictures
        return f"is no {reader} picture that can be read"
    return f"has {width} x {height} pixels, {_MOST}" if width * height > MOST_PIXELS else None


def _png_fault(content: bytes) -> Fault:
    return _raster_fault("PNG", content)


def _jpeg_fault(content: bytes) -> Fault:
    return _raster_fault("JPEG", content)


def _svg_fault(content: bytes) -> Fault:
    """Text in UTF-8 without entities: nothing in it stands for more than itself."""
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        return "declares a document type or entities, which a drawing needs not"
    if b"\0" in content or not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "is no SVG drawing in UTF-8"
    return None


def _any(content: bytes) -> Fault:  # noqa: ARG001 - one signature for all kinds
    return None


_MOST = f"more than {MOST_PIXELS // 1_000_000} million"
KINDS: Mapping[str, Callable[[bytes], Fault]] = MappingProxyType(
    {
        "image/svg+xml": _svg_fault,
        "image/png": _png_fault,
        "image/jpeg": _jpeg_fault,
        "font/ttf": _any,
        "text/css": _any,
    }
)
ENDINGS: Mapping[str, str] = MappingProxyType(
    {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
)  # of the files that a template may name
