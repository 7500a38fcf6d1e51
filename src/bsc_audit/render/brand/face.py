"""A font of a brand: read, checked to have letters and to allow embedding, and put into an address."""

import io
from base64 import b64encode
from importlib import import_module
from string import ascii_letters, digits
from typing import Any

from bsc_audit.render.brand.unusable import UnusableError

MOST_BYTES = 1_500_000
NEVER_EMBEDDED = 0x0002  # OS/2 fsType: restricted licence


def font_address(content: bytes) -> str:
    """A TrueType or OpenType font as a data: address.

    Raises:
        UnusableError: too large, no font, without plain letters, or not to be embedded.
    """
    if len(content) > MOST_BYTES:
        raise UnusableError(
            f"the font has {len(content):,} bytes, more than {MOST_BYTES:,}: leave out scripts not needed"
        )
    letters, embedding = _read(content)
    lacking = [one for one in ascii_letters + digits if ord(one) not in letters]
    if lacking:
        raise UnusableError(f"the font lacks {''.join(lacking[:10])}")
    if embedding & NEVER_EMBEDDED:
        raise UnusableError("the maker of the font forbids embedding it in a document")
    return f"data:font/ttf;base64,{b64encode(content).decode()}"


def _read(content: bytes) -> tuple[frozenset[int], int]:
    library = _font_tools()
    try:
        font = library.TTFont(io.BytesIO(content), lazy=True)
        return frozenset(font.getBestCmap() or ()), int(font["OS/2"].fsType)
    except Exception as error:  # whatever the reader makes of a damaged font
        raise UnusableError(f"the font cannot be read: {error}") from error


def _font_tools() -> Any:
    try:
        return import_module("fontTools.ttLib")
    except ModuleNotFoundError as error:
        raise UnusableError("fontTools, which reads fonts, is not installed: pip install 'bsc-audit[pdf]'") from error
