"""A chat with the bot may have topics: it answers where somebody wrote."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.services.arrivals import Arrival, Unreadable
from bot.services.outcomes import Refused
from tests.services.room import ANNA, Room, opened

TOPIC = 77
OTHER = 78


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        await room.member(ANNA)
        yield room


def inside(arrival: Arrival, topic: int | None = TOPIC) -> Arrival:
    return replace(arrival, thread=topic)


def topics(room: Room) -> list[int | None]:
    """Of all that was sent, but for edits."""
    sent, room.telegram.sent = room.telegram.sent, []
    return [parcel.thread for parcel in sent if not parcel.message_id]


async def test_an_answer_goes_where_it_was_asked_for(room: Room) -> None:
    await room.take(inside(room.command(ANNA, "exercises")))
    await room.take(inside(room.command(ANNA, "support"), OTHER))
    await room.take(room.command(ANNA, "help"))
    assert list(dict.fromkeys(topics(room))) == [TOPIC, OTHER, None]


async def test_a_cry_for_help_is_answered_in_its_topic(room: Room) -> None:
    await room.take(inside(room.text(ANNA, "I want to die")))
    assert set(topics(room)) == {TOPIC}
    await room.take(inside(replace(room.nobodys(Unreadable(reason="KeyError")), person_id=ANNA)))
    assert set(topics(room)) == {TOPIC}


async def test_what_comes_by_itself_goes_to_the_last_topic(room: Room) -> None:
    await room.take(inside(room.command(ANNA, "start", "shame")))
    await room.take(inside(room.tap(ANNA, "Yes, I am ready")))
    topics(room)
    room.clock.move(timedelta(minutes=31).total_seconds())  # of silence in a heavy state
    await room.tick()
    assert topics(room) == [TOPIC]


async def test_the_goodbye_after_an_erasure_comes_there_too(room: Room) -> None:
    await room.take(inside(room.command(ANNA, "forget")))
    topics(room)
    await room.take(inside(room.text(ANNA, "forget me")))
    assert topics(room) == [TOPIC]


async def test_what_was_for_a_topic_that_is_no_more_comes_outside_of_it(room: Room) -> None:
    room.telegram.fails(ANNA, Refused(description="message thread not found", thread_gone=True))
    await room.take(inside(room.command(ANNA, "history")))
    assert topics(room) == [TOPIC, None]


async def test_past_the_database_too(room: Room) -> None:
    await room.disk_is_read_only(True)
    with pytest.raises(DatabaseError):
        await room.conversation.take([inside(room.command(ANNA, "support"))])
    assert room.told_in == [TOPIC]
    await room.disk_is_read_only(False)
