"""Opens the encrypted file: checks it before anything can write to it, then sets SQLite up and reads each setting back.

Works on the bare sqlcipher3 connection, in the thread that calls it; `database` runs transactions on what it returns.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bot.errors import DatabaseError
from bot.storage import schema
from bot.storage.failures import world_failure
from bot.storage.key import DatabaseKey

_PAGE_BYTES = 4096  # what cipher_compatibility 4 sets
_BUSY_SECONDS = 60.0  # another tool may hold the database for so long and nothing is lost
_STATEMENTS = 256  # kept prepared: more than there are SQL texts in this package

_PRAGMAS = (
    # statement, what reading it back must say
    ("journal_mode = WAL", "wal"),
    ("synchronous = FULL", 2),
    ("foreign_keys = ON", 1),
    ("secure_delete = ON", 1),
    ("temp_store = MEMORY", 2),
)


def open_checked(path: Path, key: DatabaseKey) -> Any:
    """The connection, ready for transactions. Raises DatabaseError, with every file as it was, if it cannot be."""
    try:
        if path.exists() and path.stat().st_size:
            _examine(path, key)
        else:
            # SQLite gives its other files the mode of this one.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return _connect(path, key)
    except (dbapi2.Error, OSError) as error:
        raise world_failure(error) or DatabaseError(f"The database {path.name} cannot be opened: {error}") from error


def open_to_read(path: Path, key: DatabaseKey) -> Any:
    """A connection that can write nothing, beside another process's. Raises DatabaseError where the key does not fit.

    Unlike `open_checked` it does not look at every page.
    """
    connection = _read_only(path)
    try:
        _unlock(connection, key)
        _try_key(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _try_key(connection: Any, path: Path) -> None:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except dbapi2.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == dbapi2.SQLITE_NOTADB:
            raise DatabaseError(
                f"The key in DATABASE_KEY_FILE does not open the database {path.name}, or it is damaged. Nothing was"
                " changed."
            ) from None
        raise


def _read_only(path: Path) -> Any:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return dbapi2.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)


def _examine(path: Path, key: DatabaseKey) -> None:
    """Reads all that is in use, as the WAL has it.

    Only then may a connection that writes come near: on closing, even one with the wrong key would move the WAL into
    the file.
    """
    connection = _read_only(path)
    try:
        _unlock(connection, key)
        if not _is_sound(connection):
            raise _refusal(connection, path)
    finally:
        connection.close()


def _is_sound(connection: Any) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except dbapi2.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_CORRUPT):
            return False
        raise


def _refusal(connection: Any, path: Path) -> DatabaseError:
    """Every page is signed with the key: if none fits, it is the key; if some do, it is the pages that do not."""
    bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if len(bad) * _PAGE_BYTES >= path.stat().st_size:
        return DatabaseError(
            f"The key in DATABASE_KEY_FILE does not open the database {path.name}: it is another database's key, or the"
            " file is not a database of this bot. Nothing was overwritten."
        )
    return _damaged(path, bad[0][0] if bad else "its pages do not fit together")


def _damaged(path: Path, problem: str) -> DatabaseError:
    return DatabaseError(
        f"The database {path.name} is damaged ({problem}). Nothing was overwritten. Go back to the last good backup."
    )


def _connect(path: Path, key: DatabaseKey) -> Any:
    connection = dbapi2.connect(str(path), timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=_STATEMENTS)
    try:
        _unlock(connection, key)
        for statement, wanted in _PRAGMAS:
            _set(connection, statement, wanted)
        _check_unused_pages(connection, path)
        schema.prepare(connection)
        connection.row_factory = dbapi2.Row
    except BaseException:
        connection.close()
        raise
    return connection


def _unlock(connection: Any, key: DatabaseKey) -> None:
    # SQLCipher writes to standard error by itself; what went wrong is in the errors raised here.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex}'\"")
    connection.execute("PRAGMA cipher_compatibility = 4")  # the file's form, whatever SQLCipher's next default is


def _set(connection: Any, statement: str, wanted: str | int) -> None:
    connection.execute(f"PRAGMA {statement}")
    found = connection.execute(f"PRAGMA {statement.partition(' ')[0]}").fetchone()[0]
    if found != wanted:
        raise DatabaseError(f"SQLite does not keep {statement!r} here (it says {found!r}), so nothing would be safe.")


def _check_unused_pages(connection: Any, path: Path) -> None:
    """What `_examine` did not read: a damaged page that is free would fail the transaction that uses it next."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the file may hold pages torn in a crash that the WAL mends
    bad = connection.execute("PRAGMA cipher_integrity_check").fetchone()
    if bad:
        raise _damaged(path, bad[0])
