"""What Telegram calls an edit: often one, at times nothing of the kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.inputs import CommandReceived
from bot.services.arrivals import Arrival
from bot.storage import answers
from tests.services.room import ANNA, Room, opened

LONG = "I am afraid that they see how much I need them and then turn away without a word."
CRY = "I want to die"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        await room.member(ANNA)
        yield room


async def in_shame(room: Room) -> None:
    await room.take(room.command(ANNA, "start", "shame"))
    await room.take(room.tap(ANNA, "Yes, I am ready"))
    await room.take(room.tap(ANNA, "2"))


async def says(room: Room, words: str) -> int:
    """The id of the message."""
    await room.take(room.text(ANNA, words))
    return room.messages


def edited_command(room: Room, message_id: int, name: str, argument: str = "") -> Arrival:
    return room.arrival(ANNA, CommandReceived(name=name, argument=argument, message_id=message_id, edited=True))


async def hears(room: Room, *arrivals: Arrival) -> list[str]:
    """All that is said to these."""
    room.telegram.sent.clear()
    await room.take(*arrivals)
    return room.said(ANNA)


async def test_an_edit_that_changes_nothing_of_an_answer_says_nothing(room: Room) -> None:
    await in_shame(room)
    answer = await says(room, LONG)
    assert await hears(room, room.edit(ANNA, answer, LONG)) == []
    assert await hears(room, room.edit(ANNA, answer, "other words"), room.edit(ANNA, answer, "other words")) == [
        room.phrase("edited")
    ]
    assert (await room.journal(ANNA))[0].parts[0].words == "other words"


async def test_nor_of_an_answer_from_long_ago_or_one_that_was_put_away(room: Room) -> None:
    await in_shame(room)
    answer = await says(room, LONG)
    await room.read(lambda tx: answers.seal(tx, ANNA, [kept.number for kept in answers.page(tx, ANNA, None, 9)]))
    await room.take(room.command(ANNA, "stop"))
    for _ in range(30):
        await room.take(room.command(ANNA, "help"))
    assert await hears(room, room.edit(ANNA, answer, LONG)) == []


async def test_nor_of_words_that_are_held(room: Room) -> None:
    await in_shame(room)
    paste = "sea " * 1000
    part = await says(room, paste)
    assert await hears(room, room.edit(ANNA, part, paste)) == []


async def test_nor_of_words_that_nobody_kept(room: Room) -> None:
    message = await says(room, "hello")
    assert await hears(room, room.edit(ANNA, message, "hello")) == []
    assert await hears(room, room.edit(ANNA, message, "hello there")) == [room.phrase("nothing_to_edit")]


async def test_a_cry_for_help_of_long_ago_that_stays_as_it_was_brings_no_card_again(room: Room) -> None:
    cry = await says(room, CRY)
    await room.take(room.tap(ANNA, "That is not what I meant"))
    await room.take(room.tap(ANNA, "Leave it for today"))
    for _ in range(30):
        await says(room, "hello")
    assert await hears(room, room.edit(ANNA, cry, CRY)) == []
    (card, *_) = [words for words in await hears(room, room.edit(ANNA, cry, f"{CRY} today")) if "People who" in words]
    assert card


async def test_an_edit_that_makes_a_cry_for_help_brings_the_card(room: Room) -> None:
    await in_shame(room)
    answer = await says(room, LONG)
    assert any("People who listen" in words for words in await hears(room, room.edit(ANNA, answer, CRY)))


async def test_a_command_that_is_corrected_is_followed(room: Room) -> None:
    await room.take(room.command(ANNA, "suport"))
    assert room.said(ANNA) == [room.phrase("command_meant", command="support")]
    corrected = edited_command(room, room.messages, "support")
    assert any("People who listen" in words for words in await hears(room, corrected))
    assert await hears(room, replace(corrected, update_id=9000)) == []


async def test_an_old_command_that_stays_as_it_was_is_not_followed_again(room: Room) -> None:
    await room.take(room.command(ANNA, "stop"))
    stop = room.messages
    assert await hears(room, edited_command(room, stop, "stop")) == []
    await in_shame(room)
    for _ in range(30):
        await room.take(room.command(ANNA, "help"))
    assert await hears(room, edited_command(room, stop, "stop")) == []
    assert (await room.session(ANNA)).stack  # type: ignore[union-attr]


async def test_of_what_was_heard_no_word_is_kept(room: Room) -> None:
    await says(room, "hello canary")
    ((session,),) = await room.rows("SELECT session FROM people")
    assert "canary" not in session
    assert len((await room.session(ANNA)).heard) == 1  # type: ignore[union-attr]
