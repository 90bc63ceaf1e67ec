"""Looks into the database beside a process that is at work in it. It reads and can write nothing.

It takes no lock of the data directory. While it looks, the write-ahead log cannot be emptied, so it should be short.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2

from bot.errors import DatabaseError
from bot.storage import opening, schema
from bot.storage.database import Transaction
from bot.storage.failures import world_failure
from bot.storage.key import DatabaseKey

T = TypeVar("T")


def look(path: Path, key: DatabaseKey, work: Callable[[Transaction], T]) -> T:
    """Return what `work` returns, which sees the database at one moment. Raises DatabaseError if it cannot be read."""
    try:
        connection = opening.open_to_read(path, key)
        try:
            schema.check(connection)
            connection.execute("BEGIN")
            return work(Transaction(connection))
        finally:
            connection.close()
    except (dbapi2.Error, OSError) as error:
        raise world_failure(error) or DatabaseError(f"The database {path.name} cannot be read: {error}") from error
