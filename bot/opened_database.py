"""Opens the database that the bot lives in: locks its directory, checks that it is the bot's own and can be written to,
and finishes what was left undone.

`storage` opens files; this is the order in which a start does it all. `waiting.py` says what to do if it fails.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.dialogue.dialogues import Dialogues
from bot.language.checked_folder import Loaded
from bot.reloading import with_older_versions
from bot.settings import Settings
from bot.storage import erasure, meta
from bot.storage.database import Database
from bot.storage.key import key_of
from bot.storage.lock import data_directory
from bot.storage.opening import ended_well

DATABASE = "coach.db"
KEY = "key"


@dataclass(frozen=True, kw_only=True)
class OpenedDatabase:
    """The open database, with the dialogues that people in it may be in."""

    database: Database
    dialogues: Dialogues  # with the older versions that people in it are in
    close: Callable[[], Awaitable[None]]


async def open_database(
    settings: Settings, token: str, data: Path, loaded: Loaded, now: Callable[[], datetime]
) -> OpenedDatabase:
    """Open the database. Raises a CoachError that says why it cannot, and then keeps nothing open."""
    async with AsyncExitStack() as stack:
        stack.enter_context(data_directory(data))
        key = key_of(data / DATABASE, settings.key_file or data / KEY)
        # After a crash every page is looked at before anything else; after an orderly end while the bot runs.
        database = await Database.open(data / DATABASE, key, wholly=not ended_well(data / DATABASE))
        stack.push_async_callback(database.close)
        await database.run(lambda tx: meta.bind_bot(tx, int(token.partition(":")[0])))
        await database.run(lambda tx: meta.touch(tx, now()))
        await erasure.finish(database)
        dialogues = await with_older_versions(database, loaded, now())
        return OpenedDatabase(database=database, dialogues=dialogues, close=stack.pop_all().aclose)
