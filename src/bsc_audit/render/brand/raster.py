"""A logo as PNG or JPEG: decoded within bounds and written anew, so that nothing but its pixels gets into a report."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from bsc_audit.render.brand.unusable import UnusableError

MOST_BYTES = 2_000_000
MOST_PIXELS = 8_000_000
WIDEST = 1_200  # pixels kept: 600 dots an inch of the place a logo has
_STRICT = Lock()


def redrawn(content: bytes) -> bytes:
    """The same picture as a PNG of its own, without metadata.

    Raises:
        UnusableError: too large, no PNG or JPEG, damaged, or there is nothing to read it with.
    """
    if len(content) > MOST_BYTES:
        raise UnusableError(f"the picture has {len(content):,} bytes, more than {MOST_BYTES:,}")
    library = _pillow()
    try:
        with warnings.catch_warnings(), _nothing_missing():
            warnings.simplefilter("error")  # a picture that warns of its size is refused below anyway
            return _redrawn(library, content)
    except UnusableError:
        raise
    except Exception as error:  # whatever a decoder makes of a hostile file
        raise UnusableError(f"the picture cannot be read: {error}") from error


def _redrawn(library: Any, content: bytes) -> bytes:
    with library.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise UnusableError(f"the picture has {picture.width} x {picture.height} pixels, more than {MOST_PIXELS:,}")
        whole = picture.convert("RGBA" if "A" in picture.mode or "transparency" in picture.info else "RGB")
    whole.thumbnail((WIDEST, WIDEST))
    clean = library.new(whole.mode, whole.size)
    clean.paste(whole)
    written = io.BytesIO()
    clean.save(written, format="PNG", optimize=True)
    return written.getvalue()


@contextmanager
def _nothing_missing() -> Iterator[None]:
    """The page maker, once loaded, has Pillow fill what a damaged picture lacks; here such a picture is refused."""
    from PIL import ImageFile

    with _STRICT:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _pillow() -> Any:
    try:
        from PIL import Image
    except ModuleNotFoundError as error:
        raise UnusableError("Pillow, which reads pictures, is not installed: pip install 'bsc-audit[pdf]'") from error
    return Image
