"""Files in place of what a person's phone would send: a picture, a sticker, a voice note. Valid enough to be sent."""

import struct
import zlib


def picture() -> bytes:
    """Return a PNG of 64 by 64 pixels in one colour."""
    side = 64
    row = b"\0" + b"\x7f\xa8\xc9" * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(row * side)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def sticker(emoji: str) -> bytes:
    """Return the head of a WEBP. Each emoji is its own sticker."""
    body = b"WEBP" + emoji.encode()
    return b"RIFF" + struct.pack("<I", len(body)) + body


def voice(seconds: int) -> bytes:
    """Return the head of an Ogg page, and as many bytes as speech of this length has. There is no sound in it."""
    return b"OggS\0\x02" + bytes(22) + b"OpusHead" + struct.pack("<I", seconds) + bytes(2_000 * seconds)


def video() -> bytes:
    """Return the first box of an MP4. There is no picture in it."""
    return struct.pack(">I", 20) + b"ftypisom" + bytes(4) + b"isom"


def audio() -> bytes:
    """Return the head of an MP3. There is no sound in it."""
    return b"ID3\x04\0\0\0\0\0\0"


def document() -> bytes:
    return b"A document of the sandbox.\n"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
