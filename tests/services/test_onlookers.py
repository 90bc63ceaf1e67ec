"""Who looks on is told of each turn once it is safe, in its order, and can neither hold up nor harm anything."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.dialogue.inputs import ChoicePressed, CommandReceived, TextReceived, TimeCame, Timer
from bot.dialogue.model import DialogueId, Version
from bot.errors import DatabaseError
from bot.services.onlookers import TurnTaken
from bot.storage import people
from tests.services.room import ANNA, BEN, Room, opened

WORDS = "That they see how much I need them and then turn away without a word"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        for person_id in (ANNA, BEN):
            await room.member(person_id)
        yield room


@pytest.fixture
def seen(room: Room) -> list[TurnTaken]:
    seen: list[TurnTaken] = []
    room.turns.onlookers.of_turns.append(seen.append)
    return seen


async def test_each_turn_is_told_with_what_it_began_with_and_what_it_led_to(room: Room, seen: list[TurnTaken]) -> None:
    await room.take(room.command(ANNA, "start", "shame"), room.command(BEN, "help"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "2"))
    await room.take(room.text(ANNA, WORDS))

    assert [(taken.person_id, type(taken.received)) for taken in seen] == [
        (ANNA, CommandReceived),
        (BEN, CommandReceived),
        (ANNA, ChoicePressed),
        (ANNA, ChoicePressed),
        (ANNA, TextReceived),
    ]
    of_anna = [taken for taken in seen if taken.person_id == ANNA]
    assert all(after.before == taken.turn.session for taken, after in pairwise(of_anna))
    assert of_anna[-1].turn.session == await room.session(ANNA)
    assert {taken.dialogues is room.dialogues for taken in seen} == {True}
    assert {taken.now for taken in seen} == {room.clock.at}


async def test_what_came_at_its_time_is_told_too(room: Room, seen: list[TurnTaken]) -> None:
    await room.take(room.command(ANNA, "start", "shame"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "2"))

    room.clock.move(timedelta(minutes=31).total_seconds())
    await room.tick()

    assert isinstance(seen[-1].received, TimeCame)
    assert seen[-1].received.timer is Timer.SILENCE


async def test_an_update_that_is_put_aside_is_not_told_and_the_others_are(room: Room, seen: list[TurnTaken]) -> None:
    shame = room.dialogues.live[DialogueId("shame")]
    broken = replace(shame, version=Version("broken"), states={})
    live = {**room.dialogues.live, shame.id: broken}
    pinned = {**room.dialogues.pinned, (shame.id, broken.version): broken}
    room.current.dialogues = replace(room.dialogues, live=live, pinned=pinned)

    await room.take(room.command(ANNA, "start", "shame"), room.command(BEN, "help"))

    assert [taken.person_id for taken in seen] == [BEN]


async def test_what_was_not_kept_is_not_told(room: Room, seen: list[TurnTaken]) -> None:
    await room.disk_is_read_only(True)
    with pytest.raises(DatabaseError):
        await room.take(room.command(ANNA, "help"))
    assert seen == []


async def test_an_onlooker_that_fails_harms_nobody_and_quotes_nothing(
    room: Room, seen: list[TurnTaken], caplog: pytest.LogCaptureFixture
) -> None:
    def fails(taken: TurnTaken) -> None:
        raise ValueError(str(taken.received))

    room.turns.onlookers.of_turns.insert(0, fails)
    with caplog.at_level(logging.DEBUG):
        await room.take(room.command(ANNA, "start", "peaceful_place"))
        await room.take(room.text(ANNA, WORDS))

    assert len(seen) == 2
    session = await room.read(lambda tx: people.load(tx, ANNA))
    assert session
    assert session.top
    assert session.top.state == "see"
    assert [record.message for record in caplog.records if "onlooker" in record.message] == ["onlooker failed"] * 2
    assert WORDS not in caplog.text
