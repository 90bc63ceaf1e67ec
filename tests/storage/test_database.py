"""One callable is one transaction: what is kept, what is undone, and what a cancelled or failing caller leaves."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlcipher3 import dbapi2

from bot.errors import DatabaseError
from bot.storage import meta
from bot.storage.database import Database, Transaction
from bot.storage.failures import world_failure
from bot.storage.key import DatabaseKey


def put(tx: Transaction, key: str) -> None:
    meta.put(tx, key, "there")


def put_and_fail(tx: Transaction, key: str) -> None:
    put(tx, key)
    raise KeyError("a bug")


async def kept(database: Database) -> set[str]:
    rows = await database.run(lambda tx: tx.execute("SELECT key FROM meta WHERE value = 'there'").fetchall())
    return {row["key"] for row in rows}


async def test_what_a_work_wrote_is_there_in_the_next_one(database: Database) -> None:
    await database.run(lambda tx: put(tx, "a"))
    assert await kept(database) == {"a"}


async def test_run_gives_back_what_the_work_returns(database: Database) -> None:
    assert await database.run(lambda tx: 7) == 7


async def test_an_exception_undoes_the_whole_work_and_reaches_the_caller(database: Database) -> None:
    with pytest.raises(KeyError, match="a bug"):
        await database.run(lambda tx: put_and_fail(tx, "a"))
    assert await kept(database) == set()


async def test_an_exception_inside_a_savepoint_leaves_the_rest(database: Database) -> None:
    def work(tx: Transaction) -> None:
        put(tx, "before")
        with pytest.raises(KeyError, match="a bug"), tx.savepoint():
            put_and_fail(tx, "inside")
        put(tx, "after")

    await database.run(work)
    assert await kept(database) == {"before", "after"}


async def test_savepoints_nest(database: Database) -> None:
    def work(tx: Transaction) -> None:
        with tx.savepoint():
            put(tx, "outer")
            with pytest.raises(KeyError), tx.savepoint():
                put_and_fail(tx, "inner")

    await database.run(work)
    assert await kept(database) == {"outer"}


async def test_a_broken_statement_inside_a_savepoint_is_a_bug_and_leaves_the_rest(database: Database) -> None:
    def work(tx: Transaction) -> None:
        with pytest.raises(dbapi2.IntegrityError), tx.savepoint():
            tx.execute("INSERT INTO meta (key, value) VALUES ('inside', NULL)")
        put(tx, "after")

    await database.run(work)
    assert await kept(database) == {"after"}


async def test_two_coroutines_never_share_a_transaction(database: Database) -> None:
    results = await asyncio.gather(
        *(database.run(partial(put, key=f"{n}")) for n in range(5)),
        database.run(partial(put_and_fail, key="failing")),
        *(database.run(partial(put, key=f"{n}")) for n in range(5, 10)),
        return_exceptions=True,
    )
    assert [type(result) for result in results if result is not None] == [KeyError]
    assert await kept(database) == {f"{n}" for n in range(10)}


async def test_a_work_begun_is_finished_when_its_caller_is_cancelled(database: Database) -> None:  # fault 43
    begun, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def work(tx: Transaction) -> None:
        put(tx, "first")
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(timeout=10)
        put(tx, "second")

    caller = asyncio.create_task(database.run(work))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await database.run(lambda tx: put(tx, "third"))  # the connection is in no transaction of the cancelled one's
    assert await kept(database) == {"first", "second", "third"}


async def test_a_work_that_fails_after_its_caller_was_cancelled_is_undone(database: Database) -> None:  # fault 43
    begun, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def work(tx: Transaction) -> None:
        put(tx, "first")
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(timeout=10)
        raise KeyError

    caller = asyncio.create_task(database.run(work))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await database.run(lambda tx: put(tx, "second"))
    assert await kept(database) == {"second"}


async def test_close_waits_for_what_was_asked_before_it(path: Path, key: DatabaseKey) -> None:  # fault 43
    database = await Database.open(path, key)
    asked = [asyncio.create_task(database.run(partial(put, key=f"{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*asked)
    database = await Database.open(path, key)
    assert await kept(database) == {f"{n}" for n in range(20)}
    await database.close()


def fill_the_disk(tx: Transaction) -> None:
    (pages,) = tx.execute("PRAGMA page_count").fetchone() or (0,)
    tx.execute(f"PRAGMA max_page_count = {pages}")


async def test_a_full_disk_undoes_the_work_and_is_named(database: Database) -> None:
    await database.run(fill_the_disk)
    with pytest.raises(DatabaseError, match="disk is full"):
        await database.run(lambda tx: meta.put(tx, "a", "there" * 10_000))
    await database.run(lambda tx: put(tx, "b"))  # it recovers by itself
    assert await kept(database) == {"b"}


async def test_a_full_disk_inside_a_savepoint_condemns_the_whole_work(database: Database) -> None:
    """Otherwise one update would be quarantined and confirmed because the disk was full at that moment."""
    refused: list[BaseException] = []

    def work(tx: Transaction) -> None:
        put(tx, "before")
        try:
            with tx.savepoint():
                meta.put(tx, "inside", "there" * 10_000)
        except Exception as error:
            refused.append(error)
        try:
            put(tx, "quarantined")
        except Exception as error:
            refused.append(error)

    await database.run(fill_the_disk)
    with pytest.raises(DatabaseError, match="disk is full"):
        await database.run(work)
    assert [type(error) for error in refused] == [DatabaseError, DatabaseError]
    assert await kept(database) == set()


async def test_a_database_locked_by_another_tool_is_waited_for(
    database: Database, path: Path, key: DatabaseKey
) -> None:
    other = dbapi2.connect(str(path), isolation_level=None)
    other.execute(f"PRAGMA key = \"x'{key.hex}'\"")
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(database.run(lambda tx: put(tx, "a")))
    other.execute("INSERT INTO meta (key, value) VALUES ('b', 'there')")
    await asyncio.sleep(0)
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    await waiting
    assert await kept(database) == {"a", "b"}


async def test_a_database_that_stays_locked_is_told_within_a_second(
    database: Database, path: Path, key: DatabaseKey
) -> None:
    other = dbapi2.connect(str(path), isolation_level=None)
    other.execute(f"PRAGMA key = \"x'{key.hex}'\"")
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(DatabaseError, match="keeps the database locked"):
        await database.run(lambda tx: put(tx, "a"))
    assert time.monotonic() - begun < 1
    other.close()
    await database.run(lambda tx: put(tx, "a"))


async def test_nothing_of_a_failing_work_is_logged(  # fault 46
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def work(tx: Transaction) -> None:
        raise KeyError("canary")

    caplog.set_level(logging.DEBUG)
    with pytest.raises(KeyError):
        await database.run(work)
    assert "canary" not in caplog.text


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("busy_timeout", 500),
    ],
)
async def test_sqlite_is_set_up_to_lose_nothing(database: Database, pragma: str, value: Any) -> None:
    row = await database.run(lambda tx: tx.execute(f"PRAGMA {pragma}").fetchone())
    assert row is not None
    assert row[0] == value


async def test_aiosqlite_runs_a_callable_on_its_thread_by_its_private_method() -> None:
    """The contract that `Database.run` rests on; aiosqlite is pinned because of it."""

    def failing() -> None:
        raise KeyError("as it is")

    connection: Any = await aiosqlite.Connection(lambda: dbapi2.connect(":memory:"), 64)
    threads = {await connection._execute(threading.get_ident) for _ in range(3)}
    assert threads == {connection._thread.ident}
    assert await connection._execute(lambda a, b: (a, b), 1, 2) == (1, 2)
    assert await connection._execute(lambda: connection._conn.execute("SELECT 3").fetchone()) == (3,)
    with pytest.raises(KeyError, match="as it is"):
        await connection._execute(failing)
    await connection.close()


def test_a_failure_of_the_world_has_one_word_for_the_logs() -> None:
    error = dbapi2.OperationalError("database or disk is full")
    error.sqlite_errorcode = dbapi2.SQLITE_FULL
    failure = world_failure(error)
    assert failure
    assert failure.reason == "disk_full"
    assert world_failure(ValueError()) is None
