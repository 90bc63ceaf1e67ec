"""Whoever was inside a dialogue when a release was made goes on in it, whatever has changed since.

`tests/frozen` holds a database of each release, with somebody at every place of every dialogue.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.lost_versions import is_whole
from bot.dialogue.migration_policy import GOING_OVER
from bot.dialogue.model import Dialogue, Version
from bot.dialogue.reserved import CHANGED
from bot.dialogue.session import Session
from bot.language.checked_folder import Loaded
from bot.language.migration_requirements import requirements_of
from bot.reloading import with_older_versions
from bot.services.migrating import migrate
from bot.services.turns import Aftermath
from bot.storage.database import Transaction
from bot.storage.instants import from_ms
from bot.workbench.walks.next_inputs import ways_on
from tests.frozen.thaw import RELEASES, thaw
from tests.services.room import Room, opened
from tests.shipped import load_shipped

LATER = "later"
WORDS = "It was a long day, and I am here now."


def as_they_are() -> Loaded:
    return load_shipped()


def all_of_another_structure() -> Loaded:
    """As after a change in each of them, so that everybody is in an older version, read from its stored text."""
    loaded = load_shipped()
    live = {id: _later(dialogue) for id, dialogue in loaded.dialogues.live.items()}
    pinned = {(dialogue.id, dialogue.version): dialogue for dialogue in live.values()}
    return replace(loaded, dialogues=replace(loaded.dialogues, live=live, pinned=pinned))


def _later(dialogue: Dialogue) -> Dialogue:
    return replace(dialogue, version=Version(f"{LATER}-{dialogue.id}"))


CHANGES = {"as they are": as_they_are, "all of another structure": all_of_another_structure}


@asynccontextmanager
async def thawed(release: str, change: str, directory: Path) -> AsyncIterator[Room]:
    """The bot as it is now, over the database of the release, a minute after its last turn."""
    thaw(release, directory)
    async with opened(directory) as room:
        ((last,),) = await room.rows("SELECT max(seen_at) FROM people")
        room.clock.at = from_ms(last) + timedelta(minutes=1)
        room.current.dialogues = await with_older_versions(room.database, CHANGES[change](), room.clock.now())
        yield room


async def everybody(room: Room) -> dict[int, Session]:
    ids = [person_id for (person_id,) in await room.rows("SELECT person_id FROM people ORDER BY person_id")]
    found = {person_id: await room.session(person_id) for person_id in ids}
    return {person_id: session for person_id, session in found.items() if session}


def lost_their_place(before: Mapping[int, Session], after: Mapping[int, Session]) -> set[int]:
    """Who was told that their exercise has changed and offered to begin it anew."""
    return {id for id in after if _offered_anew(after[id]) and not _offered_anew(before[id])}


def _offered_anew(session: Session) -> bool:
    return any(frame.dialogue == CHANGED for frame in session.stack)


pytestmark = [
    pytest.mark.parametrize("release", RELEASES),
    pytest.mark.parametrize("change", sorted(CHANGES)),
]


async def test_everybody_is_where_they_were(release: str, change: str, tmp_path: Path) -> None:
    async with thawed(release, change, tmp_path) as room:
        found = await everybody(room)
        assert len(found) > 80
        assert {id for id in found if not is_whole(room.current.dialogues, found[id].stack)} == set()


async def test_whatever_somebody_types_is_answered_and_their_place_is_kept(
    release: str, change: str, tmp_path: Path
) -> None:
    async with thawed(release, change, tmp_path) as room:
        before = await everybody(room)
        await room.conversation.take([room.text(person_id, WORDS) for person_id in before])
        after = await everybody(room)
        assert await room.rows("SELECT * FROM quarantine") == []
        assert lost_their_place(before, after) == set()
        assert {id for id in after if after[id] == before[id]} == set()


async def test_what_leads_on_from_where_they_are_leads_on_still(release: str, change: str, tmp_path: Path) -> None:
    async with thawed(release, change, tmp_path) as room:
        before = {id: session for id, session in (await everybody(room)).items() if session.stack}

        def go_on(tx: Transaction) -> None:
            for person_id, session in before.items():
                for done in next(iter(ways_on(room.current.dialogues, session))):
                    room.turns.take(tx, person_id, done.received, room.clock.now(), Aftermath())

        await room.read(go_on)
        after = await everybody(room)
        assert lost_their_place(before, after) == set()
        assert {id for id in before if after.get(id) == before[id]} == set()  # who has all of it removed is gone


async def test_migrate_leads_everybody_over(release: str, change: str, tmp_path: Path) -> None:
    async with thawed(release, change, tmp_path) as room:
        now = room.clock.now()
        tally = await room.read(lambda tx: migrate(tx, room.turns, requirements_of, now))
        assert (tally.failed, tally.undecided) == (0, 0)
        stays = [verdict for verdict in tally.people if verdict.action not in GOING_OVER]
        assert [verdict for verdict in stays if "soon over" not in verdict.why] == []
