"""Tells which errors of SQLite's and the system's are the world's, and makes `DatabaseError`s of these. The others are
bugs.

A failure of the world (a full disk, a damaged page) ends a whole transaction. A bug ends only its savepoint.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from sqlcipher3 import dbapi2

from bot.errors import DatabaseError

_KINDS: Mapping[int, tuple[str, str]] = {
    dbapi2.SQLITE_PERM: ("permission", "The database's files may not be opened by this user."),
    dbapi2.SQLITE_BUSY: ("locked", "Another program keeps the database locked."),
    dbapi2.SQLITE_LOCKED: ("locked", "Another program keeps the database locked."),
    dbapi2.SQLITE_NOMEM: ("memory", "There is no memory left for the database."),
    dbapi2.SQLITE_READONLY: ("read_only", "The database cannot be written to: its disk or its files are read-only."),
    dbapi2.SQLITE_INTERRUPT: ("interrupted", "The database was interrupted."),
    dbapi2.SQLITE_IOERR: ("disk", "The disk fails under the database."),
    dbapi2.SQLITE_CORRUPT: ("damaged", "The database is damaged. Go back to the last good backup."),
    dbapi2.SQLITE_FULL: ("disk_full", "The disk is full: the database cannot grow."),
    dbapi2.SQLITE_CANTOPEN: ("cannot_open", "The database's files cannot be opened."),
    dbapi2.SQLITE_PROTOCOL: ("locks", "The database's locks do not work on this disk."),
    dbapi2.SQLITE_NOTADB: ("damaged", "The database is damaged. Go back to the last good backup."),
}


# What may be over by itself: whoever meets it waits and tries again.
_PASSING = frozenset({"locked", "memory", "read_only", "disk", "disk_full"})
_OF_THE_SYSTEM: Mapping[int | None, str] = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EIO: "disk",
    errno.ENOMEM: "memory",
}


def world_failure(error: BaseException) -> DatabaseError | None:
    """Return the error as a `DatabaseError`; None if it is a bug, or no error of SQLite's."""
    if isinstance(error, DatabaseError):
        return error
    if not isinstance(error, dbapi2.Error):
        return None
    # The lowest byte is the kind, the others are a detail. An error of the binding itself has no code.
    kind = _KINDS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if kind is None:
        return None
    failure = DatabaseError(f"{kind[1]} ({error})")
    failure.reason, failure.may_pass = kind[0], kind[0] in _PASSING
    return failure


def system_failure(sentence: str, error: OSError) -> DatabaseError:
    """Return what the system refused as a DatabaseError with this sentence."""
    failure = DatabaseError(sentence)
    failure.reason = _OF_THE_SYSTEM.get(error.errno, failure.reason)
    failure.may_pass = failure.reason in _PASSING
    return failure


def judged_beside(failure: DatabaseError, path: Path) -> DatabaseError:
    """Return the failure, told apart: SQLite does not tell a read-only disk from files that this user may not open."""
    if failure.reason in ("read_only", "cannot_open", "permission"):
        failure.may_pass = _is_read_only_disk(path.parent)
    return failure


def _is_read_only_disk(directory: Path) -> bool:
    try:
        return bool(os.statvfs(directory).f_flag & os.ST_RDONLY)
    except (OSError, AttributeError):  # no such directory, or a system that does not tell
        return False
