"""Pictures for the tests: whole PNGs, and the heads of a GIF and a JPEG."""

from __future__ import annotations

import struct
import zlib

GREEN = b"\x6a\x9a\x7b"


def png(width: int = 8, height: int = 8, color: bytes = GREEN) -> bytes:
    """One colour all over; the larger it is, the better it packs."""
    row = b"\0" + color * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(row * height)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def png_head(width: int, height: int) -> bytes:
    """As much of a PNG as tells its size: one of any size costs nothing."""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def gif_head(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(3)


def jpeg_head(width: int, height: int, frame: int = 0xC0, before: bytes = b"") -> bytes:
    """`before` stands between the first marker and the frame header, whose marker is `frame`."""
    return b"\xff\xd8" + before + bytes([0xFF, frame]) + struct.pack(">HBHH", 17, 8, height, width) + bytes(10)


def segment(marker: int, body: bytes) -> bytes:
    """One of a JPEG's."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
