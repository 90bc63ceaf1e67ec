"""Looks into the bot's database with its key, while the bot runs or after; changes nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bot.app import DATABASE, KEY

SECONDS = 10.0  # the bot may be in the middle of a transaction


def look(data: Path, sql: str) -> list[Any]:
    """Rows as tuples, or bare values where there is one column."""
    with closing(_open(data)) as connection:
        rows = connection.execute(sql).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Nobody else can write meanwhile: who tries, waits."""
    with closing(_open(data)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def words_kept(data: Path) -> list[str]:
    """The parts of all answers, in their order."""
    return look(data, "SELECT words FROM answer_parts ORDER BY person_id, number, position")


def _open(data: Path) -> Any:
    connection = dbapi2.connect(str(data / DATABASE), timeout=SECONDS, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{(data / KEY).read_text().strip()}'\"")
    return connection
