"""Opens the encrypted file: checks it before anything can write to it, then sets SQLite up and reads each setting back.

Works on the bare sqlcipher3 connection, in the thread that calls it. `database.py` runs transactions on what it
returns.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlcipher3 import dbapi2

from bot.errors import DatabaseError
from bot.storage import beginning, schema
from bot.storage.failures import judged_beside, system_failure, world_failure
from bot.storage.key import DatabaseKey

# Another tool may hold the database for longer, and nothing is lost: whoever wanted it comes again. But everybody waits
# for the one thread, also those who ask for help.
_BUSY_SECONDS = 0.5
_STATEMENTS = 256  # kept prepared: more than there are SQL texts in this package

_PRAGMAS = (
    # statement, what reading it back must say
    ("journal_mode = WAL", "wal"),
    ("synchronous = FULL", 2),
    ("foreign_keys = ON", 1),
    ("secure_delete = ON", 1),
    ("temp_store = MEMORY", 2),
)


def open_checked(path: Path, key: DatabaseKey, *, wholly: bool = True) -> Any:
    """Return a connection that is ready for transactions.

    With `wholly`, every page has been looked at; otherwise only the key was tried, and `check` has to run. Raises
    DatabaseError if the file cannot be opened, is damaged or has another key; every file then is as it was.
    """
    try:
        if _is_new(path):
            beginning.begin_anew(path)
        else:
            _examine(path, key, wholly=wholly)
        connection = _connect(path, key, wholly=wholly)
        beginning.note_made(path)
    except (dbapi2.Error, OSError) as error:
        if _is_damage(error) and (left := beginning.left_beside(path)):
            raise _not_its_own(left, path) from error
        raise _cannot_open(error, path) from error
    return connection


def ended_well(path: Path) -> bool:
    """Return whether the last process that used the database closed it, so that nothing is left beside it."""
    return beginning.left_beside(path) is None and not beginning.must_be_rolled_back(path)


class PageCheck:
    """A look at every page of a database in use, on the thread that calls it. Another thread may end it."""

    def __init__(self, path: Path, key: DatabaseKey) -> None:
        self._path = path
        self._key = key
        self._connection: Any = None
        self._ended = False

    def run(self) -> None:
        """Look at every page. Raises DatabaseError if one is damaged."""
        connection = self._connection = _read_only(self._path)
        try:
            _unlock(connection, self._key)
            if not self._ended and not _is_sound(connection):
                raise _refusal(connection, self._path, self._path)
            # While the file is read a checkpoint may write to it: a page that is damaged is so twice.
            bad = [] if self._ended else _unsigned_pages(connection)
            still = set(bad) & set(_unsigned_pages(connection)) if bad and not self._ended else set()
            if still:
                raise _damaged(self._path, min(still))
        except dbapi2.Error as error:
            if not self._ended:
                raise _cannot_open(error, self._path) from error
        finally:
            self._connection = None
            connection.close()

    def end(self) -> None:
        """End the look that is under way."""
        self._ended = True
        if connection := self._connection:
            connection.interrupt()


def _cannot_open(error: dbapi2.Error | OSError, path: Path) -> DatabaseError:
    sentence = f"The database {path.name} cannot be opened: {error}"
    if isinstance(error, OSError):
        return system_failure(sentence, error)
    return judged_beside(world_failure(error) or DatabaseError(sentence), path)


def open_to_read(path: Path, key: DatabaseKey) -> Any:
    """Return a connection that can write nothing, beside another process's.

    Unlike `open_checked` it does not look at every page. Raises DatabaseError if the key does not fit.
    """
    if _is_new(path):
        raise DatabaseError(f"There is nothing in the database {path}. Start the bot once: it says what to do.")
    if beginning.must_be_rolled_back(path):
        raise DatabaseError(f"A write to the database {path.name} was cut short. Start the bot once: it mends that.")
    connection = _read_only(path)
    try:
        _unlock(connection, key)
        _try_key(connection, path)
        connection.row_factory = dbapi2.Row
    except BaseException:
        connection.close()
        raise
    return connection


def _is_new(path: Path) -> bool:
    """Return whether there is no database yet.

    SQLite must not come near an empty file: it would delete the log beside it, even if it only reads.
    """
    return not path.exists() or not path.stat().st_size or beginning.is_unborn(path)


def _try_key(connection: Any, path: Path) -> None:
    if not _fits(connection):
        raise DatabaseError(
            f"The key in DATABASE_KEY_FILE does not open the database {path.name}, or it is damaged. Nothing was"
            " changed."
        )


def _read_only(path: Path) -> Any:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return dbapi2.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)


def _examine(path: Path, key: DatabaseKey, *, wholly: bool) -> None:
    """Read all that is in use, as the write-ahead log has it; if not `wholly`, only enough to show that the key fits.

    Only then may a connection that writes come near: even one with the wrong key would move the log into the file on
    closing, and roll a journal back on opening.
    """
    if beginning.must_be_rolled_back(path):
        _examine_copy(path, key)
        return
    connection = _read_only(path)
    try:
        _unlock(connection, key)
        if not (_is_sound(connection) if wholly else _fits(connection)):
            raise _refusal(connection, path, path)
    finally:
        connection.close()


def _examine_copy(path: Path, key: DatabaseKey) -> None:
    """Examine what would be there once the journal was rolled back."""
    with TemporaryDirectory(dir=path.parent) as scratch:
        copy = Path(scratch) / path.name
        for suffix in ("", "-journal", "-wal"):
            if (file := path.with_name(f"{path.name}{suffix}")).exists():
                shutil.copyfile(file, copy.with_name(f"{copy.name}{suffix}"))
        connection = dbapi2.connect(str(copy), isolation_level=None)
        try:
            _unlock(connection, key)
            if not _is_sound(connection) or not copy.stat().st_size:
                raise _refusal(connection, path, copy)
        finally:
            connection.close()


def _is_sound(connection: Any) -> bool:
    return _found(connection, "PRAGMA quick_check(1)") == "ok"


def _fits(connection: Any) -> bool:
    return _found(connection, "SELECT count(*) FROM sqlite_master") is not None


def _found(connection: Any, sql: str) -> object:
    """Return what the statement says; None if the pages that it reads are damaged, or signed with another key."""
    try:
        return connection.execute(sql).fetchone()[0]
    except dbapi2.DatabaseError as error:
        if _is_damage(error):
            return None
        raise


def _is_damage(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_CORRUPT)


def _refusal(connection: Any, path: Path, examined: Path) -> DatabaseError:
    """Return the error that says why the file is refused.

    Every page is signed with the key: if none fits, the key is wrong; if only some do, pages are damaged.
    """
    bad = _unsigned_pages(connection)
    if bad and len(bad) * beginning.PAGE_BYTES >= examined.stat().st_size:
        return DatabaseError(
            f"The key in DATABASE_KEY_FILE does not open the database {path.name}: it is another database's key, or the"
            " file is not a database of this bot. Nothing was overwritten."
        )
    if not bad and (left := beginning.left_beside(path)):
        return _not_its_own(left, path)
    return _damaged(path, bad[0] if bad else "its pages do not fit together")


def _not_its_own(left: Path, path: Path) -> DatabaseError:
    return DatabaseError(
        f"{left.name} does not belong to the database {path.name} beside it, or is damaged. Nothing was changed. Put"
        f" the database back that it belongs to; or, if {path.name} is a copy that was restored, move {left.name} away."
    )


def _unsigned_pages(connection: Any) -> list[str]:
    """Return what SQLCipher says of each page of the file that the key has not signed, whatever the log holds."""
    try:
        return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    except dbapi2.DatabaseError:  # the log, which it reads first, does not fit
        return []


def _damaged(path: Path, problem: str) -> DatabaseError:
    return DatabaseError(
        f"The database {path.name} is damaged ({problem}). Nothing was overwritten. Go back to the last good backup."
    )


def _connect(path: Path, key: DatabaseKey, *, wholly: bool) -> Any:
    connection = dbapi2.connect(str(path), timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=_STATEMENTS)
    try:
        _unlock(connection, key)
        for statement, wanted in _PRAGMAS:
            _set(connection, statement, wanted)
        if wholly:
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
    """Check what `_examine` did not read: a damaged free page would fail the transaction that uses it next.

    This is left out while another program reads: the file may then hold pages, torn in a crash, that only the log
    mends.
    """
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        return
    bad = connection.execute("PRAGMA cipher_integrity_check").fetchone()
    if bad:
        raise _damaged(path, bad[0])
