"""Width and height of a picture as its header says, so that none is unpacked to find out that it is too large."""

import struct

Size = tuple[int, int]  # width and height in pixels


def png_size(head: bytes) -> Size | None:
    """Of a PNG; None when the header is broken. Source: PNG specification, 11.2.2 IHDR."""
    if head[12:16] != b"IHDR" or len(head) < 24:
        return None
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def jpeg_size(head: bytes) -> Size | None:
    """Of a JPEG; None when no frame header is found. Source: ITU-T T.81, B.2.2."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", head[at + 2 : at + 4])[0]
    return None


def webp_size(head: bytes) -> Size | None:
    """Of a WebP; None when its first chunk is none we know. Source: RFC 9649, 2.5 to 2.7."""
    chunk = head[12:16]
    if len(head) < 30:
        return None
    if chunk == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if chunk == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
