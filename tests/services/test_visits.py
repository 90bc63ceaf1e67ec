"""A later visit over the database: it comes once, whatever becomes of the process, the time or the network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue import timers as timing
from bot.dialogue.effects import EditMessage, SendMessage
from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId
from bot.dialogue.session import Planned, Profile, Session
from bot.dialogue.session_changes import changed
from bot.dialogue.words import Message
from bot.services.arrivals import Blocked, Unblocked
from bot.services.outcomes import TryLater
from bot.storage import due, outbox, people
from bot.storage.parcels import ParcelKind, ParcelState
from tests.services.room import ANNA, BEN, Room, opened
from tests.services.telegram_end import TelegramEnd, drain

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
    room.next_due.look_again()
    await room.tick()


def invited(room: Room, person_id: int) -> int:
    sent = [
        parcel.message for parcel in room.telegram.sent if (parcel.chat_id, parcel.kind) == (person_id, ParcelKind.SEND)
    ]
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
    assert {row for (row,) in await room.rows("SELECT state FROM outbox WHERE prompt")} == {ParcelState.UNKNOWN}
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


# Where it cannot be sent at once


async def test_who_has_paused_the_daily_prompt_is_visited_all_the_same(room: Room) -> None:
    await set_profile(room, ANNA, prompts="paused")
    await at(room, TEN)
    assert invited(room, ANNA) == invited(room, BEN) == 1


async def test_a_visit_that_waits_to_be_sent_survives_what_calls_the_daily_prompt_off(room: Room) -> None:
    room.telegram.fails(ANNA, TryLater(after=timedelta(seconds=60)))
    await at(room, TEN)
    await room.read(lambda tx: outbox.cancel_prompts(tx, ANNA, room.clock.at))
    room.clock.move(61)
    await room.tick()
    await drain(room.delivery)
    assert invited(room, ANNA) == 2  # the one that Telegram refused, and the one that arrived
    assert await states(room, ANNA) == [ParcelState.DELIVERED]


async def states(room: Room, person_id: int) -> list[ParcelState]:
    """Of what was put into the outbox for somebody, in that order."""
    rows = await room.rows("SELECT chat_id, state FROM outbox ORDER BY id")
    return [ParcelState(state) for chat_id, state in rows if chat_id == person_id]


async def set_profile(room: Room, person_id: int, **profile: str) -> None:
    session = await room.session(person_id)
    assert session
    session = changed(session, profile=replace(session.profile, **profile))  # type: ignore[arg-type]  # any field
    await room.read(lambda tx: people.save(tx, person_id, session, room.clock.at))


async def late_visit(room: Room, after: timedelta) -> None:
    """Anna's visit is decided at ten in the evening, but for a minute, and Telegram has her wait."""
    late = replace(PLANNED, wall="21:59")
    session = await room.session(ANNA)
    assert session
    session = changed(session, visits=(late,))
    await room.read(lambda tx: people.save(tx, ANNA, session, room.clock.at))
    room.telegram.fails(ANNA, TryLater(after=after))
    await at(room, TEN.replace(hour=21, minute=59))
    assert invited(room, ANNA) == 1  # refused
    room.telegram.sent.clear()


async def test_a_visit_that_could_not_be_sent_by_day_comes_in_the_morning(room: Room) -> None:  # fault 26
    await late_visit(room, timedelta(hours=5))
    room.clock.at = TEN + timedelta(hours=17)  # three in the morning
    await drain(room.delivery)
    assert invited(room, ANNA) == 0
    eight = TEN + timedelta(hours=22)
    assert await next_visit(room, ANNA) == eight
    assert not room.next_due.is_due(eight - timedelta(minutes=1))
    room.clock.at = eight
    await room.tick()  # of its own, for the next_due knows of it
    assert invited(room, ANNA) == 1


async def test_a_visit_that_waited_a_minute_is_not_sent_after_the_support_card(room: Room) -> None:
    await late_visit(room, timedelta(seconds=60))
    await room.take(room.text(ANNA, "I want to kill myself"))
    room.clock.move(61)
    await drain(room.delivery)
    assert room.said(ANNA)
    assert invited(room, ANNA) == 0
    assert (ParcelState.DROPPED,) in await room.rows("SELECT state FROM outbox WHERE prompt = 2")


async def test_a_visit_that_waited_and_still_stands_is_sent(room: Room) -> None:
    await late_visit(room, timedelta(minutes=5))
    room.clock.move(301)
    await drain(room.delivery)
    assert invited(room, ANNA) == 1


async def test_a_visit_whose_turn_failed_is_tried_again_a_day_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as bug:
        bug.setattr(timing, "note_spoken", lambda _: 1 / 0)
        await at(room, TEN)
    assert invited(room, ANNA) == 0
    assert await next_visit(room, ANNA) == TEN + timedelta(days=1)
    await at(room, TEN + timedelta(days=1))
    assert invited(room, ANNA) == invited(room, BEN) == 1


async def test_a_visit_that_fails_every_day_keeps_nobody_from_the_daily_prompt(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_profile(room, ANNA, prompt_time="10:00")
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.PROMPT, TEN, "2026-03-03"))
    monkeypatch.setattr(timing, "note_spoken", lambda _: 1 / 0)
    for hours in range(4 * 24):
        await at(room, TEN + timedelta(hours=hours))
    sent = await room.rows("SELECT local_date FROM prompts WHERE outcome = 'sent' ORDER BY 1")
    assert sent == [("2026-03-04",), ("2026-03-05",), ("2026-03-06",)]


async def test_to_whoever_has_blocked_the_bot_nothing_goes_when_a_time_of_theirs_comes(room: Room) -> None:
    # fault 29
    await room.take(room.command(ANNA, "breathe"))
    label = next(b.label for row in room.last(ANNA).buttons for b in row if b.data.endswith(".longer_out"))
    await room.take(room.tap(ANNA, label))
    await room.take(room.arrival(ANNA, Blocked()))
    room.telegram.sent.clear()
    await at(room, room.clock.at + timedelta(minutes=3))
    session = await room.session(ANNA)
    assert session
    assert session.stack[-1].state == "after"  # time went on
    assert not room.said(ANNA)
    assert (await states(room, ANNA))[-1] == ParcelState.CANCELLED
    assert not {ParcelState.WAITING, ParcelState.SENDING} & set(await states(room, ANNA))


async def test_a_daily_prompt_that_could_not_be_sent_for_hours_is_not_and_counts_as_dropped(room: Room) -> None:
    await set_profile(room, BEN, prompt_time="12:00")
    await room.read(lambda tx: due.cancel(tx, BEN, Timer.VISIT))
    session = await room.session(BEN)
    assert session
    await room.read(lambda tx: people.save(tx, BEN, changed(session, visits=()), room.clock.at))
    await room.read(lambda tx: due.wake(tx, BEN, Timer.PROMPT, TEN + timedelta(hours=2), "2026-03-03"))
    room.telegram.fails(BEN, TryLater(after=timedelta(hours=7)))
    await at(room, TEN + timedelta(hours=2))
    assert await room.rows("SELECT outcome FROM prompts") == [("sent",)]
    room.telegram.sent.clear()
    room.clock.move(7 * 3600 + 1)
    await drain(room.delivery)
    assert not room.said(BEN)
    assert await room.rows("SELECT outcome FROM prompts") == [("dropped",)]
    later = await room.session(BEN)
    assert later
    assert not later.stack
    await at(room, TEN + timedelta(days=1, hours=2))
    assert [words.partition(".")[0] for words in room.said(BEN)] == ["This is your moment to breathe"]


async def test_a_visit_calls_off_no_daily_prompt_that_waits(room: Room) -> None:
    prompt = SendMessage(message=Message(text="Breathe"), prompt=True)
    await room.read(lambda tx: outbox.put_send(tx, ANNA, prompt, TEN))
    await at(room, TEN)
    assert invited(room, ANNA) == 1
    assert "Breathe" in room.said(ANNA)


async def test_what_changes_in_a_visit_that_was_sent_is_changed_at_night_too(room: Room) -> None:
    late = TEN.replace(hour=21, minute=55)
    visit = SendMessage(message=Message(text="How was it?"), prompt=True, visit=True, label="q")
    await room.read(lambda tx: outbox.put_send(tx, ANNA, visit, late))
    await room.read(lambda tx: outbox.put_edit(tx, ANNA, EditMessage(label="q", message=Message(text="It was")), late))
    room.clock.at = late
    await room.delivery.look()
    await asyncio.sleep(0)
    room.telegram.fails(ANNA, TryLater(after=timedelta(minutes=20)))
    await drain(room.delivery)
    room.telegram.sent.clear()
    room.clock.move(20 * 60 + 1)
    await drain(room.delivery)
    assert room.said(ANNA) == ["It was"]
