"""Freezes the database of a release: somebody at every place of every shipped dialogue, as people would come there.

    python -m tests.frozen.freeze 0.1.0

It writes the database as SQL text, compressed, beside this module. Every later version of the program has to let these
people go on (`test_frozen_databases`), so a release adds one and none is ever made anew.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.reloading import with_older_versions
from bot.services.turns import Aftermath
from bot.storage import due
from bot.storage.database import Transaction
from bot.workbench.transcripts.playing import Play
from bot.workbench.transcripts.recorded_play import RecordedPlay
from bot.workbench.walks.explore import Station, walk_everywhere
from tests.services.room import Room, opened
from tests.services.telegram_end import drain
from tests.shipped import load_shipped, shipped

FOLDER = Path(__file__).parent
FIRST_PERSON = 1001


async def frozen(directory: Path) -> str:
    """Return the SQL text of a new database with somebody at each place where people wait."""
    stations = sorted(walk_everywhere(shipped()).stations.items())
    async with opened(directory) as room:
        await with_older_versions(room.database, load_shipped(), room.clock.now())  # stores the texts of the versions
        for number, (_, station) in enumerate(stations):
            await _live_through(room, FIRST_PERSON + number, station)
        await drain(room.delivery)
        return await room.read(_as_sql)


async def _live_through(room: Room, person_id: int, station: Station) -> None:
    """All that happened to somebody on the way to the station, as the bot wrote it down."""
    played = RecordedPlay(station.start, shipped())
    await _happens(room, person_id, played.play, played.open)
    for what in station.route:
        await _happens(room, person_id, played.play, partial(played.happens, what))

    def put_due(tx: Transaction) -> None:
        """A timer that came is no longer there; the play took it, and nothing else here would."""
        for timer in {row.timer for row in due.of(tx, person_id)} - played.play.world.due.keys():
            due.cancel(tx, person_id, timer)

    await room.read(put_due)


async def _happens(room: Room, person_id: int, play: Play, happen: Callable[[], object]) -> None:
    taken = len(play.taken)
    happen()
    room.clock.at = play.now

    def write(tx: Transaction) -> None:
        for one in play.taken[taken:]:
            room.turns.write(tx, person_id, one.turn.session, one.turn.effects, play.now, Aftermath())

    await room.read(write)


def _as_sql(tx: Transaction) -> str:
    """Everything in the database, by its tables in the order they were made; read again, it is the same database."""
    pragmas = [(name, tx.execute(f"PRAGMA {name}").fetchone()) for name in ("application_id", "user_version")]
    lines = [f"PRAGMA {name} = {value[0]};" for name, value in pragmas if value]
    made = tx.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    tables = [name for kind, name, _ in made if kind == "table"]
    lines += [f"{sql};" for _, name, sql in made if not name.startswith("sqlite_")]
    for table in tables:
        columns = [row[1] for row in tx.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(f"quote({column})" for column in columns)
        rows = tx.execute(f"SELECT {values} FROM {table}")  # noqa: S608 - names out of our own schema
        lines += [f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(row)});" for row in rows]  # noqa: S608
    return "\n".join(lines) + "\n"


def main() -> None:
    path = FOLDER / f"{sys.argv[1]}.sql.gz"
    if path.exists():
        sys.exit(f"{path.name} is there already. What a release left is not made anew.")
    with TemporaryDirectory() as directory:
        text = asyncio.run(frozen(Path(directory)))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{path.name}: {len(text)} characters, {path.stat().st_size} bytes")  # noqa: T201 - what a command says


if __name__ == "__main__":
    main()
