"""Reads an encrypted database as a thief with the key would: every page's bytes, used or not, and every WAL frame's.

SQLCipher 4's form: page 1 begins with a salt, each page ends with an IV and a signature, between them is AES-256-CBC.
AES is written out here because the standard library has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PAGE = 4096
_SALT = _IV = 16
_SIGNATURE = 64
_WAL_HEADER = 32
_WAL_FRAME_HEADER = 24


def decrypted_pages(database: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the file, then every frame of its write-ahead log."""
    raw = database.read_bytes()
    aes = _Decryption(key)
    for at in range(0, len(raw), PAGE):
        yield _decrypted(aes, raw[at : at + PAGE], first=at == 0)
    wal = database.with_name(f"{database.name}-wal")
    frames = wal.read_bytes()[_WAL_HEADER:] if wal.exists() else b""
    for at in range(0, len(frames), _WAL_FRAME_HEADER + PAGE):
        header, page = frames[at : at + _WAL_FRAME_HEADER], frames[at + _WAL_FRAME_HEADER :][:PAGE]
        yield _decrypted(aes, page, first=header[:4] == b"\0\0\0\1")


def _decrypted(aes: _Decryption, page: bytes, first: bool) -> bytes:
    iv_at = PAGE - _SIGNATURE - _IV
    cipher = page[_SALT if first else 0 : iv_at]
    return aes.cbc(cipher, page[iv_at : iv_at + _IV])


def _times(a: int, b: int) -> int:
    """The product in AES's field of 256 elements."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _substitutions() -> list[int]:
    table = []
    for value in range(256):
        inverse = next((i for i in range(256) if _times(value, i) == 1), 0)
        turned = [(inverse << n | inverse >> (8 - n)) & 0xFF for n in range(5)]
        table.append(turned[0] ^ turned[1] ^ turned[2] ^ turned[3] ^ turned[4] ^ 0x63)
    return table


_SUB = _substitutions()
_UNSUB = [_SUB.index(value) for value in range(256)]
_UNMIX = [
    [
        _times(v, column[0]) << 24 | _times(v, column[1]) << 16 | _times(v, column[2]) << 8 | _times(v, column[3])
        for v in range(256)
    ]
    for column in ((14, 9, 13, 11), (11, 14, 9, 13), (13, 11, 14, 9), (9, 13, 11, 14))
]
_UNROUND = [[table[_UNSUB[v]] for v in range(256)] for table in _UNMIX]


class _Decryption:
    """AES-256, decryption only, by the tables above."""

    def __init__(self, key: bytes) -> None:
        words = [int.from_bytes(key[i : i + 4], "big") for i in range(0, 32, 4)]
        constant = 1
        while len(words) < 60:
            word = words[-1]
            if len(words) % 8 == 0:
                word = self._substituted((word << 8 | word >> 24) & 0xFFFFFFFF) ^ constant << 24
                constant = _times(constant, 2)
            elif len(words) % 8 == 4:
                word = self._substituted(word)
            words.append(words[-8] ^ word)
        rounds = [words[i : i + 4] for i in range(0, 60, 4)]
        self._last, self._first = rounds[0], rounds[-1]
        self._middle = [[self._unmixed(word) for word in keys] for keys in reversed(rounds[1:-1])]

    @staticmethod
    def _substituted(word: int) -> int:
        return int.from_bytes(bytes(_SUB[b] for b in word.to_bytes(4, "big")), "big")

    @staticmethod
    def _unmixed(word: int) -> int:
        a, b, c, d = word.to_bytes(4, "big")
        return _UNMIX[0][a] ^ _UNMIX[1][b] ^ _UNMIX[2][c] ^ _UNMIX[3][d]

    def cbc(self, cipher: bytes, iv: bytes) -> bytes:
        before, plain = iv, bytearray()
        for at in range(0, len(cipher), 16):
            block = cipher[at : at + 16]
            plain += (self._block(block) ^ int.from_bytes(before, "big")).to_bytes(16, "big")
            before = block
        return bytes(plain)

    def _block(self, block: bytes) -> int:
        t0, t1, t2, t3 = _UNROUND
        columns = [int.from_bytes(block[i : i + 4], "big") ^ k for i, k in zip((0, 4, 8, 12), self._first, strict=True)]
        for k in self._middle:
            a, b, c, d = columns
            columns = [
                t0[a >> 24] ^ t1[d >> 16 & 255] ^ t2[c >> 8 & 255] ^ t3[b & 255] ^ k[0],
                t0[b >> 24] ^ t1[a >> 16 & 255] ^ t2[d >> 8 & 255] ^ t3[c & 255] ^ k[1],
                t0[c >> 24] ^ t1[b >> 16 & 255] ^ t2[a >> 8 & 255] ^ t3[d & 255] ^ k[2],
                t0[d >> 24] ^ t1[c >> 16 & 255] ^ t2[b >> 8 & 255] ^ t3[a & 255] ^ k[3],
            ]
        return int.from_bytes(b"".join(self._last_column(columns, i) for i in range(4)), "big")

    def _last_column(self, columns: list[int], i: int) -> bytes:
        sources = (columns[i - row] >> (24 - 8 * row) & 255 for row in range(4))
        word = int.from_bytes(bytes(_UNSUB[value] for value in sources), "big")
        return (word ^ self._last[i]).to_bytes(4, "big")
