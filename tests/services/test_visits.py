"""A later visit over the database: it comes once, whatever becomes of the process, the time or the network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Planned, Profile, Session
from bot.services.arrivals import Blocked, Unblocked
from bot.storage import due, people
from bot.storage.parcels import Kind, State
from tests.services.room import ANNA, BEN, Room, opened
from tests.services.telegram_end import TelegramEnd

INVITATION = "You planned three minutes of listening"
TEN = datetime(2026, 3, 3, 10, tzinfo=UTC)
PLANNED = Planned(dialogue=DialogueId("attunement_after"), on="2026-03-03", wall="10:00")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Anna and Ben are visited at ten, in UTC."""
    async with opened(tmp_path) as room:
        room.clock.at = TEN - timedelta(hours=20)
        for person_id in (ANNA, BEN):
            await with_visit(room, person_id)
        yield room


async def with_visit(room: Room, person_id: int) -> None:
    session = Session(key="k3y", profile=Profile(consented=True, zone="UTC"), visits=(PLANNED,))
    await room.read(lambda tx: people.save(tx, person_id, session, room.clock.at))
    await room.read(lambda tx: due.wake(tx, person_id, Timer.VISIT, TEN, PLANNED.dialogue))


async def at(room: Room, instant: datetime) -> None:
    room.clock.at = instant
    room.agenda.look_again()
    await room.tick()


def invited(room: Room, person_id: int) -> int:
    sent = [parcel.message for parcel in room.telegram.sent if (parcel.chat_id, parcel.kind) == (person_id, Kind.SEND)]
    return sum(message.text.startswith(INVITATION) for message in sent if message)


async def next_visit(room: Room, person_id: int) -> datetime | None:
    return await room.read(lambda tx: due.at(tx, person_id, Timer.VISIT))


async def test_the_exercise_plans_it_and_the_clock_brings_it(room: Room) -> None:
    await room.member(ANNA, zone="UTC")
    await room.take(room.command(ANNA, "start", "attunement"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    for _ in range(10):
        session = await room.session(ANNA)
        assert session
        if session.stack[-1].state == "tomorrow":
            break
        await room.take(room.command(ANNA, "skip"))
    await room.take(room.tap(ANNA, "Yes, ask me tomorrow"))
    tomorrow = room.clock.at + timedelta(days=1)
    assert await next_visit(room, ANNA) == tomorrow.replace(second=0, microsecond=0)
    await at(room, tomorrow - timedelta(minutes=2))
    assert invited(room, ANNA) == 0
    await at(room, tomorrow)
    assert invited(room, ANNA) == 1
    assert await next_visit(room, ANNA) is None


async def test_a_tick_that_comes_twice_visits_once(room: Room) -> None:  # fault 37
    for _ in range(3):
        await at(room, TEN)
    assert invited(room, ANNA) == invited(room, BEN) == 1


async def test_a_process_killed_before_the_commit_leaves_it_to_the_next(room: Room) -> None:  # fault 37
    room.clock.at = TEN
    with pytest.raises(ZeroDivisionError):
        await room.read(lambda tx: [due.take(tx, TEN, 100), 1 / 0])
    room = await room.again()
    await room.tick()
    assert invited(room, ANNA) == 1


async def test_a_process_killed_after_the_commit_has_it_sent_by_the_next(room: Room) -> None:  # fault 37
    room.clock.at = TEN
    await room.ticking.tick()
    room = await room.again()
    await room.tick()
    assert invited(room, ANNA) == 1


async def test_a_process_killed_while_it_sends_never_sends_it_again(room: Room) -> None:  # fault 27, fault 37
    room.clock.at = TEN
    before_the_crash = room.telegram
    before_the_crash.held |= {ANNA, BEN}
    await room.ticking.tick()
    await room.delivery.look()
    await asyncio.sleep(0)
    assert invited(room, ANNA) == 1
    room.telegram = TelegramEnd()
    again = await room.again()
    await again.tick()
    assert invited(again, ANNA) == 0
    assert {row for (row,) in await room.rows("SELECT state FROM outbox WHERE prompt")} == {State.UNKNOWN}
    before_the_crash.release.set()


async def test_a_clock_set_back_and_days_ahead_make_one_visit(room: Room) -> None:  # fault 38
    for instant in (TEN - timedelta(days=1), TEN + timedelta(days=2), TEN, TEN + timedelta(days=3)):
        await at(room, instant)
    assert invited(room, ANNA) == 1


async def test_a_machine_that_was_off_for_days_brings_it_late_and_by_day(room: Room) -> None:  # fault 38
    three_in_the_morning = TEN + timedelta(days=4, hours=17)
    await at(room, three_in_the_morning)
    assert invited(room, ANNA) == 0
    assert await next_visit(room, ANNA) == three_in_the_morning + timedelta(hours=5)
    await at(room, three_in_the_morning + timedelta(hours=5))
    assert invited(room, ANNA) == 1


async def test_to_whoever_has_blocked_the_bot_it_is_dropped_and_does_not_come_later(room: Room) -> None:  # fault 29
    await room.take(room.arrival(ANNA, Blocked()))
    await at(room, TEN)
    await room.take(room.arrival(ANNA, Unblocked()))
    await at(room, TEN + timedelta(days=1))
    assert invited(room, ANNA) == 0
    session = await room.session(ANNA)
    assert session
    assert not session.visits
    assert not session.stack
    assert invited(room, BEN) == 1


async def test_whoever_was_erased_is_not_visited(room: Room) -> None:  # fault 40
    await room.take(room.command(ANNA, "forget"))
    await room.take(room.text(ANNA, "forget me"))
    assert await next_visit(room, ANNA) is None
    await at(room, TEN)
    assert invited(room, ANNA) == 0


async def test_called_off_it_does_not_come(room: Room) -> None:  # fault 40
    await room.take(room.command(ANNA, "remind"))
    await room.take(room.tap(ANNA, "No, call it off"))
    assert await next_visit(room, ANNA) is None
    await at(room, TEN)
    assert invited(room, ANNA) == 0
    assert invited(room, BEN) == 1
