"""Whether a database was ever kept at a place, which a first start must know before it makes anything there.

A first start that is killed leaves a sign, and the next one begins anew. If something was kept there, or a key shows
that it must have been, nothing is made. `schema.py` makes the tables.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from bot.errors import DatabaseError

PAGE_BYTES = 4096  # what cipher_compatibility 4 sets
# Both from sqlite.org/fileformat2.html: what a rollback journal begins with, and how long a log is that holds nothing.
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_JOURNAL_HEADER = struct.Struct(">8s8xI8x")  # the pages that the database had before
_LOG_HEADER_BYTES = 32


def is_begun(path: Path) -> bool:
    """Return whether a first start has left its sign, or an older release's first start was cut short."""
    return _sign(path).exists() or is_unborn(path)


def begin(path: Path) -> None:
    """Leave the sign of a first start, before anything else is made. Raises OSError if that fails."""
    _new_file(_sign(path))
    keep_name(path.parent)


def is_held(path: Path) -> bool:
    """Return whether anything is there that may be somebody's."""
    return _size(path) > 0 or left_beside(path) is not None


def left_beside(path: Path) -> Path | None:
    """Return a write-ahead log or a rollback journal that may hold what is in no other file; None if there is none."""
    log, journal = path.with_name(f"{path.name}-wal"), _journal(path)
    if _size(log) > _LOG_HEADER_BYTES:
        return log
    return journal if _pages_before(journal) is not None and not _never_grew(path) else None


def must_be_rolled_back(path: Path) -> bool:
    """Return whether a transaction was cut short while there was a rollback journal, as other tools may set it."""
    return _size(path) > 0 and _pages_before(_journal(path)) is not None


def is_unborn(path: Path) -> bool:
    """Return whether the very first transaction was cut short, as in a start that was killed."""
    return _never_grew(path) and not left_beside(path)


def begin_anew(path: Path) -> None:
    """Make an empty file for a new database, in the place of what a killed first start left of it.

    Raises DatabaseError, having touched nothing, if something lies beside it that is perhaps in no other file.
    """
    if left := left_beside(path):
        raise DatabaseError(
            f"The database {path} is {'empty' if path.exists() else 'missing'}, but {left.name} beside it holds what"
            " people wrote. Nothing was changed. Put the database back that it belongs to; or restore a backup, and"
            f" move {left.name} away."
        )
    path.unlink(missing_ok=True)
    _journal(path).unlink(missing_ok=True)  # second: without its journal a torn page would be no sign of a first start
    _new_file(path)


def note_made(path: Path) -> None:
    """Remove the sign of a first start: from now on, a database that is gone is a loss."""
    _sign(path).unlink(missing_ok=True)


def _never_grew(path: Path) -> bool:
    """Return whether the journal says that there were no pages before, and the file has no more than the first."""
    return _pages_before(_journal(path)) == 0 and _size(path) <= PAGE_BYTES


def _sign(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _new_file(path: Path) -> None:
    # SQLite gives its other files the mode of this one.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def keep_name(directory: Path) -> None:
    """Make new names in the directory safe from a power cut. Raises OSError where it fails."""
    if os.name == "posix":
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _pages_before(journal: Path) -> int | None:
    """Return how many pages there were before the transaction that the journal undoes; None if it undoes nothing."""
    try:
        with journal.open("rb") as file:
            header = file.read(_JOURNAL_HEADER.size)
    except FileNotFoundError:
        return None
    if len(header) < _JOURNAL_HEADER.size:
        return None
    magic, pages = _JOURNAL_HEADER.unpack(header)
    return pages if magic == _JOURNAL_MAGIC else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
