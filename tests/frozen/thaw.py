"""Makes a frozen database whole again: encrypted, in a directory of its own, as the release left it."""

from __future__ import annotations

import gzip
from pathlib import Path

from sqlcipher3 import dbapi2

from bot.storage.key import read_or_make_key

FOLDER = Path(__file__).parent
RELEASES = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))


def thaw(release: str, directory: Path) -> None:
    """Write `coach.db` and its `key` into the directory."""
    path = directory / "coach.db"
    key = read_or_make_key(directory / "key", path)
    connection = dbapi2.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex}'\"")
        text = gzip.decompress((FOLDER / f"{release}.sql.gz").read_bytes()).decode()
        connection.executescript(f"BEGIN;\n{text}COMMIT;")
    finally:
        connection.close()
