"""Reads what kind of picture a file is, and how large, from its first bytes. Looks at nothing after the header.

PNG: w3.org/TR/png-3, IHDR. GIF: GIF89a, logical screen descriptor. JPEG: ITU-T T.81, B.2.2, frame header.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

_PNG = b"\x89PNG\r\n\x1a\n"
_GIF = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8\xff"

# JPEG's markers. The first are those of frames; three of the numbers among them mean something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_NO_FRAME_ANY_MORE = frozenset({0xD9, 0xDA})  # the end, or the picture itself
_MOST_SEGMENTS = 1000  # before the frame; a file that has more was made to be slow


class PictureFormat(StrEnum):
    """A kind of picture, by the ending of its file's name."""

    PNG = "png"
    JPEG = "jpg"
    GIF = "gif"


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the first bytes of a picture say about it."""

    kind: PictureFormat
    width: int  # pixels, as is the height; never 0
    height: int


def read_header(file: BinaryIO) -> Header | None:
    """Return the header of a file that is read from its beginning; None if it is no such picture, or is cut off."""
    start = file.read(24)
    if start[:8] == _PNG:
        return _header(PictureFormat.PNG, ">II", start[16:24]) if start[12:16] == b"IHDR" else None
    if start[:6] in _GIF:
        return _header(PictureFormat.GIF, "<HH", start[6:10])
    if start[:3] == _JPEG:
        file.seek(2)
        return _jpeg(file)
    return None


def _header(kind: PictureFormat, form: str, size: bytes) -> Header | None:
    if len(size) != struct.calcsize(form):
        return None
    width, height = struct.unpack(form, size)
    return Header(kind=kind, width=width, height=height) if width and height else None


def _jpeg(file: BinaryIO) -> Header | None:
    """Return the header of a JPEG, found by going through its segments. It has the height before the width."""
    for _ in range(_MOST_SEGMENTS):
        marker = _marker(file)
        if marker is None or marker in _NO_FRAME_ANY_MORE:
            return None
        if marker in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(file.read(2), "big")
        if marker in _FRAMES:
            size = file.read(5)[1:]
            return _header(PictureFormat.JPEG, ">HH", size[2:] + size[:2])
        file.seek(max(length - 2, 0), 1)
    return None


def _marker(file: BinaryIO) -> int | None:
    """Return the next marker. Any number of fill bytes may come before it."""
    if file.read(1) != b"\xff":
        return None
    while (byte := file.read(1)) == b"\xff":
        pass
    return byte[0] if byte else None
