"""Leading everybody over, in a real database: all at once or nobody, as it was foretold, and once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.dialogues import Dialogues
from bot.dialogue.effects import Effect
from bot.dialogue.migration_policy import GOING_OVER, MigrationAction
from bot.dialogue.model import DialogueId, StateId, Version, Way
from bot.dialogue.session import Session
from bot.dialogue.session_migration import MigratedSession, SessionMigration
from bot.errors import DatabaseError
from bot.language.migration_requirements import requirements_of
from bot.services import migrating
from bot.services.arrivals import Unblocked
from bot.services.migrating import Tally
from bot.services.turns import Aftermath, Turns
from bot.storage import outbox, people
from bot.storage.database import Transaction
from tests.dialogue.leading import changed, renamed, with_versions
from tests.services.room import ANNA, BEN, CLEO, Room, opened
from tests.services.telegram_end import drain
from tests.shipped import everywhere, session_at, shipped

SHAME = shipped().live[DialogueId("shame")]

RENAMED = with_versions(SHAME, renamed(SHAME, "hard_times", "hard_moments", "What was it like?"))
SHORTER = replace(SHAME.states[StateId("fears")], next=(Way(to=StateId("missed")),))
GONE = with_versions(
    SHAME, changed(SHAME, SHORTER, without=("hard_times", "hard_inside", "hard_signals", "hard_feeling"))
)
STAYED = with_versions(SHAME, replace(SHAME, version=Version("next")))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        yield room


def going_over(tally: Tally) -> int:
    return sum(count for verdict, count in tally.people.items() if verdict.action in GOING_OVER)


def at_hard_times() -> Session:
    return session_at(SHAME.id, "hard_times")


async def save(room: Room, sessions: Iterable[tuple[int, Session]]) -> None:
    def work(tx: Transaction) -> None:
        for person_id, session in sessions:
            people.save(tx, person_id, session, room.clock.at)

    await room.read(work)


async def all_sessions(room: Room) -> list[tuple[object, ...]]:
    return await room.rows("SELECT person_id, session FROM people ORDER BY person_id")


async def outlook(room: Room, dialogues: Dialogues) -> Tally:
    return await room.read(lambda tx: migrating.outlook(tx, dialogues, requirements_of, room.clock.at))


async def migrate(room: Room, dialogues: Dialogues) -> Tally:
    room.current.dialogues = dialogues
    return await room.read(lambda tx: migrating.migrate(tx, room.turns, requirements_of, room.clock.at))


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
    assert going_over(foretold) > 20
    assert await room.rows("SELECT * FROM outbox") == []  # not before the bot runs
    told = await room.rows("SELECT count(*) FROM people WHERE session ->> '$.led' IS NOT NULL")
    assert told == [(foretold.told,)]


@pytest.mark.parametrize("dialogues", [RENAMED, GONE], ids=["renamed", "gone"])
async def test_who_was_led_over_is_not_led_again(room: Room, dialogues: Dialogues) -> None:  # fault 20
    await save(room, enumerate(everywhere().values(), start=100))
    await migrate(room, dialogues)
    after, told = await all_sessions(room), await room.rows("SELECT count(*) FROM outbox")
    again = await migrate(room, dialogues)
    assert {verdict.action for verdict in again.people} <= {MigrationAction.DECIDE, MigrationAction.KEEP}
    assert again.told == 0
    assert (await all_sessions(room), await room.rows("SELECT count(*) FROM outbox")) == (after, told)


async def test_who_was_moved_is_told_so_in_one_message_and_can_answer(room: Room) -> None:
    await save(room, [(ANNA, at_hard_times())])
    await migrate(room, RENAMED)
    await drain(room.delivery)
    assert room.said(ANNA) == []  # not before the bot runs
    await room.tick()
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
    assert any("turn away" in said for said in room.said(ANNA))


async def test_who_stays_hears_nothing(room: Room) -> None:
    await save(room, [(ANNA, at_hard_times())])
    tally = await migrate(room, STAYED)
    assert [verdict.action for verdict in tally.people] == [MigrationAction.STAY]
    assert await room.rows("SELECT * FROM outbox") == []


async def test_nothing_is_sent_to_whoever_has_blocked_the_bot(room: Room) -> None:
    await save(room, [(ANNA, at_hard_times())])
    await room.read(lambda tx: people.set_reachable(tx, ANNA, False))
    assert (await outlook(room, RENAMED)).told == 0
    assert (await migrate(room, RENAMED)).told == 0
    await room.tick()
    assert room.said(ANNA) == []
    assert await room.rows("SELECT * FROM due") == []
    session = await room.session(ANNA)
    assert session
    assert session.stack[0].state == "hard_moments"
    await room.take(room.arrival(ANNA, Unblocked()))
    await room.take(room.text(ANNA, "I am back, and this is to the question that I saw."))
    assert room.said(ANNA)[0].startswith(room.phrase("exercise_moved", dialogue_title=SHAME.title))


async def test_somebody_in_two_places_counts_at_both(room: Room) -> None:
    both = replace(at_hard_times(), aside=(session_at(SHAME.id, SHAME.start).stack,))
    await save(room, [(ANNA, both), (BEN, at_hard_times())])
    tally = await outlook(room, RENAMED)
    assert {(verdict.state, verdict.action): count for verdict, count in tally.people.items()} == {
        ("hard_times", MigrationAction.MOVE): 2,
        ("consent", MigrationAction.STAY): 1,
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
        thread: int | None = None,
    ) -> None:
        super().write(tx, person_id, session, effects, now, aftermath, thread)
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


async def test_a_bug_with_one_leaves_them_where_they_were_and_the_others_go_over(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await save(room, [(ANNA, at_hard_times()), (BEN, at_hard_times()), (CLEO, session_at(SHAME.id, SHAME.start))])
    before = await all_sessions(room)
    room.current.dialogues = RENAMED
    turns = breaking(room, Breaking)
    tally = await room.read(lambda tx: migrating.migrate(tx, turns, requirements_of, room.clock.at))
    assert (tally.failed, tally.told, going_over(tally)) == (2, 1, 1)
    after = await all_sessions(room)
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    assert await room.rows("SELECT person_id, timer FROM due") == [(ANNA, "led")]
    assert len(caplog.records) == 2
    assert (await migrate(room, RENAMED)).failed == 0


async def test_a_session_that_cannot_be_judged_is_foretold_as_a_bug(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(room, [(ANNA, at_hard_times()), (BEN, at_hard_times())])

    def fail_once(self: SessionMigration, session: Session, *given: Any, **named: Any) -> MigratedSession:
        monkeypatch.undo()
        raise KeyError("a bug")

    monkeypatch.setattr(SessionMigration, "migrate", fail_once)
    tally = await outlook(room, RENAMED)
    assert (tally.failed, tally.told) == (1, 1)


async def test_a_database_that_fails_leaves_everybody_where_they_were(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(room, [(ANNA, at_hard_times()), (BEN, at_hard_times())])
    before = await all_sessions(room)
    room.current.dialogues = RENAMED
    with monkeypatch.context() as broken:
        broken.setattr(Breaking, "fail", full)
        turns = breaking(room, Breaking)
        with pytest.raises(DatabaseError):
            await room.read(lambda tx: migrating.migrate(tx, turns, requirements_of, room.clock.at))
    assert await all_sessions(room) == before
    assert await room.rows("SELECT * FROM due") == []


def full(_: object) -> None:
    raise DatabaseError("the disk is full")


async def at_fears(room: Room) -> None:
    """Anna is asked what she fears."""
    await room.member(ANNA, zone="Europe/Berlin")
    await room.take(room.command(ANNA, "start", "shame"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "3"))


FEAR = "That they will see who I really am one day, and turn away."


async def test_what_was_written_while_the_bot_was_stopped_is_kept_at_the_question_it_was_written_to(
    room: Room,
) -> None:  # fault 20
    await at_fears(room)
    await room.take(room.text(ANNA, FEAR))
    asked = SHAME.states[StateId("hard_times")].ask
    assert asked
    await migrate(room, RENAMED)
    await room.take(room.text(ANNA, "It was in the kitchen."), room.text(ANNA, "And late at night."))
    newest = (await room.journal(ANNA))[0]
    assert newest.question == asked.fill({}).text
    assert [part.words for part in newest.parts] == ["It was in the kitchen.", "And late at night."]
    assert FEAR in [part.words for part in (await room.journal(ANNA))[1].parts]
    session = await room.session(ANNA)
    assert session
    assert session.stack[0].state == "hard_moments"
    assert len([said for said in room.said(ANNA) if "What was it like?" in said]) == 1
    await room.take(room.text(ANNA, "And this is the answer to what I am asked now."))
    assert (await room.journal(ANNA))[0].question == "What was it like?"


async def test_a_question_that_never_went_out_is_not_asked_beside_the_new_one(room: Room) -> None:
    await at_fears(room)
    await room.conversation.take([room.text(ANNA, FEAR)])
    await room.read(outbox.put_back)  # and the process is killed
    asked = SHAME.states[StateId("hard_times")].ask
    assert asked
    before = len(room.said(ANNA))
    room.clock.at += timedelta(hours=7)  # it is owed to her, however long that was ago
    await migrate(room, RENAMED)
    room = await room.again()
    room.current.dialogues = RENAMED
    await room.tick()
    assert room.phrase("tension_again") in room.said(ANNA)[-1]  # after hours, before anything heavy
    await room.take(room.text(ANNA, "2"))
    said = room.said(ANNA)[before:]
    assert not [words for words in said if asked.fill({}).text in words]
    assert len([words for words in said if "What was it like?" in words]) == 1


async def test_who_stays_still_gets_the_question_that_has_not_gone_yet(room: Room) -> None:
    await at_fears(room)
    await room.conversation.take([room.text(ANNA, FEAR)])
    await room.read(outbox.put_back)  # and the process is killed
    before = len(room.said(ANNA))
    await migrate(room, STAYED)
    room = await room.again()
    await drain(room.delivery)
    asked = SHAME.states[StateId("hard_times")].ask
    assert asked
    assert len([said for said in room.said(ANNA)[before:] if asked.fill({}).text in said]) == 1


async def test_at_night_it_waits_for_the_morning_and_what_they_do_goes_out_at_once(room: Room) -> None:
    room.clock.at = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)  # 22:30 in Berlin
    await at_fears(room)
    await room.take(room.text(ANNA, FEAR))
    await migrate(room, RENAMED)
    before = len(room.said(ANNA))
    await room.tick()
    assert len(room.said(ANNA)) == before
    assert await room.rows("SELECT due_at FROM due WHERE timer = 'led'") == [
        (int(datetime(2026, 3, 3, 7, tzinfo=UTC).timestamp() * 1000),)
    ]
    await room.take(room.command(ANNA, "help"))
    assert len(room.said(ANNA)) > before


async def test_one_person_at_two_places_that_are_alike_is_counted_once(room: Room) -> None:
    twice = replace(at_hard_times(), aside=(at_hard_times().stack,))
    await save(room, [(ANNA, twice)])
    assert list((await outlook(room, RENAMED)).people.values()) == [1]


async def test_whoever_does_not_go_over_is_not_written_to(room: Room) -> None:
    await save(room, [(ANNA, replace(at_hard_times(), crisis_at=room.clock.at))])
    room.clock.at += timedelta(hours=1)
    seen = await room.rows("SELECT seen_at FROM people")
    tally = await migrate(room, RENAMED)
    assert [(verdict.action, verdict.why) for verdict in tally.people] == [
        (MigrationAction.KEEP, "not a good moment; run it again in a day")
    ]
    assert await room.rows("SELECT seen_at FROM people") == seen


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
        await room.read(lambda tx: migrating.migrate(tx, turns, requirements_of, room.clock.at))


@pytest.mark.slow
async def test_kill_9_on_the_way_leaves_everybody_where_they_were(tmp_path: Path) -> None:  # fault 1, fault 20
    async with opened(tmp_path) as room:
        await save(room, [(ANNA, at_hard_times()), (BEN, at_hard_times())])
        before = await all_sessions(room)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path), env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert await process.wait() == -signal.SIGKILL
    async with opened(tmp_path) as room:
        assert await all_sessions(room) == before
        assert await room.rows("SELECT * FROM outbox") == []
        assert {verdict.action for verdict in (await migrate(room, RENAMED)).people} <= GOING_OVER
