"""The written file: objects of pydyf put into bytes, once each.

pydyf's own writer makes every object twice, once to write it and once for the digest, and compresses hard where that
takes ten times as long and saves nothing: a second of a long report. Like `finish.py` this touches objects that are no
public interface.
"""

import zlib
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from typing import IO, Any

import pydyf  # type: ignore[import-untyped]

from bsc_audit.render.streams import ends_badly, joined

LEVEL = 5  # of compression: a thirtieth more than 6 leaves, in less than two thirds of its time
FREE, PLAIN, PACKED = 0, 1, 2  # kinds of objects in the table of all objects
NOTHING = (FREE, 0, 65535)  # its first entry


def write(pdf: Any, output: IO[bytes], version: bytes | str | None, identifier: bytes | None, _: bool) -> None:
    """Write a file with packed objects (PDF 1.5 and later).

    Args:
        pdf: pydyf's, with everything in it.
        output: where it goes.
        version: of PDF; None for 1.7.
        identifier: of the file; the other half of its ID is a digest of what is written.

    Streams say themselves whether they are compressed.
    """
    if pdf.info:
        pdf.add_object(pdf.info)
    parts = [b"%%PDF-%b\n%%\xf0\x9f\x96\xa4\n" % data_of(version or b"1.7")]
    places = _streams(pdf, parts)
    packed = [one for one in pdf.objects if one.free == "n" and one.compressible]
    holder = len(pdf.objects)
    rows = {one.number: (PACKED, holder, place) for place, one in enumerate(packed)}
    places[holder] = _add(parts, holder, *_pack(packed))
    places[holder + 1] = sum(map(len, parts))
    rows |= {number: (PLAIN, place, 0) for number, place in places.items()}
    extra: dict[str, Any] = {"Root": pdf.catalog.reference, "ID": _identity(identifier, parts)}
    extra |= {"Info": pdf.info.reference} if pdf.info else {}
    _add(parts, holder + 1, *_table([rows.get(number, NOTHING) for number in range(holder + 2)], extra))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % places[holder + 1])
    output.write(b"".join(parts))


def _streams(pdf: Any, parts: list[bytes]) -> dict[int, int]:
    """Write every stream; the place of each by its number."""
    place, places = len(parts[0]), {}
    for one in pdf.objects:
        if one.free == "n" and not one.compressible:
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (one.number, _stream(one)))
            places[one.number] = place
            place += len(parts[-1])
    return places


def _stream(one: Any) -> bytes:
    if not isinstance(one, pydyf.Stream):
        return data_of(one)
    content = joined(one.stream)
    return _framed(content, dict(one.extra), packed=one.compress)


def _framed(content: bytes, extra: Mapping[str, Any], *, packed: bool) -> bytes:
    packed = packed and not ends_badly(content)
    content = zlib.compress(content, LEVEL) if packed else content
    said = {**extra, **({"Filter": "/FlateDecode"} if packed else {}), "Length": len(content)}
    return b"%b\nstream\n%b\nendstream" % (data_of(pydyf.Dictionary(said)), content)


def _add(parts: list[bytes], number: int, content: bytes, extra: Mapping[str, Any]) -> int:
    """Write one more stream; its place."""
    place = sum(map(len, parts))
    parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, _framed(content, extra, packed=True)))
    return place


def _pack(objects: list[Any]) -> tuple[bytes, dict[str, Any]]:
    """All objects that are no streams, as one."""
    contents, index, place = [], [], 0
    for one in objects:
        contents.append(data_of(one))
        index.append(b"%d %d" % (one.number, place))
        place += len(contents[-1]) + 1
    head = b" ".join(index)
    whole = b"\n".join([head, *contents])
    return whole + b" " * ends_badly(whole), {"Type": "/ObjStm", "N": len(objects), "First": len(head) + 1}


def _table(rows: list[tuple[int, int, int]], extra: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """Where every object is."""
    widths = (1, *(_bytes_for(max(row[column] for row in rows)) for column in (1, 2)))
    content = b"".join([value.to_bytes(width) for row in rows for value, width in zip(row, widths, strict=True)])
    shape = {"Type": "/XRef", "Index": pydyf.Array((0, len(rows))), "W": pydyf.Array(widths), "Size": len(rows)}
    return content, shape | dict(extra)


def _bytes_for(number: int) -> int:
    return max(1, (number.bit_length() + 7) // 8)


def _identity(identifier: bytes | None, parts: list[bytes]) -> Any:
    digest = sha256()
    for part in parts:
        digest.update(part)
    written = digest.hexdigest()[:32].encode()
    return pydyf.Array((pydyf.String(identifier or written).data, pydyf.String(written).data))


def data_of(item: Any) -> bytes:
    """An object as it is written."""
    put = _PUT.get(type(item))
    return put(item) if put else pydyf._to_bytes(item)


def _dictionary(one: Any) -> bytes:
    return b"<<%b>>" % b"".join(
        [_key(key) + (value if type(value) is bytes else data_of(value)) for key, value in one.items()]
    )


@cache
def _key(name: str | bytes) -> bytes:
    return b"/%b " % pydyf._to_bytes(name)


def _array(one: Any) -> bytes:
    return b"[%b]" % b" ".join([item if type(item) is bytes else data_of(item) for item in one])


_PUT: Mapping[type, Callable[[Any], bytes]] = {
    bytes: bytes,
    str: str.encode,
    int: b"%d".__mod__,
    pydyf.Dictionary: _dictionary,
    pydyf.Array: _array,
}
