"""A look beside a process that writes: it sees what was committed, of one moment, and can change nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.dialogue.session import Session
from bot.errors import DatabaseError
from bot.storage import people, schema
from bot.storage.database import Database, Transaction
from bot.storage.key import DatabaseKey
from bot.storage.looking import look

ANN = 11


async def test_it_sees_what_another_process_has_only_in_its_write_ahead_log(
    database: Database, path: Path, key: DatabaseKey, session: Session, now: datetime
) -> None:
    await database.run(lambda tx: people.save(tx, ANN, session, now))
    assert look(path, key, lambda tx: people.load(tx, ANN)) == session


async def test_it_can_write_nothing(database: Database, path: Path, key: DatabaseKey) -> None:
    with pytest.raises(DatabaseError, match="read-only"):
        look(path, key, lambda tx: tx.execute("DELETE FROM people").rowcount)


async def test_it_leaves_the_other_free_to_write_and_to_empty_its_log(
    database: Database, path: Path, key: DatabaseKey, session: Session, now: datetime
) -> None:
    assert look(path, key, lambda tx: people.load(tx, ANN)) is None
    await database.run(lambda tx: people.save(tx, ANN, session, now))
    await database.checkpoint()
    assert look(path, key, lambda tx: people.load(tx, ANN)) == session


async def test_another_key_is_refused(database: Database, path: Path) -> None:
    with pytest.raises(DatabaseError, match="DATABASE_KEY_FILE does not open"):
        look(path, DatabaseKey(hex="0" * 64), lambda tx: people.load(tx, ANN))


@pytest.mark.parametrize(
    ("version", "why"), [(schema.VERSION + 1, "a newer version"), (schema.VERSION - 1, "Start the bot once")]
)
async def test_a_database_of_another_version_is_refused(
    database: Database, path: Path, key: DatabaseKey, version: int, why: str
) -> None:
    def work(tx: Transaction) -> None:
        tx.execute(f"PRAGMA user_version = {version}")

    await database.run(work)
    with pytest.raises(DatabaseError, match=why):
        look(path, key, lambda tx: people.load(tx, ANN))
