"""Which of SQLite's errors are the world's, as `DatabaseError`s of ours. The others are bugs and stay as they are.

A failure of the world (a full disk, a damaged page) condemns a whole transaction; a bug condemns only its savepoint.
"""

from __future__ import annotations

from collections.abc import Mapping

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


def world_failure(error: BaseException) -> DatabaseError | None:
    """None: a bug, or nothing of SQLite's."""
    if isinstance(error, DatabaseError):
        return error
    if not isinstance(error, dbapi2.Error):
        return None
    # The lowest byte is the kind, what stands above it a detail; an error of the binding itself has no code.
    kind = _KINDS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if kind is None:
        return None
    failure = DatabaseError(f"{kind[1]} ({error})")
    failure.reason = kind[0]
    return failure
