"""Which of SQLite's errors are the world's, as `DatabaseError`s of ours. The others are bugs and stay as they are.

A failure of the world (a full disk, a damaged page) condemns a whole transaction; a bug condemns only its savepoint.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlcipher3 import dbapi2

from bot.errors import DatabaseError

_SENTENCES: Mapping[int, str] = {
    dbapi2.SQLITE_PERM: "The database's files may not be opened by this user.",
    dbapi2.SQLITE_BUSY: "Another program keeps the database locked.",
    dbapi2.SQLITE_LOCKED: "Another program keeps the database locked.",
    dbapi2.SQLITE_NOMEM: "There is no memory left for the database.",
    dbapi2.SQLITE_READONLY: "The database cannot be written to: its disk or its files are read-only.",
    dbapi2.SQLITE_INTERRUPT: "The database was interrupted.",
    dbapi2.SQLITE_IOERR: "The disk fails under the database.",
    dbapi2.SQLITE_CORRUPT: "The database is damaged. Go back to the last good backup.",
    dbapi2.SQLITE_FULL: "The disk is full: the database cannot grow.",
    dbapi2.SQLITE_CANTOPEN: "The database's files cannot be opened.",
    dbapi2.SQLITE_PROTOCOL: "The database's locks do not work on this disk.",
    dbapi2.SQLITE_NOTADB: "The database is damaged. Go back to the last good backup.",
}


def world_failure(error: BaseException) -> DatabaseError | None:
    """None: a bug, or nothing of SQLite's."""
    if isinstance(error, DatabaseError):
        return error
    if not isinstance(error, dbapi2.Error):
        return None
    # The lowest byte is the kind, what stands above it a detail; an error of the binding itself has no code.
    sentence = _SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return DatabaseError(f"{sentence} ({error})") if sentence else None
