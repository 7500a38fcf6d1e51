"""Streams that end where readers see them end.

Between the bytes of a stream and the word that ends it stands a line feed. Where the last byte happens to be a
carriage return, both together read as one line end and the stream as a byte too long: one file in three would break
PDF/A (ISO 19005-3, 6.1.7.1). Like `finish.py` this touches objects of pydyf that are no public interface.
"""

from collections.abc import Iterable
from typing import Any
from zlib import adler32

from bsc_audit.render.structure import number_of

RETURN = 0x0D


def end_plainly(pdf: Any) -> None:
    """Let no compressed stream end with a carriage return, which its checksum decides.

    Drawings get a blank, which draws nothing; anything else is kept uncompressed.
    """
    drawings = {number_of(pdf.objects[number_of(one)]["Contents"]) for one in pdf.page_references}
    for number, one in enumerate(pdf.objects):
        if getattr(one, "compress", False) and _ends_badly(one):
            if number in drawings or one.extra.get("Subtype") == "/Form":
                one.stream.append(b"")
            else:
                one.compress = False


def _ends_badly(stream: Any) -> bool:
    whole = joined(stream.stream)
    stream.stream = [whole]  # joined once, written as it is
    return ends_badly(whole)


def joined(parts: Iterable[Any]) -> bytes:
    """The content of a stream, most of whose parts are bytes already."""
    data = _pydyf()._to_bytes
    return b"\n".join([part if type(part) is bytes else data(part) for part in parts])


def ends_badly(content: bytes) -> bool:
    """Whether the checksum of a content, its last bytes once compressed (RFC 1950), ends with a carriage return."""
    return adler32(content) & 0xFF == RETURN


def _pydyf() -> Any:
    """Imported here because it comes with WeasyPrint, which need not be installed."""
    import pydyf  # type: ignore[import-untyped]

    return pydyf
