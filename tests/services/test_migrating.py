"""Leading everybody over, in a real database: all at once or nobody, as it was foretold, and once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.authoring.terms import terms_of
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Effect
from bot.dialogue.fates import GOING_OVER, Fate
from bot.dialogue.model import DialogueId, StateId, Version, Way
from bot.dialogue.session import Session
from bot.services import migrating
from bot.services.migrating import Tally
from bot.services.turns import Aftermath, Turns
from bot.storage import people
from bot.storage.database import Transaction
from tests.dialogue.leading import changed, renamed, with_versions
from tests.services.room import ANNA, BEN, Room, opened
from tests.services.telegram_end import drain
from tests.shipped import everywhere, shipped

SHAME = shipped().live[DialogueId("shame")]
AT_HARD_TIMES = everywhere()[SHAME.id, StateId("hard_times")]

RENAMED = with_versions(SHAME, renamed(SHAME, "hard_times", "hard_moments"))
SHORTER = replace(SHAME.states[StateId("fears")], next=(Way(to=StateId("missed")),))
GONE = with_versions(
    SHAME, changed(SHAME, SHORTER, without=("hard_times", "hard_inside", "hard_signals", "hard_feeling"))
)
STAYED = with_versions(SHAME, replace(SHAME, version=Version("next")))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        yield room


async def save(room: Room, sessions: Iterable[tuple[int, Session]]) -> None:
    def work(tx: Transaction) -> None:
        for person_id, session in sessions:
            people.save(tx, person_id, session, room.clock.at)

    await room.read(work)


async def all_sessions(room: Room) -> list[tuple[object, ...]]:
    return await room.rows("SELECT person_id, session FROM people ORDER BY person_id")


async def outlook(room: Room, dialogues: Dialogues) -> Tally:
    return await room.read(lambda tx: migrating.outlook(tx, dialogues, terms_of, room.clock.at))


async def migrate(room: Room, dialogues: Dialogues) -> Tally:
    room.current.dialogues = dialogues
    return await room.read(lambda tx: migrating.migrate(tx, room.turns, terms_of, room.clock.at))


@pytest.mark.parametrize("dialogues", [RENAMED, GONE, STAYED], ids=["renamed", "gone", "stayed"])
async def test_what_is_foretold_is_what_becomes_of_everybody_at_every_place(  # fault 20
    room: Room, dialogues: Dialogues
) -> None:
    await save(room, enumerate(everywhere().values(), start=100))
    before = await all_sessions(room)
    foretold = await outlook(room, dialogues)
    assert await all_sessions(room) == before
    assert await room.rows("SELECT * FROM outbox") == []
    assert await migrate(room, dialogues) == foretold
    assert foretold.going_over > 20
    told = await room.rows("SELECT DISTINCT chat_id FROM outbox WHERE kind = 'send'")
    assert len(told) == foretold.told
    assert (await room.rows("SELECT count(*) FROM outbox WHERE question IS NOT NULL"))[0][0] == foretold.told


@pytest.mark.parametrize("dialogues", [RENAMED, GONE], ids=["renamed", "gone"])
async def test_who_was_led_over_is_not_led_again(room: Room, dialogues: Dialogues) -> None:  # fault 20
    await save(room, enumerate(everywhere().values(), start=100))
    await migrate(room, dialogues)
    after, told = await all_sessions(room), await room.rows("SELECT count(*) FROM outbox")
    again = await migrate(room, dialogues)
    assert {verdict.fate for verdict in again.people} <= {Fate.DECIDE, Fate.KEEP}
    assert again.told == 0
    assert (await all_sessions(room), await room.rows("SELECT count(*) FROM outbox")) == (after, told)


async def test_who_was_moved_is_told_so_in_one_message_and_can_answer(room: Room) -> None:
    await save(room, [(ANNA, AT_HARD_TIMES)])
    await migrate(room, RENAMED)
    assert room.said(ANNA) == []  # not before the bot runs
    await drain(room.delivery)
    (said,) = room.said(ANNA)
    assert said.startswith(room.phrase("exercise_moved", dialogue_title=SHAME.title))
    await room.take(room.text(ANNA, "It was at home, and I could not find a single word for it."))
    session = await room.session(ANNA)
    assert session
    assert session.stack[0].state == "hard_inside"


async def test_the_journal_stays_word_for_word(room: Room) -> None:  # fault 20
    await room.member(ANNA)
    await room.take(room.command(ANNA, "start", "shame"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "3"))
    await room.take(room.text(ANNA, "That they will see who I really am one day, and turn away."))
    journal = await room.journal(ANNA)
    assert len(journal) == 2  # the tension is one too
    assert (await migrate(room, GONE)).told == 1
    assert await room.journal(ANNA) == journal
    await room.take(room.command(ANNA, "history"))
    assert "turn away" in room.said(ANNA)[-1]


async def test_who_stays_hears_nothing(room: Room) -> None:
    await save(room, [(ANNA, AT_HARD_TIMES)])
    tally = await migrate(room, STAYED)
    assert [verdict.fate for verdict in tally.people] == [Fate.STAY]
    assert await room.rows("SELECT * FROM outbox") == []


async def test_nothing_is_sent_to_whoever_has_blocked_the_bot(room: Room) -> None:
    await save(room, [(ANNA, AT_HARD_TIMES)])
    await room.read(lambda tx: people.set_reachable(tx, ANNA, False))
    assert (await migrate(room, RENAMED)).told == 1
    await drain(room.delivery)
    assert room.said(ANNA) == []
    session = await room.session(ANNA)
    assert session
    assert session.stack[0].state == "hard_moments"


async def test_somebody_in_two_places_counts_at_both(room: Room) -> None:
    both = replace(AT_HARD_TIMES, aside=(everywhere()[SHAME.id, SHAME.start].stack,))
    await save(room, [(ANNA, both), (BEN, AT_HARD_TIMES)])
    tally = await outlook(room, RENAMED)
    assert {(verdict.state, verdict.fate): count for verdict, count in tally.people.items()} == {
        ("hard_times", Fate.MOVE): 2,
        ("consent", Fate.STAY): 1,
    }


class Breaking(Turns):
    """Fails at the second person."""

    written = 0

    def write(
        self,
        tx: Transaction,
        person_id: int,
        session: Session,
        effects: Iterable[Effect],
        now: datetime,
        aftermath: Aftermath,
    ) -> None:
        super().write(tx, person_id, session, effects, now, aftermath)
        self.written += 1
        if self.written > 1:
            self.fail()

    def fail(self) -> None:
        raise KeyError("a bug")


class Killed(Breaking):
    def fail(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def breaking(room: Room, kind: type[Breaking]) -> Breaking:
    return kind(current=room.current, new_key=lambda: "k3y", seed=lambda: 0, reached=lambda *_: None)


async def test_a_bug_on_the_way_leaves_everybody_where_they_were(room: Room) -> None:
    await save(room, [(ANNA, AT_HARD_TIMES), (BEN, AT_HARD_TIMES)])
    before = await all_sessions(room)
    room.current.dialogues = RENAMED
    turns = breaking(room, Breaking)
    with pytest.raises(KeyError, match="a bug"):
        await room.read(lambda tx: migrating.migrate(tx, turns, terms_of, room.clock.at))
    assert await all_sessions(room) == before
    assert await room.rows("SELECT * FROM outbox") == []


KILLED = """
import asyncio, sys
from pathlib import Path
from tests.services import test_migrating
asyncio.run(test_migrating.be_killed(Path(sys.argv[1])))
"""


async def be_killed(directory: Path) -> None:
    """In a process of its own."""
    async with opened(directory) as room:
        room.current.dialogues = RENAMED
        turns = breaking(room, Killed)
        await room.read(lambda tx: migrating.migrate(tx, turns, terms_of, room.clock.at))


@pytest.mark.slow
async def test_kill_9_on_the_way_leaves_everybody_where_they_were(tmp_path: Path) -> None:  # fault 1, fault 20
    async with opened(tmp_path) as room:
        await save(room, [(ANNA, AT_HARD_TIMES), (BEN, AT_HARD_TIMES)])
        before = await all_sessions(room)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path), env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert await process.wait() == -signal.SIGKILL
    async with opened(tmp_path) as room:
        assert await all_sessions(room) == before
        assert await room.rows("SELECT * FROM outbox") == []
        assert {verdict.fate for verdict in (await migrate(room, RENAMED)).people} <= GOING_OVER
