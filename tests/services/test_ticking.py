"""The clock: what is due happens once, in a transaction like any other, whatever becomes of the process or the time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.inputs import Timer
from bot.dialogue.model import DialogueId, Version
from bot.dialogue.reserved import DAILY_PROMPT
from bot.errors import DatabaseError
from bot.services import ticking
from bot.services.arrivals import Blocked
from bot.services.next_due import NextDue
from bot.storage import due, erasure, prompts, updates
from bot.storage.database import Database, Transaction
from bot.storage.parcels import ParcelKind, ParcelState
from tests.services.room import ANNA, BEN, CLEO, Room, opened
from tests.services.telegram_end import TelegramEnd, drain

PROMPT = "This is your moment to breathe"
BEFORE_EIGHT = datetime(2026, 3, 2, 7, 59, tzinfo=UTC)
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Anna and Ben are prompted at eight, in UTC."""
    async with opened(tmp_path) as room:
        for person_id in (ANNA, BEN):
            await with_prompt(room, person_id)
        yield room


async def with_prompt(room: Room, person_id: int) -> None:
    await room.member(person_id, zone="UTC", prompt_time="08:00")
    await room.read(lambda tx: due.wake(tx, person_id, Timer.PROMPT, EIGHT, "2026-03-02"))


async def at(room: Room, instant: datetime) -> None:
    room.clock.at = instant
    room.next_due.look_again()
    await room.tick()


def prompted(room: Room, person_id: int) -> int:
    sent = [
        parcel.message for parcel in room.telegram.sent if (parcel.chat_id, parcel.kind) == (person_id, ParcelKind.SEND)
    ]
    return sum(message.text.startswith(PROMPT) for message in sent if message)


async def next_prompt(room: Room, person_id: int) -> datetime | None:
    return await room.read(lambda tx: due.at(tx, person_id, Timer.PROMPT))


async def outcomes(room: Room) -> list[tuple[int, str, str]]:
    return await room.rows("SELECT person_id, local_date, outcome FROM prompts ORDER BY 1, 2")


async def test_what_is_due_happens_and_what_is_not_waits(room: Room) -> None:
    await at(room, BEFORE_EIGHT)
    assert not room.telegram.sent
    await at(room, EIGHT)
    assert prompted(room, ANNA) == prompted(room, BEN) == 1
    assert await outcomes(room) == [(ANNA, "2026-03-02", "sent"), (BEN, "2026-03-02", "sent")]
    assert await next_prompt(room, ANNA) == EIGHT + timedelta(days=1)


async def test_a_tick_that_comes_twice_prompts_once(room: Room) -> None:  # fault 37
    for _ in range(3):
        await at(room, EIGHT)
    assert prompted(room, ANNA) == 1


async def test_a_process_killed_before_the_commit_leaves_the_prompt_to_the_next(room: Room) -> None:  # fault 37
    room.clock.at = EIGHT

    with pytest.raises(ZeroDivisionError):
        await room.read(lambda tx: [due.take(tx, EIGHT, 100), 1 / 0])
    assert not await outcomes(room)
    room = await room.again()
    await room.tick()
    assert prompted(room, ANNA) == 1


async def test_a_process_killed_after_the_commit_has_its_prompt_sent_by_the_next(room: Room) -> None:  # fault 37
    room.clock.at = EIGHT
    await room.ticking.tick()
    assert not room.telegram.sent
    room = await room.again()
    await room.tick()
    assert prompted(room, ANNA) == prompted(room, BEN) == 1


async def test_a_process_killed_while_it_sends_never_sends_that_prompt_again(room: Room) -> None:  # fault 37
    room.clock.at = EIGHT
    before_the_crash = room.telegram
    before_the_crash.held |= {ANNA, BEN}
    await room.ticking.tick()
    await room.delivery.look()
    await asyncio.sleep(0)
    assert prompted(room, ANNA) == 1
    room.telegram = TelegramEnd()
    again = await room.again()
    await again.tick()
    assert prompted(again, ANNA) == 0
    assert {row for (row,) in await room.rows("SELECT state FROM outbox WHERE prompt")} == {ParcelState.UNKNOWN}
    before_the_crash.release.set()


async def test_an_hour_set_back_and_days_ahead_make_one_prompt_a_date(room: Room) -> None:  # fault 38
    for instant in (EIGHT, EIGHT - timedelta(hours=1), EIGHT, EIGHT + timedelta(days=2), EIGHT + timedelta(hours=2)):
        await at(room, instant)
    for day in range(1, 6):
        await at(room, EIGHT + timedelta(days=day))
    sent = [(person, date) for person, date, outcome in await outcomes(room) if outcome == "sent"]
    assert len(sent) == len(set(sent)) == prompted(room, ANNA) + prompted(room, BEN)
    assert (ANNA, "2026-03-07") in sent


async def test_a_date_that_a_wrong_clock_settled_long_ago_does_not_end_the_prompts(room: Room) -> None:  # fault 38
    await room.read(
        lambda tx: prompts.settle(tx, ANNA, "breath", datetime(2026, 3, 2, tzinfo=UTC).date(), "sent", EIGHT)
    )
    await at(room, EIGHT)
    assert prompted(room, ANNA) == 0
    assert prompted(room, BEN) == 1
    assert await next_prompt(room, ANNA) == EIGHT + timedelta(days=1)
    await at(room, EIGHT + timedelta(days=1))
    assert prompted(room, ANNA) == 1


async def test_after_a_night_without_power_todays_prompt_comes_late_and_yesterdays_never(room: Room) -> None:
    # fault 38
    await at(room, EIGHT + timedelta(days=1, hours=3))
    assert prompted(room, ANNA) == 1
    assert (ANNA, "2026-03-02", "dropped") in await outcomes(room)
    assert (ANNA, "2026-03-03", "sent") in await outcomes(room)


async def test_nobody_who_paused_or_was_erased_or_left_is_prompted(room: Room) -> None:  # fault 40
    await with_prompt(room, CLEO)
    await room.take(room.command(ANNA, "remind"))
    await room.take(room.tap(ANNA, "Pause it"))
    await room.take(room.command(BEN, "forget"))
    await room.take(room.text(BEN, "forget me"))
    await room.take(room.arrival(CLEO, Blocked()))
    await at(room, EIGHT)
    assert prompted(room, ANNA) == prompted(room, BEN) == prompted(room, CLEO) == 0


async def test_one_that_fails_harms_no_other_and_is_gone(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.PROMPT, EIGHT, "no date"))
    await at(room, EIGHT)
    assert prompted(room, BEN) == 1
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        "due row put aside"
    ]
    assert not await room.rows("SELECT * FROM due WHERE due_at <= unixepoch('2026-03-02 09:00') * 1000")


async def test_a_bug_in_the_prompt_itself_leaves_everybody_elses_timers(room: Room) -> None:
    live = room.dialogues.live
    broken = replace(live[DAILY_PROMPT], version=Version("broken"), states={})
    room.dialogues = replace(
        room.dialogues,
        live={**live, DAILY_PROMPT: broken},
        pinned={**room.dialogues.pinned, (DialogueId("daily_prompt"), broken.version): broken},
    )
    room = await room.again()
    await at(room, EIGHT)
    assert not room.telegram.sent
    assert not await outcomes(room)


async def test_a_failing_database_is_looked_at_again_and_nothing_is_lost(room: Room) -> None:
    room.clock.at = EIGHT
    await room.disk_is_read_only(True)
    for _ in range(2):
        with pytest.raises(DatabaseError):
            await room.ticking.tick()
    assert room.ticking.last_success is None
    await room.disk_is_read_only(False)
    await room.tick()
    assert prompted(room, ANNA) == 1
    assert room.ticking.last_success == room.clock.monotonic()


async def test_more_than_fits_in_one_transaction_is_handled_in_one_tick(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "AT_ONCE", 3)
    everybody = range(100, 110)
    for person_id in everybody:
        await with_prompt(room, person_id)
    await at(room, EIGHT)
    assert all(prompted(room, person_id) == 1 for person_id in everybody)


async def test_a_breath_is_paced_by_ticks(room: Room) -> None:
    await room.take(room.command(ANNA, "breathe"))
    await room.take(room.arrival(ANNA, room.tap(ANNA, breath_label(room)).what))  # type: ignore[arg-type]
    for _ in range(130):
        room.clock.move(1)
        await room.tick()
    session = await room.session(ANNA)
    assert session
    assert session.stack[-1].state == "after"


def breath_label(room: Room) -> str:
    return next(b.label for row in room.last(ANNA).buttons for b in row if b.data.endswith(".longer_out"))


async def test_what_is_no_longer_needed_is_pruned_once_an_hour(room: Room) -> None:
    await room.take(room.command(ANNA, "history"))
    await at(room, BEFORE_EIGHT)
    assert await room.rows("SELECT * FROM updates_seen")
    await at(room, BEFORE_EIGHT + timedelta(days=30))
    assert not await room.rows("SELECT * FROM updates_seen")
    assert await room.read(lambda tx: updates.first_time(tx, 1, room.clock.at))


async def test_a_quiet_tick_reads_nothing(room: Room) -> None:
    await at(room, BEFORE_EIGHT)
    await room.disk_is_read_only(True)
    await room.ticking.tick()
    await room.disk_is_read_only(False)


# When the next due row comes


def test_an_agenda_looks_once_at_the_beginning() -> None:
    assert NextDue().is_due(EIGHT)


def test_an_agenda_keeps_the_soonest() -> None:
    next_due = NextDue()
    next_due.begin_anew()
    assert not next_due.is_due(EIGHT)
    for instant in (EIGHT + timedelta(hours=1), EIGHT, None, EIGHT + timedelta(hours=2)):
        next_due.note(instant)
    assert next_due.is_due(EIGHT)
    assert not next_due.is_due(EIGHT - timedelta(seconds=1))


def test_what_is_noted_while_the_database_is_asked_is_not_forgotten() -> None:
    next_due = NextDue()
    next_due.begin_anew()
    next_due.note(EIGHT)
    next_due.note(EIGHT + timedelta(days=1))
    assert next_due.is_due(EIGHT)


async def test_a_due_row_put_by_a_turn_is_noted(room: Room) -> None:
    await at(room, BEFORE_EIGHT)
    assert not room.next_due.is_due(BEFORE_EIGHT + timedelta(seconds=5))
    await room.take(room.command(ANNA, "breathe"))
    await room.take(room.tap(ANNA, breath_label(room)))
    assert room.next_due.is_due(BEFORE_EIGHT + timedelta(seconds=5))
    await drain(room.delivery)


async def test_what_keeps_an_erasure_from_its_end_is_tried_once_an_hour(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def fail(_: Database) -> None:
        nonlocal tries
        tries += 1
        raise DatabaseError

    await room.read(lambda tx: erasure.erase(tx, ANNA, room.clock.at))
    monkeypatch.setattr(Database, "rewrite", fail)
    for seconds in (0, 1, 1, 3600, 1):
        room.clock.move(seconds)
        await room.tick()
    assert tries == 2
    assert room.ticking.last_success == room.clock.monotonic()


async def test_whoever_is_forgotten_while_another_program_reads_is_told_and_nobody_waits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: Database) -> None:
        raise DatabaseError

    monkeypatch.setattr(Database, "rewrite", fail)
    await room.take(room.command(ANNA, "forget"))
    await room.take(room.text(ANNA, "forget me"), room.command(BEN, "support"))
    assert "or within hours if another program is reading them" in room.said(ANNA)[-1]
    assert room.said(BEN)


async def test_what_was_put_aside_is_kept_for_two_weeks(room: Room) -> None:
    def put_aside(tx: Transaction) -> None:
        for number, days in enumerate((15, 13)):
            updates.quarantine(tx, number, ANNA, "KeyError", "{}", room.clock.at - timedelta(days=days))

    await room.read(put_aside)
    await room.tick()
    assert await room.rows("SELECT update_id FROM quarantine") == [(1,)]


# A clock that was ahead, and came back

YEAR = timedelta(days=365)


async def test_a_clock_that_was_a_year_ahead_costs_nobody_their_next_prompt(room: Room) -> None:  # fault 38
    await at(room, EIGHT)
    await at(room, EIGHT + YEAR)
    assert prompted(room, ANNA) == prompted(room, BEN) == 2
    await at(room, EIGHT + timedelta(hours=1))
    for person_id in (ANNA, BEN):
        assert await next_prompt(room, person_id) == EIGHT + timedelta(days=1)
    await at(room, EIGHT + timedelta(days=1))
    assert prompted(room, ANNA) == prompted(room, BEN) == 3


async def test_a_process_that_starts_after_the_clock_came_back_plans_anew(room: Room) -> None:  # fault 38
    await at(room, EIGHT + YEAR)
    room.clock.at = EIGHT + timedelta(hours=1)
    again = await room.again()
    await again.tick()
    assert await next_prompt(again, ANNA) == EIGHT + timedelta(days=1)


async def test_whoever_was_here_while_the_clock_was_ahead_does_not_count_as_busy_for_a_year(room: Room) -> None:
    room.clock.at = BEFORE_EIGHT + YEAR
    await room.take(room.command(ANNA, "start", "peaceful_place"))
    await room.tick()
    await at(room, BEFORE_EIGHT)
    await at(room, EIGHT + timedelta(days=1))
    assert prompted(room, ANNA) == 1


async def test_a_silence_that_began_while_the_clock_was_ahead_is_over(room: Room) -> None:
    room.clock.at = EIGHT + YEAR
    await room.take(room.command(ANNA, "breathe"))
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.SILENCE, EIGHT + YEAR, "turn"))
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.PROMPT_AGAIN, EIGHT + YEAR, "2027-03-02"))
    await room.tick()
    await at(room, EIGHT)
    assert [
        row.timer for row in await room.read(lambda tx: due.of(tx, ANNA)) if row.at > EIGHT + timedelta(days=2)
    ] == []


async def test_what_was_put_into_a_day_that_has_not_come_goes_or_comes_now_at_the_next_start(room: Room) -> None:
    await at(room, EIGHT)
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.SILENCE, EIGHT + YEAR, "turn"))
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.PROMPT_AGAIN, EIGHT + YEAR, "2027-03-02"))
    await (await room.again()).tick()
    assert [row.timer for row in await room.read(lambda tx: due.of(tx, ANNA))] == [Timer.PROMPT]
    assert prompted(room, ANNA) == 1


async def test_a_session_that_cannot_be_read_keeps_nobody_elses_prompt_in_the_future(room: Room) -> None:
    await at(room, EIGHT)
    broken = '{"key":"k","stack":[{"dialogue":"shame","version":"older"}]}'
    await room.read(lambda tx: tx.execute("UPDATE people SET session = ? WHERE person_id = ?", (broken, ANNA)))
    await room.read(lambda tx: due.wake(tx, ANNA, Timer.PROMPT, EIGHT + YEAR, "2027-03-02"))
    await room.read(lambda tx: due.wake(tx, BEN, Timer.PROMPT, EIGHT + YEAR, "2027-03-02"))
    await (await room.again()).tick()
    assert await next_prompt(room, ANNA) == EIGHT + YEAR
    assert await next_prompt(room, BEN) == EIGHT + timedelta(days=1)


async def test_a_clock_that_is_not_set_back_costs_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def count(*_: object, **__: object) -> None:
        nonlocal looked
        looked += 1

    monkeypatch.setattr(ticking, "plan_anew", count)
    for seconds in (0, 1, 3600, -30, 86400 * 30):
        room.clock.move(seconds)
        await room.tick()
    assert looked == 1  # at the start
