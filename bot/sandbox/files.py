"""Files that were sent, in memory only and bounded. Of a picture only the first bytes are read, for its size."""

import hashlib
import struct
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

MOST_BYTES = 200_000_000  # kept over all files; the oldest go first

EXTENSIONS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "audio/ogg": ".oga",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
    "application/json": ".json",
    "text/plain": ".txt",
}

BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
)


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """One file as it was sent: a photo, an animation, a document, a voice note or a sticker."""

    id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str  # what getFile answers, below /file/bot<token>/
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        return self.id[-16:]

    def as_telegram(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def as_page(self) -> dict[str, Any]:
        url = f"/sandbox/files/{self.path}"
        return {"url": url, "name": self.name, "mime": self.mime, "size": len(self.content)}


class FileStore:
    """All files. The same content of the same kind is one file with one id, even after a restart."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, StoredFile] = OrderedDict()
        self._by_path: dict[str, StoredFile] = {}
        self._bytes = 0

    def keep(self, *, kind: str, name: str, mime: str, content: bytes) -> StoredFile:
        """Keep a file and return it. The oldest files go if there are too many bytes."""
        digest = hashlib.sha256(content).hexdigest()[:32]
        file_id = f"{kind}-{digest}"
        known = self._files.get(file_id)
        if known is not None and known.name == name:
            return known
        mime = next((known for start, known in BEGINNINGS if content.startswith(start)), mime)
        ending = EXTENSIONS.get(mime) or PurePosixPath(name).suffix
        ending = ending if ending[1:].isascii() and ending[1:].isalnum() else ""
        width, height = picture_size(content)
        file = StoredFile(
            id=file_id,
            kind=kind,
            name=name,
            mime=mime,
            content=content,
            path=f"{kind}s/{digest}{ending}",
            width=width,
            height=height,
        )
        self._add(file)
        return file

    def get(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def _add(self, file: StoredFile) -> None:
        self._drop(self._files.get(file.id))
        self._files[file.id] = self._by_path[file.path] = file
        self._bytes += len(file.content)
        while self._bytes > MOST_BYTES and len(self._files) > 1:
            self._drop(next(iter(self._files.values())))

    def _drop(self, file: StoredFile | None) -> None:
        if file is not None:
            del self._files[file.id]
            self._by_path.pop(file.path, None)
            self._bytes -= len(file.content)


def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, GIF, JPEG or WEBP; (0, 0) for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return 512, 512  # a sticker's size; no WEBP is measured here
    return 0, 0


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Return width and height from the frame header (SOF0 to SOF2), found by going through the segments."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = struct.unpack(">BH", content[place + 1 : place + 4])
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return 1, 1  # a JPEG by its first bytes
