"""Objects of the written file: each is put into bytes once.

pydyf makes and compresses every object twice, once to write it and once for the digest of the whole, and builds the
references of all pages anew for every element of the structure tree.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]

_write = pydyf.PDF.write
_data = pydyf.Stream.data
_references = pydyf.PDF.page_references


def write(self: Any, *args: Any, **options: Any) -> None:
    """Write the file; while that lasts no stream changes."""
    pydyf.Stream.data = property(_data_once)
    try:
        _write(self, *args, **options)
    finally:
        pydyf.Stream.data = _data


def _data_once(self: Any) -> bytes:
    known: bytes | None = getattr(self, "known_data", None)
    if known is None:
        known = self.known_data = _data.fget(self)
    return known


def page_references(self: Any) -> tuple[bytes, ...]:
    """References of all pages, kept until there is another page."""
    known: tuple[bytes, ...] = getattr(self, "known_references", ())
    if 3 * len(known) != len(self.pages["Kids"]):
        known = self.known_references = _references.fget(self)
    return known


REPLACEMENTS = (
    (pydyf.PDF, "write", _write, write),
    (pydyf.PDF, "page_references", _references, property(page_references)),
)
