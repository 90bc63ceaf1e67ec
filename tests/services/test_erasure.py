"""Somebody lives through everything that leaves a trace, and then asks to be forgotten: nothing of theirs is left."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.inputs import Timer
from bot.services.arrivals import Unreadable
from bot.storage import due, erasure
from tests.services.room import ANNA, BEN, Room, opened
from tests.services.telegram_end import TelegramEnd, drain
from tests.storage.pages import decrypted_pages

CANARY = "canarywords"
NAMES_A_PERSON = {
    "people": "person_id",
    "answers": "person_id",
    "answer_parts": "person_id",
    "due": "person_id",
    "prompts": "person_id",
    "quarantine": "person_id",
    "outbox": "chat_id",
}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        for person_id in (ANNA, BEN):
            await room.member(person_id, zone="UTC", prompt_time="08:00", name=f"{CANARY} of {person_id}")
        yield room


async def lives(room: Room, person_id: int) -> None:
    """Answers, a home base, something set aside, held, due, waiting to be sent, and put aside."""
    await room.take(room.command(person_id, "start", "peaceful_place"))
    for sense in ("place", "see", "hear", "skin", "inside"):
        await room.take(room.text(person_id, f"{CANARY} {sense} " + "of the sea " * 300))
    await room.take(room.command(person_id, "start", "shame"))
    await room.take(room.tap(person_id, "Yes, I am ready"))
    await room.take(room.tap(person_id, "2"))
    await room.take(room.text(person_id, f"{CANARY} is what I am afraid of, and has always been"))
    await room.take(room.edit(person_id, room.messages, f"{CANARY} in other words, and as many as before"))
    await room.take(room.command(person_id, "home"))
    await room.take(room.command(person_id, "history"))
    unreadable = Unreadable(reason="KeyError")
    await room.take(replace(room.nobodys(unreadable, raw=f'{{"text":"{CANARY}"}}'), person_id=person_id))
    room.clock.move(700)
    await room.read(lambda tx: due.wake(tx, person_id, Timer.PROMPT, room.clock.at, room.clock.at.date().isoformat()))
    await room.tick()
    await room.take(room.text(person_id, f"{CANARY} " * 400))


async def tables_that_know(room: Room, person_id: int) -> list[str]:
    counts = {
        table: await room.rows(f"SELECT count(*) FROM {table} WHERE {column} = {person_id}")  # noqa: S608 - from above
        for table, column in NAMES_A_PERSON.items()
    }
    return [table for table, ((count,),) in counts.items() if count]


async def outbox_of(room: Room, person_id: int) -> list[tuple[object, ...]]:
    return await room.rows(f"SELECT kind, body, state FROM outbox WHERE chat_id = {person_id}")  # noqa: S608 - a number


async def is_forgotten(room: Room, person_id: int) -> None:
    await room.take(room.command(person_id, "forget"))
    await room.take(room.text(person_id, "forget me"))


def everything_in(room: Room) -> Iterator[bytes]:
    """What a thief can read who has the key: every file, and every page of the database."""
    for file in room.path.parent.rglob("*"):
        if file.is_file():
            yield file.read_bytes()
    yield from decrypted_pages(room.path, bytes.fromhex(room.key.hex))


def times_found(room: Room, words: str) -> int:
    return sum(content.count(words.encode()) for content in everything_in(room))


async def test_after_it_nothing_is_left_in_any_file(room: Room) -> None:  # fault 48
    await lives(room, ANNA)
    assert times_found(room, CANARY) > 10
    await is_forgotten(room, ANNA)
    await is_forgotten(room, BEN)
    assert times_found(room, CANARY) == 0


async def test_after_it_no_table_knows_the_person_and_others_lose_nothing(room: Room) -> None:  # fault 48
    await lives(room, ANNA)
    await lives(room, BEN)
    bens = await room.journal(BEN)
    await is_forgotten(room, ANNA)
    assert await tables_that_know(room, ANNA) == ["outbox"]
    assert await tables_that_know(room, BEN) == list(NAMES_A_PERSON)
    assert await room.journal(BEN) == bens
    assert await room.read(lambda tx: erasure.is_erased(tx, ANNA))


async def test_the_reply_says_what_was_removed_and_is_all_that_stays(room: Room) -> None:  # fault 48
    await lives(room, ANNA)
    await room.take(room.command(ANNA, "forget"))
    answers = len(await room.journal(ANNA))
    await room.take(room.text(ANNA, "forget me"))
    assert f"{answers} answers" in room.said(ANNA)[-1]
    assert await outbox_of(room, ANNA) == [("send", None, "delivered")]


async def test_it_is_as_if_they_had_never_met(room: Room) -> None:
    await lives(room, ANNA)
    old_button = room.tap(ANNA, "Older")
    await is_forgotten(room, ANNA)
    assert await room.session(ANNA) is None
    await room.take(old_button)
    await room.take(room.command(ANNA, "history"))
    session = await room.session(ANNA)
    assert session
    assert not session.profile.consented
    assert session.stack[-1].dialogue == "onboarding"


async def test_no_prompt_comes_after_it(room: Room) -> None:  # fault 40
    await lives(room, ANNA)
    await is_forgotten(room, ANNA)
    sent = len(room.telegram.sent)
    room.clock.move(timedelta(days=3).total_seconds())
    room.next_due.look_again()
    await room.tick()
    assert not [parcel for parcel in room.telegram.sent[sent:] if parcel.chat_id == ANNA]


async def test_what_was_under_way_while_it_happened_leaves_no_row(room: Room) -> None:  # fault 40, fault 48
    room.telegram.held.add(ANNA)
    await room.conversation.take([room.text(ANNA, f"{CANARY} hello")])
    room.telegram.held.clear()
    await is_forgotten(room, ANNA)
    room.telegram.release.set()
    await drain(room.delivery)
    assert await outbox_of(room, ANNA) == [("send", None, "delivered")]


async def test_an_erasure_that_a_crash_cut_short_is_finished_by_the_next_process(room: Room) -> None:  # fault 48
    await lives(room, ANNA)
    await is_forgotten(room, BEN)
    await room.read(lambda tx: erasure.erase(tx, ANNA, room.clock.at))
    room.telegram = TelegramEnd()
    again = await room.again()
    again.clock.move(timedelta(hours=2).total_seconds())
    await again.tick()
    assert times_found(again, CANARY) == 0


async def test_anything_but_the_phrase_removes_nothing(room: Room) -> None:
    await lives(room, ANNA)
    await room.take(room.command(ANNA, "forget"))
    answers = len(await room.journal(ANNA))
    await room.take(room.text(ANNA, "forget it"))
    await room.take(room.command(ANNA, "again"))
    assert len(await room.journal(ANNA)) == answers
