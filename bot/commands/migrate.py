"""`migrate`: leads people who are in older versions of dialogues over to the live ones; with --dry-run only says how.

The bot must not run meanwhile. A dry run may be made beside it: it only reads.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from bot.adapters import logs
from bot.app import DATABASE, KEY
from bot.clock import now
from bot.commands.command import Command, say
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.migration_policy import MigrationAction, MigrationVerdict
from bot.errors import DatabaseError
from bot.language.checked_folder import Loaded
from bot.language.load import load_dialogues
from bot.language.migration_requirements import requirements_of
from bot.language.older_versions import with_pinned
from bot.practice.places import TABLE, Places
from bot.reloading import with_older_versions
from bot.services import migrating
from bot.services.live_dialogues import LiveDialogues
from bot.services.migrating import Tally
from bot.services.turns import Turns
from bot.settings import Settings
from bot.storage import people, versions
from bot.storage.database import Database, Transaction
from bot.storage.key import DatabaseKey, key_of
from bot.storage.lock import data_directory
from bot.storage.looking import look

_WORDS = {
    MigrationAction.STAY: ("stays", "stay"),
    MigrationAction.MOVE: ("moves", "move"),
    MigrationAction.REWIND: ("goes back", "go back"),
    MigrationAction.DECIDE: ("needs your decision", "need your decision"),
    MigrationAction.KEEP: ("keeps the old version", "keep the old version"),
}
_KEEP_ON = ("goes on in the version they are in", "go on in the version they are in")
_GONE = (
    "Of a dialogue that is gone, people finish the version they are in. If only its file has another name now, give it"
    " the old one back."
)
_HELP = (
    "To decide: write `renamed_from` at the state that took the place of another, or `checkpoint: true` at one that"
    " people may be led back to. Until then they go on in the version they are in."
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say what would become of whom; change nothing")


def _run(settings: Settings, parsed: argparse.Namespace) -> int:
    logs.configure(level=settings.log_level, token=settings.token, stream=sys.stderr)
    loaded = load_dialogues(settings.dialogues, Places.load(TABLE))
    path = settings.data / DATABASE
    if not os.path.exists(path):  # nor where the folder cannot be entered
        raise DatabaseError(f"There is no database at {path} that this user can see. DATA_DIR says where it is.")
    key_file = settings.key_file or settings.data / KEY
    if parsed.dry_run:
        key = key_of(path, key_file)
        tally = look(path, key, lambda tx: _outlook(tx, loaded, now()))
    else:
        with data_directory(settings.data):
            tally = asyncio.run(_migrate(path, key_of(path, key_file), loaded, now()))
    for line in report(tally, loaded.dialogues, dry=parsed.dry_run):
        say(line)
    return 1 if tally.failed else 0


def _outlook(tx: Transaction, loaded: Loaded, at: datetime) -> Tally:
    older = people.pinned(tx) - loaded.dialogues.pinned.keys()
    dialogues = with_pinned(loaded, {pin: versions.source(tx, *pin) for pin in older})
    return migrating.outlook(tx, dialogues, requirements_of, at)


async def _migrate(path: Path, key: DatabaseKey, loaded: Loaded, at: datetime) -> Tally:
    database = await Database.open(path, key)
    try:
        dialogues = await with_older_versions(database, loaded, at)
        turns = Turns(
            current=LiveDialogues(dialogues=dialogues),
            new_key=lambda: secrets.token_hex(3),
            seed=lambda: 0,
            reached=lambda *_: None,
        )
        return await database.run(lambda tx: migrating.migrate(tx, turns, requirements_of, at))
    finally:
        await database.close()


def report(tally: Tally, dialogues: Dialogues, *, dry: bool) -> Iterator[str]:
    """Yield what becomes of how many, by dialogue and state."""
    if not tally.people and not tally.failed:
        yield "Nobody is in an older version of a dialogue."
        return
    for dialogue, found in groupby(sorted(tally.people), key=lambda verdict: verdict.dialogue):
        now = dialogues.now_called(dialogue)
        yield dialogue if now == dialogue else f"{dialogue}, now {now}"
        for verdict in found:
            yield f"  {verdict.state}: {_told(verdict, tally.people[verdict])}"
    yield ""
    undecided = {verdict.dialogue for verdict in tally.people if verdict.action is MigrationAction.DECIDE}
    if any(dialogues.now_called(dialogue) in dialogues.live for dialogue in undecided):
        yield _HELP
    if any(dialogues.now_called(dialogue) not in dialogues.live for dialogue in undecided):
        yield _GONE
    if tally.undecided:
        yield f"{_people(tally.undecided)} {_WORDS[MigrationAction.DECIDE][tally.undecided != 1]}."
    if tally.failed:
        yield f"{_people(tally.failed)} met a bug, of which the log tells, and {_KEEP_ON[tally.failed != 1]}."
    asked = _people(tally.told)
    if dry:
        yield f"{asked} would be asked something anew. Nothing was changed."
    else:
        yield f"{asked} will be asked something anew: once the bot runs and it is day with them, or when they are back."


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def _told(verdict: MigrationVerdict, count: int) -> str:
    """Return a line such as `3 people move to hard_times`."""
    one, several = _WORDS[verdict.action]
    told = f"1 person {one}" if count == 1 else f"{count} people {several}"
    where = f" to {verdict.to}" if verdict.action in (MigrationAction.MOVE, MigrationAction.REWIND) else ""
    if verdict.action is MigrationAction.STAY and verdict.to != verdict.state:
        where = f", as {verdict.to}"
    return f"{told}{where}{f': {verdict.why}' if verdict.why else ''}"


COMMAND = Command(
    name="migrate", help="lead people over who are in older versions of dialogues", arguments=_arguments, run=_run
)
