"""kill -9: what was committed is there, what was not is not, and an update comes to nothing the second time."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import pytest

from bot.storage import meta, updates
from bot.storage.database import Database, Transaction
from bot.storage.key import DatabaseKey

KILLED = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.storage import meta, updates
from bot.storage.database import Database
from bot.storage.key import read_or_make_key

path, when = Path(sys.argv[1]), sys.argv[2]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def handle(tx):
    assert updates.first_time(tx, 7, datetime.now(UTC))
    meta.put(tx, "handled", "once")
    if when == "before the commit":
        die()

async def main():
    database = await Database.open(path, read_or_make_key(path.with_name("key"), path))
    await database.run(handle)
    die()

asyncio.run(main())
"""


async def killed(path: Path, when: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(path), when, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert await process.wait() == -signal.SIGKILL


async def handle_again(path: Path, key: DatabaseKey, now: datetime) -> tuple[bool, str | None]:
    database = await Database.open(path, key)

    def work(tx: Transaction) -> tuple[bool, str | None]:
        return updates.first_time(tx, 7, now), meta.get(tx, "handled")

    try:
        return await database.run(work)
    finally:
        await database.close()


@pytest.mark.slow
async def test_an_update_redelivered_after_the_commit_is_known(  # fault 2
    path: Path, key: DatabaseKey, now: datetime
) -> None:
    await killed(path, "after the commit")
    assert await handle_again(path, key, now) == (False, "once")


@pytest.mark.slow
async def test_an_update_redelivered_after_a_kill_before_the_commit_is_new(  # fault 1
    path: Path, key: DatabaseKey, now: datetime
) -> None:
    await killed(path, "before the commit")
    assert await handle_again(path, key, now) == (True, None)
