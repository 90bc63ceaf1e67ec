"""One connection on one thread, and transactions that are each one callable on that thread. Knows no table.

A `work` that is handed to `Database.run` is one transaction, from BEGIN to COMMIT in one hop to the thread. Two works
never share one, and a caller that is cancelled leaves none open, since the thread finishes what it began. `opening.py`
makes the connection.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import aiosqlite
from sqlcipher3 import dbapi2

from bot.errors import DatabaseError
from bot.storage.failures import world_failure
from bot.storage.key import DatabaseKey
from bot.storage.opening import PageCheck, open_checked

T = TypeVar("T")
Parameters = Sequence[Any] | Mapping[str, Any]


class Row(Protocol):
    """A row of a result. Columns are read by name or by position."""

    def __getitem__(self, column: str | int, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...


class Cursor(Protocol):
    """The result of a statement, as far as it is used here."""

    rowcount: int
    lastrowid: int

    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> list[Row]: ...
    def __iter__(self) -> Iterator[Row]: ...


class Transaction:
    """What a work reads and writes through. It is of no use once the work has returned."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._failure: DatabaseError | None = None

    def execute(self, sql: str, parameters: Parameters = ()) -> Cursor:
        """Execute a statement and return its cursor. Raises DatabaseError if the database failed before."""
        if self._failure:
            raise self._failure
        cursor: Cursor = self._connection.execute(sql, parameters)
        return cursor

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what was written inside if it raises, and raise that again. The caller may let the transaction go on.

        If the database itself fails, this raises DatabaseError, nothing more is executed, and nothing is committed.
        """
        self.execute("SAVEPOINT part")
        try:
            yield
        except BaseException as error:
            self._failure = world_failure(error)
            if self._failure is None:
                self.execute("ROLLBACK TO part")
                self.execute("RELEASE part")
            if self._failure in (None, error):
                raise
            raise self._failure from error
        self.execute("RELEASE part")


class _Connection(aiosqlite.Connection):
    """A connection with two things for which aiosqlite has no public way."""

    async def open(self) -> None:
        """Open the connection. If that fails, its thread ends before the error is raised, so the loop may close."""
        try:
            await self
        except BaseException:
            self._thread.join()
            raise

    async def call(self, function: Callable[[Any], T]) -> T:
        execute: Callable[..., Awaitable[T]] = self._execute
        return await execute(function, self._conn)


class Database:
    """The encrypted database, open. `open` makes it. Without `close`, its thread keeps the process alive."""

    def __init__(self, connection: _Connection, unchecked: PageCheck | None = None) -> None:
        self._connection = connection
        self._unchecked = unchecked

    @classmethod
    async def open(cls, path: Path, key: DatabaseKey, *, wholly: bool = True) -> Database:
        """Open the database, or make it if there is none. Raises DatabaseError, and then has overwritten nothing.

        With `wholly`, every page is looked at first, which takes about 30 ms for each MB. Otherwise `check` has to do
        that.
        """
        # At DEBUG it logs every exception, and one may quote what a person wrote.
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        connection = _Connection(lambda: open_checked(path, key, wholly=wholly), iter_chunk_size=64)
        await connection.open()
        return cls(connection, None if wholly else PageCheck(path, key))

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """Return what `work` returns, once everything is safe on the disk. Whatever it raises undoes all of it.

        Raises DatabaseError if the database fails.
        """
        return await self._connection.call(lambda connection: _in_transaction(connection, work))

    async def check(self) -> None:
        """Look at every page, if `open` did not, while others are at work. Raises DatabaseError if one is damaged."""
        if self._unchecked is None:
            return
        looking = asyncio.ensure_future(asyncio.to_thread(self._unchecked.run))
        try:
            await asyncio.shield(looking)
        except asyncio.CancelledError:
            self._unchecked.end()
            await asyncio.gather(looking, return_exceptions=True)
            raise

    async def checkpoint(self) -> None:
        """Move the write-ahead log into the file and empty it.

        Raises DatabaseError if another program reads the database.
        """
        await self._connection.call(_checkpoint)

    async def rewrite(self) -> None:
        """Write the whole file anew, so that nothing deleted is left in it or in the write-ahead log.

        `secure_delete` blanks what is deleted, but not the copies that stay in the unused part of a page when SQLite
        moves rows to the next. Takes about 15 ms and 1 MB of memory for each MB of the file.

        Raises DatabaseError, and then has written nothing, while another program reads: it would keep the log from
        being emptied.
        """
        await self._connection.call(_rewrite)

    async def close(self) -> None:
        """Wait for what is running, then empty the write-ahead log and end the thread."""
        await self._connection.close()


class NoDatabase(Database):
    """A database that cannot be opened yet: whatever is asked of it raises DatabaseError."""

    def __init__(self) -> None:
        """There is no connection."""

    async def run(self, work: Callable[[Transaction], T]) -> T:
        raise DatabaseError("The database is not open yet.")


def _in_transaction(connection: Any, work: Callable[[Transaction], T]) -> T:
    transaction = Transaction(connection)
    with _failures_named():
        try:
            transaction.execute("BEGIN IMMEDIATE")
            result = work(transaction)
            transaction.execute("COMMIT")
        except BaseException:
            # SQLite may have rolled back by itself, on a full disk for one.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return result


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except dbapi2.Error as error:
        failure = world_failure(error)
        if failure is None:
            raise
        raise failure from error


def _checkpoint(connection: Any) -> None:
    with _failures_named():
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            failure = DatabaseError("Another program reads the database, so its write-ahead log cannot be emptied.")
            failure.reason = "being_read"
            raise failure


def _rewrite(connection: Any) -> None:
    _checkpoint(connection)
    with _failures_named():
        connection.execute("VACUUM")
    _checkpoint(connection)
