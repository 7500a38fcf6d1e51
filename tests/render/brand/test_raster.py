"""A picture is written anew within bounds; what is none is refused."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from bsc_audit.render.brand.raster import MOST_BYTES, WIDEST, redrawn
from bsc_audit.render.brand.unusable import UnusableError


def picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 90).save(out, format=kind, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "size", "mode"),
    [
        (picture((40, 20)), (40, 20), "RGB"),
        (picture((40, 20), mode="LA"), (40, 20), "RGBA"),
        (picture((40, 20), "JPEG"), (40, 20), "RGB"),
        (picture((40, 20), "JPEG", "CMYK"), (40, 20), "RGB"),
        (picture((2400, 600)), (WIDEST, WIDEST // 4), "RGB"),
    ],
)
def test_a_picture_becomes_a_small_png(content: bytes, size: tuple[int, int], mode: str) -> None:
    with Image.open(io.BytesIO(redrawn(content))) as found:
        assert (found.format, found.size, found.mode) == ("PNG", size, mode)


def test_only_pixels_are_kept() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "taken at 59.9 N")
    written = picture((4, 4), pnginfo=notes)
    assert b"59.9" in written
    assert b"59.9" not in redrawn(written)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (picture((4000, 3000)), "pixels"),
        (picture((20000, 20000), mode="1"), "cannot be read"),  # Pillow takes it for a bomb
        (picture((4, 4), "GIF"), "cannot be read"),
        (b"%PDF-1.7", "cannot be read"),
        (picture((40, 40))[:-30], "cannot be read"),
        (b"0" * (MOST_BYTES + 1), "bytes"),
    ],
)
def test_what_is_too_large_or_none_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnusableError, match=words):
        redrawn(content)


@pytest.mark.parametrize("lenient", [False, True])
def test_a_damaged_picture_is_refused_whatever_else_is_loaded(monkeypatch: pytest.MonkeyPatch, lenient: bool) -> None:
    """The page maker makes Pillow lenient for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    with pytest.raises(UnusableError, match="truncated"):
        redrawn(picture((40, 40))[:-30])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is lenient


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    assert redrawn(picture((40, 20))) == redrawn(picture((40, 20)))
